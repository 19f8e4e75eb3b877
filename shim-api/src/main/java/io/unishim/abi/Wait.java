package io.unishim.abi;

/** Waiting for children: options, and how a status is made. See {@code wait4(2)} and {@code waitid(2)}. */
public final class Wait {
    // Options

    /** Do not wait. */
    public static final int WNOHANG = 0x1;
    /** wait4: children that stopped as well. */
    public static final int WUNTRACED = 0x2;
    /** waitid: children that stopped. */
    public static final int WSTOPPED = 0x2;
    /** waitid: children that ended. */
    public static final int WEXITED = 0x4;
    /** Children that go on. */
    public static final int WCONTINUED = 0x8;
    /** waitid: leave the child to be waited for again. */
    public static final int WNOWAIT = 0x1000000;
    /** Children of this thread only. */
    public static final int __WNOTHREAD = 0x20000000;
    /** Children of all kinds. */
    public static final int __WALL = 0x40000000;
    /** Children made by clone without {@code SIGCHLD} only. */
    public static final int __WCLONE = 0x80000000;

    // waitid(2): whom to wait for

    /** Any child. */
    public static final int P_ALL = 0;
    /** The child of that id. */
    public static final int P_PID = 1;
    /** Children of that process group. */
    public static final int P_PGID = 2;
    /** The child of that pidfd. */
    public static final int P_PIDFD = 3;

    /** The status of a child that was stopped and goes on. */
    public static final int CONTINUED = 0xffff;

    private Wait() {}

    /** The status of a child that ended by exit; of the code the low 8 bits remain, as Linux has it. */
    public static int exited(int code) {
        return (code & 0xff) << 8;
    }

    /** The status of a child that a signal ended, and whether it dumped core. */
    public static int signaled(int signal, boolean core) {
        return signal | (core ? 0x80 : 0);
    }

    /** The status of a child that a signal stopped. */
    public static int stopped(int signal) {
        return signal << 8 | 0x7f;
    }
}
