package io.unishim.elfloader.routes;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.abi.Mman.PROT_WRITE;
import static io.unishim.abi.Sched.CLONE_FILES;
import static io.unishim.abi.Sched.CLONE_FS;
import static io.unishim.abi.Sched.CLONE_SIGHAND;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CLONE_VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.abi.Syscall;
import io.unishim.host.StrayAccess;
import io.unishim.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One task maps and unmaps pages that the others of its process hand to calls: they succeed or answer EFAULT. */
class UnmappingTest {
    private static final int ROUNDS = 4000;
    private static final int SIZE = 0x4000;

    /** A page before the others that nobody writes to: zeros, if it is there. */
    private static final int PAGE = 0x1000;

    private final AtomicLong successes = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @Test
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void calls_survive_that_their_memory_goes_away() throws InterruptedException {
        long stray = StrayAccess.count();
        try (World world = new Worlds.ByNumber(5)) {
            List<Thread> users = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Task task = sibling(world);
                Random random = new Random(i);
                users.add(new Thread(() -> use(world, task, random), "user-" + i));
            }
            users.forEach(Thread::start);
            try {
                unmap(world);
            } finally {
                over = true;
                for (Thread each : users) {
                    each.join();
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(StrayAccess.count()).isEqualTo(stray);
    }

    private static Task sibling(World world) {
        Task[] made = new Task[1];
        long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
        long tid = world.shim.tasks().clone(world.task, flags, child -> made[0] = child);
        assertThat(tid).isPositive();
        return made[0];
    }

    private void unmap(World world) {
        long at = world.base + World.PLAY - PAGE;
        // On a busy machine a thread may unmap for long before another one looks.
        for (int i = 0; i < ROUNDS || faults.get() == 0 || successes.get() == 0; i++) {
            long gone = call(world, world.task, Syscall.MUNMAP, at, PAGE + SIZE, 0, 0, 0, 0);
            long there = call(
                    world,
                    world.task,
                    Syscall.MMAP,
                    at,
                    PAGE + SIZE,
                    PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
                    -1,
                    0);
            if (gone != 0 || there != at) {
                wrong.add("unmap " + gone + ", map " + there);
                return;
            }
        }
    }

    private void use(World world, Task task, Random random) {
        try {
            while (!over && wrong.isEmpty()) {
                // Some ranges begin in what comes and goes and end in what stays.
                long at = world.base + World.PLAY + random.nextInt(SIZE - 256);
                int size = random.nextInt(4) == 0 ? 2 * SIZE : random.nextInt(4096);
                useOnce(world, task, random.nextInt(10), at, size);
            }
        } catch (Throwable e) {
            wrong.add(e.toString());
        }
    }

    private void useOnce(World world, Task task, int which, long at, int size) {
        switch (which) {
            case 0 -> allow(size, "read", call(world, task, Syscall.PREAD64, 0, at, size, 0, 0, 0));
            case 1 -> allow(size, "write", call(world, task, Syscall.PWRITE64, 0, at, size, 0, 0, 0));
            case 2 -> allow(size, "getdents64", call(world, task, Syscall.GETDENTS64, 2, at, size, 0, 0, 0), -EINVAL);
            case 3 -> allow(size, "pipe write", call(world, task, Syscall.WRITE, 6, at, size, 0, 0, 0), -EAGAIN);
            case 4 -> allow(size, "pipe read", call(world, task, Syscall.READ, 5, at, size, 0, 0, 0), -EAGAIN);
            case 5 -> allow(size, "getrandom", call(world, task, Syscall.GETRANDOM, at, size, 0, 0, 0, 0));
            case 6 -> {
                // FUTEX_WAIT for a value that is never there, and FUTEX_WAKE.
                long word = at & -4;
                allow(0, "futex wait", call(world, task, Syscall.FUTEX, word, 0, 0x7777, 0, 0, 0), -EAGAIN);
                allow(0, "futex wake", call(world, task, Syscall.FUTEX, word, 1, 1, 0, 0, 0));
            }
            case 7 -> allow(0, "clock_gettime", call(world, task, Syscall.CLOCK_GETTIME, 1, at, 0, 0, 0, 0));
            case 8 -> {
                long zero = world.base + World.PLAY - PAGE + (at & 0xff0);
                allow(0, "nanosleep", call(world, task, Syscall.NANOSLEEP, zero, 0, 0, 0, 0, 0));
            }
            default -> allow(0, "fstat", call(world, task, Syscall.FSTAT, 0, at, 0, 0, 0, 0));
        }
    }

    private void allow(long most, String call, long result, long... errors) {
        (result == -EFAULT ? faults : successes).incrementAndGet();
        boolean fine = (result >= 0 && result <= most) || result == -EFAULT;
        for (long error : errors) {
            fine |= result == error;
        }
        if (!fine) {
            wrong.add(call + " answers " + result);
        }
    }

    private static long call(
            World world, Task task, Syscall call, long a0, long a1, long a2, long a3, long a4, long a5) {
        return world.shim.dispatch(task, call.number(), a0, a1, a2, a3, a4, a5);
    }
}
