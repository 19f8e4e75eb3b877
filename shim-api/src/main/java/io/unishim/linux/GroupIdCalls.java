package io.unishim.linux;

import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;

/** A task's group ids. Ids are unsigned; -1 stands for "leave it" where a call has several and is no id elsewhere. */
@Calls("group ids")
public interface GroupIdCalls {
    /**
     * The real group id.
     *
     * @return the id, unsigned; never fails (man 2 getgid)
     */
    @Call(returns = Returns.INT)
    long getgid(Task task);

    /**
     * The effective group id.
     *
     * @return the id, unsigned; never fails (man 2 getegid)
     */
    @Call(returns = Returns.INT)
    long getegid(Task task);

    /**
     * Sets the effective group id; with CAP_SETGID all of them.
     *
     * @param gid the id
     * @return 0; {@code -EINVAL} for -1; {@code -EPERM} without CAP_SETGID if it is neither the real nor the saved id (man 2
     *     setgid)
     */
    long setgid(Task task, @Unsigned int gid);

    /**
     * Sets the real and the effective group id.
     *
     * @param rgid the real id, or -1: without CAP_SETGID the real or the effective one
     * @param egid the effective id, or -1: without CAP_SETGID the real, the effective or the saved one
     * @return 0; {@code -EPERM} if an id is not allowed (man 2 setregid)
     */
    long setregid(Task task, int rgid, int egid);

    /**
     * Sets the real, the effective and the saved group id; without CAP_SETGID each to one of the three.
     *
     * @param rgid the real id, or -1
     * @param egid the effective id, or -1
     * @param sgid the saved id, or -1
     * @return 0; {@code -EPERM} if an id is not allowed (man 2 setresgid)
     */
    long setresgid(Task task, int rgid, int egid, int sgid);

    /**
     * The real, the effective and the saved group id.
     *
     * @param rgid becomes the real id
     * @param egid becomes the effective id
     * @param sgid becomes the saved id
     * @return 0; {@code -EFAULT} for a bad address (man 2 getresgid)
     */
    long getresgid(Task task, @Out UserInt rgid, @Out UserInt egid, @Out UserInt sgid);

    /**
     * Sets the group id that the file system looks at, without CAP_SETGID to one of the four ids. The only way to see that
     * it did not work is to ask again, with -1.
     *
     * @param gid the id
     * @return the id before the call, unsigned, whether it worked or not (man 2 setfsgid)
     */
    @Call(returns = Returns.INT)
    long setfsgid(Task task, int gid);

    /**
     * The supplementary groups, ascending.
     *
     * @param size how many ids {@code list} has room for; with 0 nothing is written
     * @param list filled with ids
     * @return how many groups there are; {@code -EINVAL} if {@code size} is negative, or not 0 and too small; {@code -EFAULT}
     *     for a bad address (man 2 getgroups)
     */
    @Call(returns = Returns.INT)
    long getgroups(Task task, int size, @Out UserInt list);

    /**
     * Sets the supplementary groups.
     *
     * @param size how many ids, 0 to NGROUPS_MAX
     * @param list the ids
     * @return 0; {@code -EPERM} without CAP_SETGID; {@code -EINVAL} if there are too many or one of them is -1; {@code
     *     -EFAULT} for a bad address (man 2 setgroups)
     */
    long setgroups(Task task, int size, UserInt list);
}
