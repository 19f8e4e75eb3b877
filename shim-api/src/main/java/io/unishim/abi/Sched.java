package io.unishim.abi;

/**
 * Making and scheduling processes. See {@code clone(2)}, {@code unshare(2)}, {@code sched(7)},
 * {@code sched_setattr(2)} and {@code pidfd_open(2)}.
 */
public final class Sched {
    // clone(2), clone3(2), unshare(2), setns(2); long where bit 31 or higher is set, since flags are 64 bits wide

    /** The bits that hold the signal sent at the child's end; clone3 has a field for it. */
    public static final int CSIGNAL = 0xff;
    /** A new time namespace; unshare and clone3 only. */
    public static final int CLONE_NEWTIME = 0x80;
    /** Share memory. */
    public static final int CLONE_VM = 0x100;
    /** Share root, working directory and umask. */
    public static final int CLONE_FS = 0x200;
    /** Share the table of descriptors. */
    public static final int CLONE_FILES = 0x400;
    /** Share the signal handlers. */
    public static final int CLONE_SIGHAND = 0x800;
    /** Give back a pidfd. */
    public static final int CLONE_PIDFD = 0x1000;
    /** The tracer traces the child as well. */
    public static final int CLONE_PTRACE = 0x2000;
    /** Sleep until the child has called exec or ended. */
    public static final int CLONE_VFORK = 0x4000;
    /** The child is a sibling. */
    public static final int CLONE_PARENT = 0x8000;
    /** The child is a thread of the process. */
    public static final int CLONE_THREAD = 0x10000;
    /** A new mount namespace. */
    public static final int CLONE_NEWNS = 0x20000;
    /** Share semaphore adjustments. */
    public static final int CLONE_SYSVSEM = 0x40000;
    /** Set thread-local storage. */
    public static final int CLONE_SETTLS = 0x80000;
    /** Store the child's id in the parent's memory. */
    public static final int CLONE_PARENT_SETTID = 0x100000;
    /** At the child's end clear its id in its memory and wake a futex there. */
    public static final int CLONE_CHILD_CLEARTID = 0x200000;
    /** Ignored. */
    public static final int CLONE_DETACHED = 0x400000;
    /** A tracer cannot force {@link #CLONE_PTRACE}. */
    public static final int CLONE_UNTRACED = 0x800000;
    /** Store the child's id in the child's memory. */
    public static final int CLONE_CHILD_SETTID = 0x1000000;
    /** A new cgroup namespace. */
    public static final int CLONE_NEWCGROUP = 0x2000000;
    /** A new UTS namespace. */
    public static final int CLONE_NEWUTS = 0x4000000;
    /** A new IPC namespace. */
    public static final int CLONE_NEWIPC = 0x8000000;
    /** A new user namespace. */
    public static final int CLONE_NEWUSER = 0x10000000;
    /** A new PID namespace. */
    public static final int CLONE_NEWPID = 0x20000000;
    /** A new network namespace. */
    public static final int CLONE_NEWNET = 0x40000000;
    /** Share the I/O context. */
    public static final long CLONE_IO = 0x80000000L;
    /** clone3: all handlers back to the default. */
    public static final long CLONE_CLEAR_SIGHAND = 0x100000000L;
    /** clone3: start in another cgroup. */
    public static final long CLONE_INTO_CGROUP = 0x200000000L;

    // sched_setscheduler(2), sched_setattr(2)

    /** The usual policy; POSIX calls it SCHED_OTHER. */
    public static final int SCHED_NORMAL = 0;
    /** Real time, first in, first out. */
    public static final int SCHED_FIFO = 1;
    /** Real time, turn and turn about. */
    public static final int SCHED_RR = 2;
    /** For batch work. */
    public static final int SCHED_BATCH = 3;
    /** For what may wait. */
    public static final int SCHED_IDLE = 5;
    /** Real time with deadlines. */
    public static final int SCHED_DEADLINE = 6;
    /** A policy written in BPF (Linux 6.12). */
    public static final int SCHED_EXT = 7;
    /** Added: children get the usual policy. */
    public static final int SCHED_RESET_ON_FORK = 0x40000000;
    /** sched_setattr: children get the usual policy. */
    public static final int SCHED_FLAG_RESET_ON_FORK = 0x1;
    /** sched_setattr: use time which other tasks leave. */
    public static final int SCHED_FLAG_RECLAIM = 0x2;
    /** sched_setattr: {@code SIGXCPU} when time runs over. */
    public static final int SCHED_FLAG_DL_OVERRUN = 0x4;
    /** sched_setattr: policy stays. */
    public static final int SCHED_FLAG_KEEP_POLICY = 0x8;
    /** sched_setattr: parameters stay. */
    public static final int SCHED_FLAG_KEEP_PARAMS = 0x10;
    /** sched_setattr: least utilization given. */
    public static final int SCHED_FLAG_UTIL_CLAMP_MIN = 0x20;
    /** sched_setattr: greatest utilization given. */
    public static final int SCHED_FLAG_UTIL_CLAMP_MAX = 0x40;

    // pidfd_open(2)

    /** Waiting on it fails with {@code EAGAIN}. */
    public static final int PIDFD_NONBLOCK = 04000;
    /** Of a thread (Linux 6.9). */
    public static final int PIDFD_THREAD = 0200;
    /** In the place of a descriptor: the calling thread (Linux 6.14). */
    public static final int PIDFD_SELF_THREAD = -10000;
    /** In the place of a descriptor: the calling process (Linux 6.14). */
    public static final int PIDFD_SELF_THREAD_GROUP = -10001;

    // rseq(2)

    /** Unregister. */
    public static final int RSEQ_FLAG_UNREGISTER = 0x1;

    private Sched() {}
}
