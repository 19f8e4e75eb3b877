package io.unishim.abi;

/**
 * Limits, usage and priorities. See {@code getrlimit(2)}, {@code getrusage(2)}, {@code getpriority(2)} and
 * {@code ioprio_set(2)}.
 */
public final class Resource {
    // getrlimit(2), prlimit(2)

    /** Processor seconds. */
    public static final int RLIMIT_CPU = 0;
    /** Bytes of a file. */
    public static final int RLIMIT_FSIZE = 1;
    /** Bytes of data. */
    public static final int RLIMIT_DATA = 2;
    /** Bytes of the stack. */
    public static final int RLIMIT_STACK = 3;
    /** Bytes of a core dump. */
    public static final int RLIMIT_CORE = 4;
    /** No effect. */
    public static final int RLIMIT_RSS = 5;
    /** Processes of the user. */
    public static final int RLIMIT_NPROC = 6;
    /** One more than the greatest descriptor. */
    public static final int RLIMIT_NOFILE = 7;
    /** Bytes locked. */
    public static final int RLIMIT_MEMLOCK = 8;
    /** Bytes of address space. */
    public static final int RLIMIT_AS = 9;
    /** No effect. */
    public static final int RLIMIT_LOCKS = 10;
    /** Signals waiting. */
    public static final int RLIMIT_SIGPENDING = 11;
    /** Bytes of POSIX message queues. */
    public static final int RLIMIT_MSGQUEUE = 12;
    /** Twenty less the least nice value. */
    public static final int RLIMIT_NICE = 13;
    /** Greatest real-time priority. */
    public static final int RLIMIT_RTPRIO = 14;
    /** Microseconds of real-time work without a wait. */
    public static final int RLIMIT_RTTIME = 15;
    /** How many there are. */
    public static final int RLIM_NLIMITS = 16;
    /** No limit. */
    public static final long RLIM_INFINITY = -1L;

    // getrusage(2)

    /** The process. */
    public static final int RUSAGE_SELF = 0;
    /** Its children that have ended and been waited for. */
    public static final int RUSAGE_CHILDREN = -1;
    /** The thread. */
    public static final int RUSAGE_THREAD = 1;
    /** Internal to the kernel. */
    public static final int RUSAGE_BOTH = -2;

    // getpriority(2)

    /** The least nice. */
    public static final int PRIO_MIN = -20;
    /** The nicest, and one more. */
    public static final int PRIO_MAX = 20;
    /** A process. */
    public static final int PRIO_PROCESS = 0;
    /** A process group. */
    public static final int PRIO_PGRP = 1;
    /** A user. */
    public static final int PRIO_USER = 2;

    // ioprio_set(2)

    /** By nice value. */
    public static final int IOPRIO_CLASS_NONE = 0;
    /** First. */
    public static final int IOPRIO_CLASS_RT = 1;
    /** The usual. */
    public static final int IOPRIO_CLASS_BE = 2;
    /** Last. */
    public static final int IOPRIO_CLASS_IDLE = 3;
    /** A process. */
    public static final int IOPRIO_WHO_PROCESS = 1;
    /** A process group. */
    public static final int IOPRIO_WHO_PGRP = 2;
    /** A user. */
    public static final int IOPRIO_WHO_USER = 3;
    /** Where the class begins in a priority. */
    public static final int IOPRIO_CLASS_SHIFT = 13;

    private Resource() {}
}
