package io.unishim.process;

import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Sched.CLONE_CLEAR_SIGHAND;
import static io.unishim.abi.Sched.CLONE_DETACHED;
import static io.unishim.abi.Sched.CLONE_PARENT;
import static io.unishim.abi.Sched.CLONE_SIGHAND;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CSIGNAL;
import static io.unishim.abi.Signals.NSIG;

import io.unishim.memory.OffHeap;
import io.unishim.memory.UserMemory;
import io.unishim.task.Task;

/**
 * What a task asks for that makes another.
 *
 * @param flags CLONE_*, and in the low 8 bits the signal at the child's end
 * @param stack the child's stack pointer, 0 for the parent's
 * @param parentTid see CLONE_PARENT_SETTID
 * @param childTid see CLONE_CHILD_SETTID and CLONE_CHILD_CLEARTID
 * @param tls see CLONE_SETTLS
 */
record CloneRequest(long flags, long stack, long parentTid, long childTid, long tls) {
    private static final int FLAGS = 0;
    private static final int CHILD_TID = 16;
    private static final int PARENT_TID = 24;
    private static final int EXIT_SIGNAL = 32;
    private static final int STACK = 40;
    private static final int STACK_SIZE = 48;
    private static final int TLS = 56;
    private static final int SET_TID = 64;
    private static final int SET_TID_SIZE = 72;
    /** The sizes of struct clone_args over time. */
    private static final int SIZE_VER0 = 64;

    private static final int SIZE = 88;
    private static final int PAGE = 4096;

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
        return check(in);
    }

    private static long check(OffHeap in) {
        long flags = in.getLong(FLAGS);
        long signal = in.getLong(EXIT_SIGNAL);
        long stack = in.getLong(STACK);
        long stackSize = in.getLong(STACK_SIZE);
        boolean bad = (flags & (CLONE_DETACHED | CSIGNAL)) != 0
                || signal < 0
                || signal > NSIG
                || (flags & (CLONE_SIGHAND | CLONE_CLEAR_SIGHAND)) == (CLONE_SIGHAND | CLONE_CLEAR_SIGHAND)
                || (flags & (CLONE_THREAD | CLONE_PARENT)) != 0 && signal != 0
                || (stack == 0) != (stackSize == 0)
                || stack < 0
                || stackSize < 0
                // An id of the caller's choice.
                || in.getLong(SET_TID) != 0
                || in.getLong(SET_TID_SIZE) != 0;
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
                in.getLong(TLS));
    }
}
