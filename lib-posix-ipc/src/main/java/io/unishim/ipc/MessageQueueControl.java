package io.unishim.ipc;

import static io.unishim.abi.Capabilities.CAP_SYS_RESOURCE;
import static io.unishim.abi.Errnos.EIDRM;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Ipc.IPC_INFO;
import static io.unishim.abi.Ipc.IPC_RMID;
import static io.unishim.abi.Ipc.IPC_SET;
import static io.unishim.abi.Ipc.IPC_STAT;
import static io.unishim.abi.Ipc.MSG_INFO;
import static io.unishim.abi.Ipc.MSG_STAT;
import static io.unishim.abi.Ipc.MSG_STAT_ANY;

import io.unishim.struct.Msginfo;
import io.unishim.struct.MsqidDs;
import io.unishim.task.Credentials;
import io.unishim.task.Task;

/** {@code msgctl(2)}. */
final class MessageQueueControl {
    private final MessageQueues queues;

    MessageQueueControl(MessageQueues queues) {
        this.queues = queues;
    }

    long control(Task task, int id, int op, long address) {
        if (id < 0 || op < 0) {
            return -EINVAL;
        }
        return switch (op) {
            case IPC_INFO, MSG_INFO -> {
                task.arguments().ref(0, Msginfo.LAYOUT, address).set(queues.info(op == MSG_INFO));
                yield queues.ids().highest();
            }
            case IPC_STAT, MSG_STAT, MSG_STAT_ANY -> stat(task, id, op, address);
            case IPC_SET -> {
                MsqidDs wanted =
                        task.arguments().ref(0, MsqidDs.LAYOUT, address).get();
                yield under(id, queue -> set(task, queue, wanted));
            }
            case IPC_RMID ->
                under(id, queue -> {
                    long denied = queue.control(task);
                    if (denied == 0) {
                        queues.ids().remove(queue);
                        queue.remove();
                    }
                    return denied;
                });
            default -> -EINVAL;
        };
    }

    private interface Work {
        long on(MessageQueue queue);
    }

    private long under(int id, Work work) {
        MessageQueue queue = queues.ids().at(id);
        long problem = IpcIds.problem(queue, id);
        if (problem != 0 || queue == null) {
            return problem;
        }
        queue.lock.lock();
        try {
            return queue.removed() ? -EIDRM : work.on(queue);
        } finally {
            queue.lock.unlock();
        }
    }

    private long stat(Task task, int id, int op, long address) {
        MessageQueue there = queues.ids().at(id);
        int meant = op == IPC_STAT || there == null ? id : there.id();
        MsqidDs[] told = new MsqidDs[1];
        long result = under(meant, queue -> {
            long denied = op == MSG_STAT_ANY ? 0 : queue.permission(task, IpcObject.READ);
            told[0] = queue.told();
            return denied != 0 || op == IPC_STAT ? denied : queue.id();
        });
        if (result >= 0) {
            task.arguments().ref(0, MsqidDs.LAYOUT, address).set(told[0]);
        }
        return result;
    }

    private static long set(Task task, MessageQueue queue, MsqidDs wanted) {
        long denied = queue.control(task);
        if (denied != 0) {
            return denied;
        }
        if (Long.compareUnsigned(wanted.qbytes(), MessageQueues.MSGMNB) > 0
                && !Credentials.of(task).hasCapability(CAP_SYS_RESOURCE)) {
            return -EPERM;
        }
        long problem = queue.set(task, wanted.perm());
        if (problem == 0) {
            queue.reconfigured(wanted.qbytes());
        }
        return problem;
    }
}
