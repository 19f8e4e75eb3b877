package io.unishim.core;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Sched.CLONE_CLEAR_SIGHAND;
import static io.unishim.abi.Sched.CLONE_DETACHED;
import static io.unishim.abi.Sched.CLONE_FS;
import static io.unishim.abi.Sched.CLONE_IO;
import static io.unishim.abi.Sched.CLONE_NEWNS;
import static io.unishim.abi.Sched.CLONE_NEWPID;
import static io.unishim.abi.Sched.CLONE_NEWUSER;
import static io.unishim.abi.Sched.CLONE_PARENT;
import static io.unishim.abi.Sched.CLONE_SIGHAND;
import static io.unishim.abi.Sched.CLONE_SYSVSEM;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CLONE_UNTRACED;
import static io.unishim.abi.Sched.CLONE_VM;
import static io.unishim.abi.Sched.CSIGNAL;

/** Which flags of {@code clone(2)} go together, and which need a library that knows them. */
final class CloneFlags {
    /**
     * What the process tree itself takes care of, and what has no effect here: nobody is traced, there are no queues of
     * block devices to share, and CLONE_SYSVSEM shares a list of semaphore adjustments that is empty until a library keeps
     * one.
     */
    private static final long OWN = CSIGNAL
            | CLONE_VM
            | CLONE_SIGHAND
            | CLONE_THREAD
            | CLONE_PARENT
            | CLONE_DETACHED
            | CLONE_UNTRACED
            | CLONE_SYSVSEM
            | CLONE_IO;

    private CloneFlags() {}

    /**
     * @param claimed what libraries know
     * @param byFirst whether the first process calls, which has no parent to share
     * @return 0 or {@code -EINVAL}, as man 2 clone lists the causes
     */
    static int check(long flags, long claimed, boolean byFirst) {
        boolean bad = (flags & ~(OWN | claimed)) != 0
                || all(flags, CLONE_NEWNS | CLONE_FS)
                || all(flags, CLONE_NEWUSER | CLONE_FS)
                || all(flags, CLONE_SIGHAND | CLONE_CLEAR_SIGHAND)
                || needs(flags, CLONE_THREAD, CLONE_SIGHAND)
                || needs(flags, CLONE_SIGHAND, CLONE_VM)
                || (flags & CLONE_THREAD) != 0 && (flags & (CLONE_NEWUSER | CLONE_NEWPID)) != 0
                || byFirst && (flags & CLONE_PARENT) != 0;
        return bad ? -EINVAL : 0;
    }

    private static boolean all(long flags, long together) {
        return (flags & together) == together;
    }

    private static boolean needs(long flags, long flag, long other) {
        return (flags & flag) != 0 && (flags & other) == 0;
    }
}
