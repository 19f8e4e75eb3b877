package io.unishim.linux;

import io.unishim.abi.Prctl;
import io.unishim.abi.Random;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Optional;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserRef;
import io.unishim.struct.Sysinfo;
import io.unishim.struct.UtsName;
import io.unishim.task.Task;

/** The system as a whole, and what a process may say about itself. */
@Calls("system")
public interface SystemCalls {
    /**
     * Tells names and version (man 2 uname).
     *
     * @param buf receives them
     * @return 0. EFAULT: bad address
     */
    @Call
    long uname(Task task, @Out UserRef<UtsName> buf);

    /**
     * Tells memory and load (man 2 sysinfo).
     *
     * @param info receives them
     * @return 0. EFAULT: bad address
     */
    @Call
    long sysinfo(Task task, @Out UserRef<Sysinfo> info);

    /**
     * Names the host (man 2 sethostname).
     *
     * @param name its bytes, at most 64, without a NUL
     * @return 0. EPERM: without CAP_SYS_ADMIN; EINVAL: a negative or too great length; EFAULT: bad address
     */
    @Call
    long sethostname(Task task, UserBuffer name);

    /**
     * Names the host's NIS domain (man 2 setdomainname).
     *
     * @param name its bytes, at most 64, without a NUL
     * @return 0. EPERM: without CAP_SYS_ADMIN; EINVAL: a negative or too great length; EFAULT: bad address
     */
    @Call
    long setdomainname(Task task, UserBuffer name);

    /**
     * Reads or controls the kernel's messages (man 2 syslog).
     *
     * @param type SYSLOG_ACTION_*, 0 to 10
     * @param bufp receives messages with SYSLOG_ACTION_READ, SYSLOG_ACTION_READ_ALL and SYSLOG_ACTION_READ_CLEAR
     * @param len bytes that it has room for; the level, 1 to 8, with SYSLOG_ACTION_CONSOLE_LEVEL
     * @return bytes read, or of the buffer with SYSLOG_ACTION_SIZE_BUFFER; else 0. EPERM: without CAP_SYSLOG; EINVAL: an
     *     unknown type or level, or no buffer to read into
     */
    @Call
    long syslog(Task task, int type, @Address long bufp, int len);

    /**
     * Fills a buffer with random bytes (man 2 getrandom).
     *
     * @param buf receives them
     * @param flags GRND_NONBLOCK, GRND_RANDOM, GRND_INSECURE; no difference here
     * @return the bytes, all of the buffer. EINVAL: unknown flags, or GRND_RANDOM with GRND_INSECURE; EFAULT: bad address
     */
    @Call(returns = Returns.COUNT)
    long getrandom(Task task, @Out UserBuffer buf, @Optional @Flags(value = Random.class, prefix = "GRND_") int flags);

    /**
     * Changes and tells properties of the caller (man 2 prctl).
     *
     * @param option PR_*
     * @param arg2 as option says
     * @param arg3 as option says
     * @param arg4 as option says
     * @param arg5 as option says
     * @return 0 or what was asked for. EINVAL: an unknown option or bad arguments; EFAULT: bad address; EPERM: not permitted
     */
    @Call(returns = Returns.INT)
    long prctl(
            Task task,
            @OneOf(value = Prctl.class, prefix = "PR_") int option,
            @Address long arg2,
            @Address long arg3,
            @Address long arg4,
            @Address long arg5);

    /**
     * Changes and tells the caller's execution domain (man 2 personality).
     *
     * @param persona the new one; 0xffffffff to ask only
     * @return the previous one; never fails
     */
    @Call(returns = Returns.INT)
    long personality(Task task, @Address long persona);
}
