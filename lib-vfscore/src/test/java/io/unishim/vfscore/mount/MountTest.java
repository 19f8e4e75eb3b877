package io.unishim.vfscore.mount;

import static io.unishim.abi.Errno.EBUSY;
import static io.unishim.abi.Errno.ENOSPC;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Mounts.MNT_DETACH;
import static io.unishim.abi.Mounts.MS_BIND;
import static io.unishim.abi.Mounts.MS_MOVE;
import static io.unishim.testing.LinuxAssertions.assertFailsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.abi.Syscall;
import io.unishim.call.ErrnoException;
import io.unishim.file.Mount;
import io.unishim.linux.Linux;
import io.unishim.memory.JavaMemory;
import io.unishim.struct.Stat;
import io.unishim.struct.Statfs;
import io.unishim.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mounts where several processes or threads are about, and those that the builder makes. */
class MountTest {
    @Test
    void memory_that_the_builder_limits_is_full_at_its_limit() {
        Mount small = Mount.memory("/small")
                .withSize(10_000)
                .withInodes(3)
                .withMode(01770)
                .withOwner(7, 8);
        try (Shim shim = Shim.builder().only("vfscore").mount(small).boot()) {
            Linux linux = shim.linux(shim.newProcess("p"));
            Stat root = linux.stat("/small");
            assertThat(root.mode() & 07777).isEqualTo(01770);
            assertThat(root.uid()).isEqualTo(7);
            assertThat(root.gid()).isEqualTo(8);
            int fd = linux.open("/small/f", O_CREAT | O_RDWR, 0600);
            assertThat(linux.write(fd, new byte[20_000])).isEqualTo(12_288);
            assertFailsWith(ENOSPC, () -> linux.write(fd, new byte[1]));
            linux.mkdir("/small/d", 0700);
            assertFailsWith(ENOSPC, () -> linux.mkdir("/small/e", 0700));
            Statfs full = linux.statfs("/small");
            assertThat(List.of(full.blocks(), full.bfree(), full.files(), full.ffree()))
                    .containsExactly(3L, 0L, 3L, 0L);
        }
    }

    @Test
    void a_limit_below_zero_is_refused() {
        assertThatThrownBy(() -> Mount.memory("/x").withSize(-2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mount.memory("/x").withInodes(-2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_working_directory_of_another_process_keeps_a_mount_busy() {
        try (Shim shim = Shim.builder().only("vfscore").boot()) {
            Linux one = shim.linux(shim.newProcess("one"));
            Task other = shim.newProcess("other");
            one.mkdir("/m", 0755);
            one.mount("none", "/m", "tmpfs", 0, "size=1m");
            shim.linux(other).chdir("/m");
            assertFailsWith(EBUSY, () -> one.umount2("/m", 0));
            shim.tasks().exited(other, 0);
            one.umount2("/m", 0);
        }
    }

    @Test
    void what_is_detached_lives_as_long_as_it_is_open() {
        try (Shim shim = Shim.builder().only("vfscore").boot()) {
            Linux linux = shim.linux(shim.newProcess("p"));
            linux.mkdir("/m", 0755);
            linux.mount("none", "/m", "tmpfs", 0, "");
            int fd = linux.open("/m/f", O_CREAT | O_RDWR, 0600);
            linux.umount2("/m", MNT_DETACH);
            assertThat(linux.write(fd, new byte[5])).isEqualTo(5);
            assertThat(linux.fstat(fd).size()).isEqualTo(5);
            assertFailsWith(Errno.ENOENT, () -> linux.stat("/m/f"));
        }
    }

    /** Threads mount, bind, move, unmount and walk: nothing gets stuck or lost, and in the end nothing is left. */
    @Test
    void mounts_of_many_threads_leave_nothing_behind() throws InterruptedException {
        try (Shim shim = Shim.builder().only("vfscore").boot()) {
            Linux root = shim.linux(shim.newProcess("root"));
            for (String name : List.of("/a", "/b", "/c", "/c/d")) {
                root.mkdir(name, 0755);
            }
            int before = mounts(root);
            List<Throwable> failures = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int seed = i;
                Thread thread = new Thread(() -> change(shim, seed));
                thread.setUncaughtExceptionHandler((t, e) -> {
                    synchronized (failures) {
                        failures.add(e);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            for (String name : List.of("/a", "/b", "/c", "/c/d")) {
                while (unmounted(root, name)) {
                    // until nothing is mounted there
                }
                assertThat(root.stat(name).nlink()).isPositive();
            }
            assertThat(mounts(root)).isEqualTo(before);
        }
    }

    private static boolean unmounted(Linux linux, String name) {
        try {
            linux.umount2(name, MNT_DETACH);
            return true;
        } catch (ErrnoException e) {
            assertThat(e.errno()).isEqualTo(Errno.EINVAL);
            return false;
        }
    }

    private static int mounts(Linux linux) {
        int fd = linux.open("/proc/self/mounts", 0, 0);
        byte[] text = new byte[100_000];
        int length = linux.read(fd, text);
        linux.close(fd);
        return (int) new String(text, 0, length, java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .count();
    }

    private static void change(Shim shim, int seed) {
        Task task = shim.newProcess("thread" + seed);
        JavaMemory memory = (JavaMemory) task.process().memory();
        java.util.Random random = new java.util.Random(seed);
        long[] names = new long[4];
        String[] paths = {"/a", "/b", "/c", "/c/d"};
        for (int i = 0; i < names.length; i++) {
            names[i] = memory.allocateString(paths[i]);
        }
        long tmpfs = memory.allocateString("tmpfs");
        long stat = memory.allocate(144);
        for (int i = 0; i < 2_000; i++) {
            long one = names[random.nextInt(4)];
            long other = names[random.nextInt(4)];
            switch (random.nextInt(6)) {
                case 0 -> shim.dispatch(task, Syscall.MOUNT.number(), tmpfs, one, tmpfs, 0, 0, 0);
                case 1 -> shim.dispatch(task, Syscall.MOUNT.number(), one, other, 0, MS_BIND, 0, 0);
                case 2 -> shim.dispatch(task, Syscall.MOUNT.number(), one, other, 0, MS_MOVE, 0, 0);
                case 3 -> shim.dispatch(task, Syscall.STAT.number(), one, stat, 0, 0, 0, 0);
                default -> shim.dispatch(task, Syscall.UMOUNT2.number(), one, random.nextInt(3), 0, 0, 0, 0);
            }
        }
    }
}
