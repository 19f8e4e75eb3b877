package io.unishim.process;

import static io.unishim.abi.Capabilities.CAP_CHECKPOINT_RESTORE;
import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Sched.CLONE_CLEAR_SIGHAND;
import static io.unishim.abi.Sched.CLONE_DETACHED;
import static io.unishim.abi.Sched.CLONE_FS;
import static io.unishim.abi.Sched.CLONE_INTO_CGROUP;
import static io.unishim.abi.Sched.CLONE_NEWCGROUP;
import static io.unishim.abi.Sched.CLONE_NEWIPC;
import static io.unishim.abi.Sched.CLONE_NEWNET;
import static io.unishim.abi.Sched.CLONE_NEWNS;
import static io.unishim.abi.Sched.CLONE_NEWPID;
import static io.unishim.abi.Sched.CLONE_NEWTIME;
import static io.unishim.abi.Sched.CLONE_NEWUSER;
import static io.unishim.abi.Sched.CLONE_NEWUTS;
import static io.unishim.abi.Sched.CLONE_PARENT;
import static io.unishim.abi.Sched.CLONE_SIGHAND;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CSIGNAL;
import static io.unishim.abi.Signals.NSIG;

import io.unishim.memory.OffHeap;
import io.unishim.memory.UserMemory;
import io.unishim.task.Credentials;
import io.unishim.task.Task;

/**
 * What a task asks for that makes another.
 *
 * @param flags CLONE_*, and in the low 8 bits the signal at the child's end
 * @param stack the child's stack pointer, 0 for the parent's
 * @param parentTid see CLONE_PARENT_SETTID
 * @param childTid see CLONE_CHILD_SETTID and CLONE_CHILD_CLEARTID
 * @param tls see CLONE_SETTLS
 * @param pidfd see CLONE_PIDFD
 * @param id the child's, or 0 for any
 */
record CloneRequest(long flags, long stack, long parentTid, long childTid, long tls, long pidfd, int id) {
    /** As {@code clone(2)} and its kin have it, whose word for the parent serves two flags. */
    CloneRequest(long flags, long stack, long parentTid, long childTid, long tls) {
        this(flags, stack, parentTid, childTid, tls, parentTid, 0);
    }

    /** Of clone(2) all but CLONE_NEWTIME, whose bit is one of the signal's there. */
    private static final long NAMESPACES =
            CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

    private static final int FLAGS = 0;
    private static final int PIDFD = 8;
    private static final int CHILD_TID = 16;
    private static final int PARENT_TID = 24;
    private static final int EXIT_SIGNAL = 32;
    private static final int STACK = 40;
    private static final int STACK_SIZE = 48;
    private static final int TLS = 56;
    private static final int SET_TID = 64;
    private static final int SET_TID_SIZE = 72;
    private static final int CGROUP = 80;
    /** The sizes of struct clone_args over time. */
    private static final int SIZE_VER0 = 64;

    private static final int SIZE = 88;
    private static final int PAGE = 4096;

    /** MAX_PID_NS_LEVEL. */
    private static final int MOST_NAMESPACES = 32;

    private static final int PID_MAX = 4_194_304;

    /** @return 0, or what asking for namespaces gets */
    long refused(Task task) {
        return checkNamespaces(task, flags & ~CSIGNAL);
    }

    boolean has(long flag) {
        return (flags & flag) != 0;
    }

    /** @return 0 if {@code struct clone_args} is well-formed, or what {@code clone3(2)} answers; it is in the task's scratch */
    static long check(Task task, long address, long size) {
        if (Long.compareUnsigned(size, PAGE) > 0) {
            return -E2BIG;
        }
        if (size < SIZE_VER0) {
            return -EINVAL;
        }
        UserMemory memory = task.memory();
        OffHeap in = task.arguments().scratch();
        in.zero(0, PAGE);
        if (memory.read(address, in, 0, (int) size) != size) {
            return -EFAULT;
        }
        for (int i = SIZE; i < size; i++) {
            if (in.getByte(i) != 0) {
                return -E2BIG;
            }
        }
        long bad = check(in);
        bad = bad != 0 ? bad : checkId(task, in);
        return bad != 0 ? bad : checkPlaces(task, in.getLong(FLAGS), in.getLong(CGROUP), size);
    }

    /** There are neither other namespaces nor groups of processes to be born into. */
    private static long checkPlaces(Task task, long flags, long cgroup, long size) {
        if ((flags & CLONE_INTO_CGROUP) != 0) {
            return size < SIZE || cgroup < 0 || cgroup > Integer.MAX_VALUE ? -EINVAL : -EBADF;
        }
        return checkNamespaces(task, flags);
    }

    /** @param asked with CLONE_NEW* or without. @return 0 without, or what a kernel answers that has none: first of all whether one may */
    static long checkNamespaces(Task task, long asked) {
        long wanted = asked & (NAMESPACES | CLONE_NEWTIME);
        if ((asked & CLONE_FS) != 0 && (asked & (CLONE_NEWNS | CLONE_NEWUSER)) != 0) {
            return -EINVAL;
        }
        boolean may = (wanted & CLONE_NEWUSER) != 0 || Credentials.of(task).hasCapability(CAP_SYS_ADMIN);
        return wanted == 0 ? 0 : may ? -EINVAL : -EPERM;
    }

    /** An id of the caller's choice: an array, of which each PID namespace takes one, and here is one. */
    private static long checkId(Task task, OffHeap in) {
        long array = in.getLong(SET_TID);
        long count = in.getLong(SET_TID_SIZE);
        if (Long.compareUnsigned(count, MOST_NAMESPACES) > 0 || (array == 0) != (count == 0)) {
            return -EINVAL;
        }
        if (count == 0) {
            return 0;
        }
        int id = task.memory().getInt(array);
        if (count != 1 || id < 1 || id >= PID_MAX) {
            return -EINVAL;
        }
        Credentials who = Credentials.of(task);
        if (!who.hasCapability(CAP_CHECKPOINT_RESTORE) && !who.hasCapability(CAP_SYS_ADMIN)) {
            return -EPERM;
        }
        in.putLong(SET_TID, id);
        return 0;
    }

    private static long check(OffHeap in) {
        long flags = in.getLong(FLAGS);
        long signal = in.getLong(EXIT_SIGNAL);
        long stack = in.getLong(STACK);
        long stackSize = in.getLong(STACK_SIZE);
        boolean bad = (flags & (CLONE_DETACHED | CSIGNAL & ~CLONE_NEWTIME)) != 0
                || signal < 0
                || signal > NSIG
                || (flags & (CLONE_SIGHAND | CLONE_CLEAR_SIGHAND)) == (CLONE_SIGHAND | CLONE_CLEAR_SIGHAND)
                || (flags & (CLONE_THREAD | CLONE_PARENT)) != 0 && signal != 0
                || (stack == 0) != (stackSize == 0)
                || stack < 0
                || stackSize < 0;
        return bad ? -EINVAL : 0;
    }

    /** @return the request, after {@link #check} said 0 */
    static CloneRequest read(Task task) {
        OffHeap in = task.arguments().scratch();
        return new CloneRequest(
                in.getLong(FLAGS) | in.getLong(EXIT_SIGNAL),
                in.getLong(STACK) + in.getLong(STACK_SIZE),
                in.getLong(PARENT_TID),
                in.getLong(CHILD_TID),
                in.getLong(TLS),
                in.getLong(PIDFD),
                (int) in.getLong(SET_TID));
    }
}
