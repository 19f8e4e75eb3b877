package io.unishim.ipc;

import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EIDRM;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOMSG;
import static io.unishim.abi.Ipc.IPC_NOWAIT;
import static io.unishim.abi.Ipc.MSG_COPY;
import static io.unishim.abi.Ipc.MSG_EXCEPT;
import static io.unishim.abi.Ipc.MSG_NOERROR;
import static io.unishim.abi.Restart.ERESTARTNOHAND;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.linux.MessageQueueCalls;
import io.unishim.task.Task;
import io.unishim.task.Waiter;
import org.jspecify.annotations.Nullable;

final class MessageQueueHandlers implements MessageQueueCalls {
    private static final int TYPE_BYTES = 8;

    private final IpcState state;

    MessageQueueHandlers(IpcState state) {
        this.state = state;
    }

    @Override
    @Support(FULL)
    public long msgget(Task task, int key, int msgflg) {
        return state.messages().get(task, key, msgflg);
    }

    @Override
    @Support(FULL)
    public long msgsnd(Task task, int msqid, long msgp, long msgsz, int msgflg) {
        long type = task.memory().getLong(msgp);
        if (msgsz < 0 || msgsz > MessageQueues.MSGMAX || msqid < 0 || type < 1) {
            return -EINVAL;
        }
        byte[] bytes = new byte[(int) msgsz];
        task.memory().readFully(msgp + TYPE_BYTES, bytes);
        MessageQueue queue = state.messages().ids().at(msqid);
        long problem = IpcIds.problem(queue, msqid);
        return problem != 0 || queue == null ? problem : send(task, queue, new Message(type, bytes), msgflg);
    }

    private static long send(Task task, MessageQueue queue, Message message, int flags) {
        MessageQueue.@Nullable Sender waiting = null;
        int why = 0;
        while (true) {
            queue.lock.lock();
            try {
                if (waiting != null) {
                    queue.giveUp(waiting);
                }
                long refused = queue.removed() ? -EIDRM : queue.permission(task, IpcObject.WRITE);
                if (refused != 0) {
                    return refused;
                }
                if (why != 0) {
                    return -ERESTARTNOHAND;
                }
                if (queue.hasRoom(message.bytes().length)) {
                    queue.send(task, message);
                    return 0;
                }
                if ((flags & IPC_NOWAIT) != 0) {
                    return -EAGAIN;
                }
                waiting = new MessageQueue.Sender(task, message.bytes().length);
                queue.await(waiting);
            } finally {
                queue.lock.unlock();
            }
            why = task.waiter().await(Waiter.FOREVER);
        }
    }

    @Override
    @Support(FULL)
    public long msgrcv(Task task, int msqid, long msgp, long msgsz, long msgtyp, int msgflg) {
        if (msqid < 0 || msgsz < 0) {
            return -EINVAL;
        }
        boolean copy = (msgflg & MSG_COPY) != 0;
        if (copy && ((msgflg & MSG_EXCEPT) != 0 || (msgflg & IPC_NOWAIT) == 0)) {
            return -EINVAL;
        }
        MessageQueue queue = state.messages().ids().at(msqid);
        long problem = IpcIds.problem(queue, msqid);
        if (problem != 0 || queue == null) {
            return problem;
        }
        Message[] got = new Message[1];
        long failed = receive(task, queue, got, msgsz, msgtyp, msgflg);
        return failed != 0 ? failed : deliver(task, got[0], msgp, msgsz);
    }

    /** @return 0 with a message, or a negative errno */
    private static long receive(Task task, MessageQueue queue, Message[] got, long room, long type, int flags) {
        MessageChoice choice = MessageChoice.of(type, flags);
        long operand = choice == MessageChoice.AT_PLACE ? type : MessageChoice.operand(type);
        boolean cut = (flags & MSG_NOERROR) != 0;
        MessageQueue.@Nullable Receiver waiting = null;
        int why = 0;
        while (true) {
            queue.lock.lock();
            try {
                if (waiting != null) {
                    Message handed = waiting.message();
                    if (handed != null) {
                        got[0] = handed;
                        return 0;
                    }
                    if (waiting.failure() != 0) {
                        return waiting.failure();
                    }
                    queue.giveUp(waiting);
                }
                long refused = queue.removed() ? -EIDRM : queue.permission(task, IpcObject.READ);
                if (refused != 0) {
                    return refused;
                }
                if (why != 0) {
                    return -ERESTARTNOHAND;
                }
                Message found = queue.find(choice, operand);
                if (found != null) {
                    return take(task, queue, got, found, room, flags);
                }
                if ((flags & IPC_NOWAIT) != 0) {
                    return -ENOMSG;
                }
                waiting = new MessageQueue.Receiver(task, choice, operand, cut ? Long.MAX_VALUE : room);
                queue.await(waiting);
            } finally {
                queue.lock.unlock();
            }
            why = task.waiter().await(Waiter.FOREVER);
        }
    }

    private static long take(Task task, MessageQueue queue, Message[] got, Message found, long room, int flags) {
        if (found.bytes().length > room) {
            if ((flags & MSG_NOERROR) == 0) {
                return -E2BIG;
            }
            if ((flags & MSG_COPY) != 0) {
                return -EINVAL;
            }
        }
        got[0] = found;
        if ((flags & MSG_COPY) == 0) {
            queue.take(task, found);
        }
        return 0;
    }

    /** A message that cannot be written to the caller's memory is lost. */
    private static long deliver(Task task, Message message, long address, long room) {
        int length = (int) Math.min(room, message.bytes().length);
        task.memory().putLong(address, message.type());
        int written = task.memory().write(address + TYPE_BYTES, message.bytes(), 0, length);
        return written == length ? length : -EFAULT;
    }

    @Override
    @Support(FULL)
    public long msgctl(Task task, int msqid, int op, long buf) {
        return new MessageQueueControl(state.messages()).control(task, msqid, op, buf);
    }
}
