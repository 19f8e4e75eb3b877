package io.unishim.elfloader.routes;

import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.O_WRONLY;

import io.unishim.Shim;
import io.unishim.abi.Clocks;
import io.unishim.abi.Mman;
import io.unishim.abi.Restart;
import io.unishim.abi.Socket;
import io.unishim.abi.StatModes;
import io.unishim.call.ErrnoException;
import io.unishim.file.Descriptors;
import io.unishim.linux.Linux;
import io.unishim.memory.AddressSpace;
import io.unishim.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A process prepared for random calls, and one route to make them by. */
abstract class World implements AutoCloseable {
    /** Descriptors 0 to this one less are open at first. */
    static final int DESCRIPTORS = 14;

    /** Where arguments point to, from the start of a world's memory; memory that is not there follows. */
    static final int SCRATCH = 0x10000;

    static final int SCRATCH_SIZE = 0x8000;

    /** Pages for calls that map and unmap, with nothing above them. */
    static final int PLAY = 0x200000;

    private static final byte[] TEXT = "0123456789".repeat(100).getBytes(StandardCharsets.UTF_8);
    private static final long HANGS_NANOS = 20_000_000_000L;

    private static final int SIZE = 0x400000;
    private static final int ANONYMOUS = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;
    private static final int RWX = Mman.PROT_READ | Mman.PROT_WRITE | Mman.PROT_EXEC;

    /** How a call ended. {@code interrupted}: its task has a signal to take, or is to end or to stop. */
    record Outcome(End end, long value, boolean interrupted) {
        boolean plain() {
            return end == End.RETURNED && !interrupted;
        }
    }

    enum End {
        RETURNED,
        /** It waited, and was ended because of that. */
        WAITED,
        /** It ended its task. */
        ENDED
    }

    final Shim shim;
    Task task;
    AddressSpace space;
    long base;

    /** Where the first mapping came to lie that left its place open. */
    long chosen;

    private volatile @Nullable Thread acting;
    private volatile boolean waited;
    private volatile long began;
    private volatile int calls;

    private final @Nullable CountedFile counted;

    /** Makes a process. @param counted what it opens besides, or null */
    World(Shim shim, @Nullable CountedFile counted) {
        this.shim = shim;
        this.counted = counted;
        spawn();
    }

    /** Makes the process anew. */
    final void spawn() {
        space = shim.service(AddressSpace.Factory.class).create();
        task = shim.tasks().newProcess(null, space, "code");
        chosen = space.map(task, 0, SIZE, Mman.PROT_NONE, ANONYMOUS, null, 0, "");
        base = place(chosen);
        map(0, 0x10000, RWX);
        map(SCRATCH, SCRATCH_SIZE, Mman.PROT_READ | Mman.PROT_WRITE);
        map(PLAY, 0x10000, Mman.PROT_READ | Mman.PROT_WRITE);
        prepare(shim.linux(task));
        if (counted != null) {
            // Before the process begins: another one may end it at any time from then on.
            task.process().state(Descriptors.KEY).install(counted.open(), DESCRIPTORS, false);
        }
        begin();
    }

    /** Moves what was mapped to where the lower half of its address is the same in every world: calls take it for an int. */
    private long place(long mapped) {
        for (long high = (mapped >>> 32) - 8; high <= (mapped >>> 32) + 8; high++) {
            long wanted = high << 32 | 0x4000_0000;
            if (space.contains(wanted) && space.contains(wanted + SIZE)) {
                space.unmap(mapped, SIZE);
                int flags = ANONYMOUS | Mman.MAP_FIXED_NOREPLACE;
                if (space.map(task, wanted, SIZE, Mman.PROT_NONE, flags, null, 0, "") == wanted) {
                    return wanted;
                }
            }
        }
        throw new IllegalStateException("no place for a world's memory");
    }

    private void map(int at, int size, int protection) {
        int flags = ANONYMOUS | Mman.MAP_FIXED;
        if (space.map(task, base + at, size, protection, flags, null, 0, "") != base + at) {
            throw new IllegalStateException("no memory at " + at);
        }
    }

    /** Files, and descriptors from 0 on. What fails, because an earlier process changed the files or a library is not there, fails alike in every world. */
    private static void prepare(Linux linux) {
        int[] pair = new int[2];
        List<Runnable> all = List.of(
                () -> linux.rmdir("/a/file"),
                () -> linux.unlink("/a"),
                () -> linux.mkdir("/a", 0755),
                () -> linux.mkdir("/a/b", 0755),
                () -> linux.symlink("file", "/a/link"),
                () -> linux.symlink("loop", "/a/loop"),
                () -> linux.mknod("/a/fifo", StatModes.S_IFIFO | 0600, 0),
                () -> linux.open("/a/file", O_RDWR | O_CREAT | O_NONBLOCK, 0644),
                () -> linux.pwrite64(0, TEXT, 0),
                () -> linux.setxattr("/a/file", "user.one", new byte[] {1, 2, 3}, 0),
                () -> linux.chdir("/a"),
                () -> linux.open("/a/file", O_RDONLY | O_NONBLOCK, 0),
                () -> linux.open("/a", O_RDONLY | O_DIRECTORY, 0),
                () -> linux.pipe(pair),
                () -> linux.pipe2(pair, O_NONBLOCK),
                () -> linux.eventfd2(3, O_NONBLOCK),
                () -> linux.timerfd_create(Clocks.CLOCK_MONOTONIC, O_NONBLOCK),
                () -> linux.epoll_create1(0),
                () -> linux.open("/a/file", O_PATH, 0),
                () -> linux.open("/a/empty", O_WRONLY | O_CREAT | O_NONBLOCK, 0600),
                () -> linux.socketpair(Socket.AF_UNIX, Socket.SOCK_STREAM | Socket.SOCK_NONBLOCK, 0, pair));
        for (Runnable each : all) {
            try {
                each.run();
            } catch (ErrnoException e) {
                // See above.
            }
        }
    }

    /** Lets the process's code begin, if it is a program's. */
    void begin() {}

    /** Makes a call by this world's route. */
    abstract long route(int number, long[] a);

    /** @return whether the call is under way, also while {@link #route} runs */
    boolean underWay() {
        return true;
    }

    /** Ends the process, whatever it does. */
    void end() {
        task.exit(9);
        shim.tasks().exited(task, task.exitStatus());
        space.close();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread
    final Outcome call(int number, ArgumentSource.Tuple tuple) {
        if (space.write(base + SCRATCH, tuple.image(base), 0, SCRATCH_SIZE) < SCRATCH_SIZE) {
            // Another process has ended this one, and its memory is gone.
            return new Outcome(End.ENDED, 0, true);
        }
        long[] a = new long[6];
        for (int i = 0; i < 6; i++) {
            a[i] = tuple.value(i, base);
        }
        waited = false;
        began = System.nanoTime();
        calls++;
        acting = Thread.currentThread();
        long result;
        try {
            result = route(number, a);
        } finally {
            acting = null;
        }
        boolean ended = (task.work() & Task.EXIT) != 0;
        End end = waited ? End.WAITED : ended ? End.ENDED : End.RETURNED;
        return new Outcome(end, Restart.isRestart(result) ? -io.unishim.abi.Errnos.EINTR : result, task.interrupted());
    }

    /** Looks whether a call waits, and ends its task then. Called again and again by another thread. */
    final void watch() {
        int seen = calls;
        Thread caller = acting;
        Task now = task;
        if (caller == null || waited || !underWay()) {
            return;
        }
        Thread own = now.thread();
        Thread of = own == null ? caller : own;
        boolean waits = LockSupport.getBlocker(of) == now.waiter() || (own != null && (now.work() & Task.STOP) != 0);
        // What was seen was within this call only if it is still the same one.
        if (waits && acting == caller && underWay() && calls == seen) {
            waited = true;
            now.exit(9);
        } else if (System.nanoTime() - began > HANGS_NANOS) {
            IllegalStateException where = new IllegalStateException("a call hangs: " + now);
            where.setStackTrace(of.getStackTrace());
            where.printStackTrace();
            began = System.nanoTime();
        }
    }

    @Override
    public void close() {
        end();
        shim.close();
    }
}
