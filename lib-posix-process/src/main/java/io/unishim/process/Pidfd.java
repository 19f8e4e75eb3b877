package io.unishim.process;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Sched.PIDFD_SELF_THREAD;
import static io.unishim.abi.Sched.PIDFD_SELF_THREAD_GROUP;
import static io.unishim.abi.Sched.PIDFD_THREAD;

import io.unishim.file.Descriptors;
import io.unishim.file.FileOperations;
import io.unishim.file.OfProcess;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import org.jspecify.annotations.Nullable;

/** What {@code pidfd_open(2)} makes: a process, or one of its threads. */
final class Pidfd extends FileOperations {
    private static final Timespec LONG_AGO = new Timespec(0, 0);

    private final Process process;
    private final @Nullable Task thread;

    private Pidfd(Process process, @Nullable Task thread) {
        this.process = process;
        this.thread = thread;
    }

    /**
     * Gives a process or a thread a descriptor.
     *
     * @param thread the thread that is meant, or null for all of the process
     * @param flags PIDFD_NONBLOCK
     * @return the descriptor, or a negative errno
     */
    static long install(Descriptors descriptors, Process process, @Nullable Task thread, int flags) {
        int which = thread == null ? 0 : PIDFD_THREAD;
        OpenFileDescription open =
                new OpenFileDescription(new Pidfd(process, thread), O_RDWR | which | flags & O_NONBLOCK);
        return descriptors.install(open, 0, true);
    }

    /** As {@link io.unishim.task.Pidfds} says. */
    static long install(Task task, int pid) {
        Descriptors descriptors = task.process().stateOrNull(Descriptors.KEY);
        Process process = task.shim().tasks().process(pid);
        if (descriptors == null) {
            return -ENOSYS;
        }
        return process == null ? -ESRCH : install(descriptors, process, null, 0);
    }

    /** @return what the descriptor refers to, or null if it is none of a process */
    static @Nullable Pidfd find(Task task, int fd) {
        OpenFileDescription open = open(task, fd);
        return open == null ? null : (Pidfd) open.file();
    }

    /** @return as {@link #find}, or the caller itself (PIDFD_SELF_*) */
    static @Nullable Pidfd findOrSelf(Task task, int fd) {
        return switch (fd) {
            case PIDFD_SELF_THREAD -> new Pidfd(task.process(), task);
            case PIDFD_SELF_THREAD_GROUP -> new Pidfd(task.process(), null);
            default -> find(task, fd);
        };
    }

    /** @return as {@link #findOrSelf}, or the process whose directory in {@code /proc} is open there */
    static @Nullable Pidfd toSignal(Task task, int fd) {
        Pidfd found = findOrSelf(task, fd);
        OpenFileDescription open = found != null ? null : Descriptors.usable(task.process(), fd);
        Process process = open != null && open.file() instanceof OfProcess of ? of.process() : null;
        return process == null ? found : new Pidfd(process, null);
    }

    /** @return the open file description, whose file is a Pidfd, or null if the descriptor is none of a process */
    static @Nullable OpenFileDescription open(Task task, int fd) {
        OpenFileDescription open = Descriptors.usable(task.process(), fd);
        return open != null && open.file() instanceof Pidfd ? open : null;
    }

    Process process() {
        return process;
    }

    /** The thread that is meant, or null for all of the process. */
    @Nullable
    Task thread() {
        return thread;
    }

    /** Whether there is nobody left to send a signal to. */
    boolean gone() {
        Task one = thread;
        if (one != null && one.tid() != process.pid()) {
            return process.shim().tasks().task(one.tid()) != one;
        }
        return process.shim().tasks().process(process.pid()) != process;
    }

    private boolean ended() {
        Task one = thread;
        return one == null
                ? process.status() != Process.RUNNING && ChildState.of(process).told
                : process.shim().tasks().task(one.tid()) != one;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return -EINVAL;
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return -EINVAL;
    }

    @Override
    public int readiness(OpenFileDescription open) {
        int ready = ended() ? POLLIN | POLLRDNORM : 0;
        return gone() ? ready | POLLIN | POLLRDNORM | POLLHUP : ready;
    }

    @Override
    public WaitQueue waitQueue() {
        return ChildState.of(process).watchers;
    }

    @Override
    public long truncate(Task task, long length) {
        return -EOPNOTSUPP;
    }

    @Override
    public Stat stat(Task task) {
        return new Stat(0, process.pid(), 0700, 1, 0, 0, 0, 0, 4096, 0, LONG_AGO, LONG_AGO, LONG_AGO);
    }

    @Override
    public String link() {
        return "anon_inode:[pidfd]";
    }

    @Override
    public String info() {
        Task one = thread;
        int id = gone() ? -1 : one == null ? process.pid() : one.tid();
        return "Pid:\t" + id + "\nNSpid:\t" + id + "\n";
    }
}
