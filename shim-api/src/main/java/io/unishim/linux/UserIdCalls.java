package io.unishim.linux;

import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;

/**
 * A task's user ids. Ids are unsigned; -1 stands for "leave it" where a call has several and is no id elsewhere. Changes
 * move the capabilities as man 7 capabilities says, unless SECBIT_NO_SETUID_FIXUP is set.
 */
@Calls("user ids")
public interface UserIdCalls {
    /**
     * The real user id.
     *
     * @return the id, unsigned; never fails (man 2 getuid)
     */
    @Call(returns = Returns.INT)
    long getuid(Task task);

    /**
     * The effective user id.
     *
     * @return the id, unsigned; never fails (man 2 geteuid)
     */
    @Call(returns = Returns.INT)
    long geteuid(Task task);

    /**
     * Sets the effective user id; with CAP_SETUID all of them.
     *
     * @param uid the id
     * @return 0; {@code -EINVAL} for -1; {@code -EPERM} without CAP_SETUID if it is neither the real nor the saved id (man 2
     *     setuid)
     */
    long setuid(Task task, @Unsigned int uid);

    /**
     * Sets the real and the effective user id.
     *
     * @param ruid the real id, or -1: without CAP_SETUID the real or the effective one
     * @param euid the effective id, or -1: without CAP_SETUID the real, the effective or the saved one
     * @return 0; {@code -EPERM} if an id is not allowed (man 2 setreuid)
     */
    long setreuid(Task task, int ruid, int euid);

    /**
     * Sets the real, the effective and the saved user id; without CAP_SETUID each to one of the three.
     *
     * @param ruid the real id, or -1
     * @param euid the effective id, or -1
     * @param suid the saved id, or -1
     * @return 0; {@code -EPERM} if an id is not allowed (man 2 setresuid)
     */
    long setresuid(Task task, int ruid, int euid, int suid);

    /**
     * The real, the effective and the saved user id.
     *
     * @param ruid becomes the real id
     * @param euid becomes the effective id
     * @param suid becomes the saved id
     * @return 0; {@code -EFAULT} for a bad address (man 2 getresuid)
     */
    long getresuid(Task task, @Out UserInt ruid, @Out UserInt euid, @Out UserInt suid);

    /**
     * Sets the user id that the file system looks at, without CAP_SETUID to one of the four ids. The only way to see that it
     * did not work is to ask again, with -1.
     *
     * @param uid the id
     * @return the id before the call, unsigned, whether it worked or not (man 2 setfsuid)
     */
    @Call(returns = Returns.INT)
    long setfsuid(Task task, int uid);
}
