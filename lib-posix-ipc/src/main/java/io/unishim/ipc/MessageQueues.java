package io.unishim.ipc;

import io.unishim.struct.Msginfo;
import io.unishim.task.Task;
import java.util.function.ToLongFunction;

/** All queues of a shim, and how large they may be (man 2 msgget, "Message queue limits"): the defaults of Linux. */
final class MessageQueues {
    static final int MSGMNI = 32_000;
    static final int MSGMAX = 8192;
    static final int MSGMNB = 16_384;

    // Of no meaning, as the man page says.
    private static final int MSGSSZ = 16;
    private static final int MSGPOOL = MSGMNI * MSGMNB / 1024;
    private static final int MSGSEG = 0xffff;

    private final IpcIds<MessageQueue> ids = new IpcIds<>(MSGMNI);

    IpcIds<MessageQueue> ids() {
        return ids;
    }

    long get(Task task, int key, int flags) {
        return ids.get(task, key, flags, found -> 0, 0, () -> new MessageQueue(task, key, flags));
    }

    /** @param use whether for MSG_INFO, which tells how many there are in three places */
    Msginfo info(boolean use) {
        return new Msginfo(
                use ? ids.count() : MSGPOOL,
                use ? (int) sum(MessageQueue::count) : MSGMNB,
                MSGMAX,
                MSGMNB,
                MSGMNI,
                MSGSSZ,
                use ? (int) sum(MessageQueue::bytes) : MSGMNB,
                (short) MSGSEG);
    }

    private long sum(ToLongFunction<MessageQueue> what) {
        long sum = 0;
        for (MessageQueue each : ids.all()) {
            each.lock.lock();
            try {
                sum += what.applyAsLong(each);
            } finally {
                each.lock.unlock();
            }
        }
        return sum;
    }
}
