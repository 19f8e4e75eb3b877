package io.unishim.linux;

import io.unishim.abi.Ipc;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.task.Task;

/** Queues of messages that processes share by a key (man 7 sysvipc). */
@Calls("message queues")
public interface MessageQueueCalls {
    /**
     * Finds a queue, or makes one.
     *
     * @param key names it; IPC_PRIVATE for a new one
     * @param msgflg permission bits, IPC_CREAT, IPC_EXCL
     * @return its id. EACCES: one exists, and the permissions do not allow what msgflg asks for; EEXIST: one exists, with
     *     IPC_CREAT and IPC_EXCL; ENOENT: none exists, without IPC_CREAT; ENOSPC: too many queues (man 2 msgget)
     */
    @Call(returns = Returns.INT)
    long msgget(Task task, int key, @Flags(value = Ipc.class, prefix = "IPC_") int msgflg);

    /**
     * Sends a message; waits while the queue is full.
     *
     * @param msqid the queue's id
     * @param msgp a 64-bit type, 1 or more, and the bytes that follow it
     * @param msgsz how many bytes follow the type, at most MSGMAX
     * @param msgflg IPC_NOWAIT
     * @return 0. EACCES: not writable; EAGAIN: the queue is full, with IPC_NOWAIT; EFAULT: a bad address; EIDRM: it was
     *     removed; EINTR: a signal; EINVAL: a bad id, type, or size (man 2 msgsnd)
     */
    @Call(blocks = true)
    long msgsnd(
            Task task,
            int msqid,
            @Address long msgp,
            @Unsigned long msgsz,
            @Flags(value = Ipc.class, prefix = "IPC_") int msgflg);

    /**
     * Takes a message; waits until there is one.
     *
     * @param msqid the queue's id
     * @param msgp receives the type and the bytes
     * @param msgsz most bytes after the type
     * @param msgtyp the type; 0 for any, negative for the lowest one up to its magnitude; with MSG_COPY the place in the
     *     queue, from 0
     * @param msgflg IPC_NOWAIT, MSG_NOERROR to cut off what is too long, MSG_EXCEPT for any other type, MSG_COPY to leave the
     *     message in the queue
     * @return the bytes after the type. E2BIG: the message is longer; EACCES: not readable; EFAULT: a bad address, and the
     *     message is lost; EIDRM: it was removed meanwhile; EINTR: a signal; EINVAL: a bad id or size, MSG_COPY without IPC_NOWAIT or
     *     with MSG_EXCEPT; ENOMSG: no such message, with IPC_NOWAIT (man 2 msgrcv)
     */
    @Call(returns = Returns.COUNT, blocks = true)
    long msgrcv(
            Task task,
            int msqid,
            @Address long msgp,
            @Unsigned long msgsz,
            long msgtyp,
            @Flags(value = Ipc.class, prefix = "MSG_") int msgflg);

    /**
     * Tells about queues, and changes or removes them.
     *
     * @param msqid its id; its index for MSG_STAT and MSG_STAT_ANY; of no meaning for IPC_INFO and MSG_INFO
     * @param op IPC_STAT, IPC_SET, IPC_RMID, IPC_INFO, MSG_INFO, MSG_STAT, MSG_STAT_ANY
     * @param buf {@link io.unishim.struct.MsqidDs}, or {@link io.unishim.struct.Msginfo} for IPC_INFO and MSG_INFO
     * @return 0; the highest index in use for IPC_INFO and MSG_INFO; the id for MSG_STAT and MSG_STAT_ANY. EACCES: not
     *     readable; EFAULT: a bad address; EINVAL: a bad id, index, op, or owner; EPERM: neither owner
     *     nor maker, nor CAP_SYS_ADMIN, or more bytes than MSGMNB without CAP_SYS_RESOURCE (man 2 msgctl)
     */
    @Call(returns = Returns.INT)
    long msgctl(Task task, int msqid, @OneOf(value = Ipc.class, prefix = "IPC_") int op, @Address long buf);
}
