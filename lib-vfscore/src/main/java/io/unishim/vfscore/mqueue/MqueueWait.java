package io.unishim.vfscore.mqueue;

import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** A task that wants to send or receive; whoever makes it possible does it for the task, under the queue's lock. */
final class MqueueWait {
    private static final byte[] NOTHING = {};

    private final Task task;
    private int priority;
    private byte @Nullable [] message;
    private boolean over;
    private long result;

    /** @param message what is sent; null to receive */
    MqueueWait(Task task, int priority, byte @Nullable [] message) {
        this.task = task;
        this.priority = priority;
        this.message = message;
    }

    int priority() {
        return priority;
    }

    byte[] message() {
        byte[] known = message;
        return known == null ? NOTHING : known;
    }

    boolean isOver() {
        return over;
    }

    /** @return 0 with a message, or a negative errno */
    long result() {
        return result;
    }

    MqueueWait failed(long why) {
        result = why;
        return this;
    }

    void end(int newPriority, byte[] newMessage) {
        priority = newPriority;
        message = newMessage;
        over = true;
        task.waiter().wake(0);
    }
}
