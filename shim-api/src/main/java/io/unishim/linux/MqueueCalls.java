package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.Mode;
import io.unishim.call.Optional;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.MqAttr;
import io.unishim.struct.SigEvent;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;

/** POSIX message queues: by name, with priorities, each a descriptor that can be polled (man 7 mq_overview). */
@Calls("posix message queues")
public interface MqueueCalls {
    /**
     * Opens a queue, or makes one; {@code execve(2)} closes it.
     *
     * @param name without the slash that it begins with in C
     * @param oflag O_RDONLY, O_WRONLY or O_RDWR; O_CREAT, O_EXCL, O_NONBLOCK
     * @param mode permission bits of a new one, from which the umask is taken
     * @param attr most messages and most bytes of a message of a new one; NULL for 10 and 8,192
     * @return a descriptor. EACCES: not permitted, or a slash in the name; EEXIST: it exists, with O_CREAT and O_EXCL; EFAULT:
     *     a bad address; EINVAL: an attribute that is not positive or, without CAP_SYS_RESOURCE, above the limit, or all bits
     *     of O_ACCMODE; EMFILE: no descriptor is left, or RLIMIT_MSGQUEUE; ENAMETOOLONG: more than 255 bytes; ENOENT: it does
     *     not exist, without O_CREAT, or no name; ENOSPC: too many queues (man 3 mq_open)
     */
    @Call(returns = Returns.FD)
    long mq_open(
            Task task,
            UserString name,
            @Flags(value = Fcntl.class, prefix = "O_") int oflag,
            @Mode int mode,
            @Optional UserRef<MqAttr> attr);

    /**
     * Removes a name; the queue is there until nobody has it open.
     *
     * @param name without a slash
     * @return 0. EACCES: a slash in the name; EFAULT: a bad address; ENAMETOOLONG: more than 255 bytes; ENOENT: no such
     *     queue; EPERM: another's (man 3 mq_unlink)
     */
    long mq_unlink(Task task, UserString name);

    /**
     * Sends a message; waits while the queue is full.
     *
     * @param mqdes the queue
     * @param msg its bytes
     * @param prio 0 to 32,767; the highest are received first
     * @param timeout a moment by CLOCK_REALTIME; NULL for no limit
     * @return 0. EAGAIN: it is full, with O_NONBLOCK; EBADF: no queue, or not open for writing; EFAULT: a bad address; EINTR:
     *     a signal; EINVAL: a bad priority or a moment that is not normal; EMSGSIZE: too many bytes; ETIMEDOUT: past the
     *     moment (man 3 mq_send)
     */
    @Call(blocks = true)
    long mq_timedsend(
            Task task, @Fd int mqdes, UserBuffer msg, @Unsigned int prio, @Optional UserRef<Timespec> timeout);

    /**
     * Takes the oldest message of the highest priority; waits until there is one.
     *
     * @param mqdes the queue
     * @param msg receives its bytes, with room for the longest message of the queue
     * @param prio receives its priority, unless NULL
     * @param timeout a moment by CLOCK_REALTIME; NULL for no limit
     * @return its bytes. EAGAIN: it is empty, with O_NONBLOCK; EBADF: no queue, or not open for reading; EFAULT: a bad
     *     address, and the message is lost; EINTR: a signal; EINVAL: a moment that is not normal; EMSGSIZE: too little room;
     *     ETIMEDOUT: past the moment (man 3 mq_receive)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long mq_timedreceive(
            Task task, @Fd int mqdes, UserBuffer msg, @Optional @Out UserInt prio, @Optional UserRef<Timespec> timeout);

    /**
     * Asks to hear, once, of a message that comes to the empty queue while nobody waits for it.
     *
     * @param mqdes the queue
     * @param sevp SIGEV_NONE or SIGEV_SIGNAL; NULL takes it back
     * @return 0. EBADF: no queue; EBUSY: another process asked before; EFAULT: a bad address; EINVAL: another kind or a bad
     *     signal (man 3 mq_notify)
     */
    long mq_notify(Task task, @Fd int mqdes, @Optional UserRef<SigEvent> sevp);

    /**
     * Tells about a queue, and sets O_NONBLOCK of the description.
     *
     * @param mqdes the queue
     * @param newattr of which the flags count; NULL changes nothing
     * @param oldattr filled with what held before, unless NULL
     * @return 0. EBADF: no queue; EFAULT: a bad address; EINVAL: another flag than O_NONBLOCK (man 2 mq_getsetattr)
     */
    long mq_getsetattr(
            Task task, @Fd int mqdes, @Optional UserRef<MqAttr> newattr, @Optional @Out UserRef<MqAttr> oldattr);
}
