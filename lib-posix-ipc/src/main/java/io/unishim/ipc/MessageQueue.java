package io.unishim.ipc;

import static io.unishim.abi.Errnos.E2BIG;

import io.unishim.struct.MsqidDs;
import io.unishim.task.Task;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A queue of messages, and who waits for one or for room, in the order they came. All under its lock. */
final class MessageQueue extends IpcObject {
    private final ArrayDeque<Message> messages = new ArrayDeque<>();
    private final Set<Receiver> receivers = new LinkedHashSet<>();
    private final Set<Sender> senders = new LinkedHashSet<>();
    private long bytes;
    private long most = MessageQueues.MSGMNB;
    private long sent;
    private long received;
    private int lastSender;
    private int lastReceiver;

    MessageQueue(Task maker, int key, int flags) {
        super(maker, key, flags);
    }

    /** Who waits for room. */
    static final class Sender {
        private final Task task;
        private final long length;

        Sender(Task task, long length) {
            this.task = task;
            this.length = length;
        }
    }

    /** Who waits for a message; whoever sends one that suits hands it over. */
    static final class Receiver {
        private final Task task;
        private final MessageChoice choice;
        private final long operand;
        private final long room;
        private @Nullable Message message;
        private boolean over;
        private long failure;

        /** @param room most bytes of a message, without limit if it may be cut off */
        Receiver(Task task, MessageChoice choice, long operand, long room) {
            this.task = task;
            this.choice = choice;
            this.operand = operand;
            this.room = room;
        }

        boolean isOver() {
            return over;
        }

        /** @return what was handed over, or null; then {@link #failure} tells why, and 0 that it has to look again */
        @Nullable
        Message message() {
            return message;
        }

        long failure() {
            return failure;
        }

        private void end(@Nullable Message given, long why) {
            message = given;
            failure = why;
            over = true;
            task.waiter().wake(0);
        }
    }

    /** As the kernel has it: no more messages than bytes, so that empty ones come to an end. */
    boolean hasRoom(long length) {
        return bytes + length <= most && messages.size() + 1 <= most;
    }

    void await(Sender sender) {
        senders.add(sender);
    }

    void giveUp(Sender sender) {
        senders.remove(sender);
    }

    void await(Receiver receiver) {
        receivers.add(receiver);
    }

    void giveUp(Receiver receiver) {
        receivers.remove(receiver);
    }

    void send(Task task, Message message) {
        lastSender = task.process().pid();
        sent = now(task);
        if (!hand(message)) {
            messages.add(message);
            bytes += message.bytes().length;
        }
    }

    /** @return whether someone waited for it; those who wait for it with too little room are told that */
    private boolean hand(Message message) {
        for (Iterator<Receiver> each = receivers.iterator(); each.hasNext(); ) {
            Receiver next = each.next();
            if (!next.choice.suits(next.operand, message)) {
                continue;
            }
            each.remove();
            if (message.bytes().length <= next.room) {
                receivedBy(next.task);
                next.end(message, 0);
                return true;
            }
            next.end(null, -E2BIG);
        }
        return false;
    }

    private void receivedBy(Task task) {
        lastReceiver = task.process().pid();
        received = now(task);
    }

    /** @return the message that is meant, still in the queue, or null */
    @Nullable
    Message find(MessageChoice choice, long operand) {
        Message best = null;
        long place = 0;
        long limit = operand;
        for (Message each : messages) {
            if (choice == MessageChoice.AT_PLACE) {
                if (place == operand) {
                    return each;
                }
                place++;
            } else if (choice.suits(limit, each)) {
                best = each;
                if (choice != MessageChoice.LOWEST || each.type() == 1) {
                    return each;
                }
                limit = each.type() - 1;
            }
        }
        return best;
    }

    void take(Task task, Message message) {
        messages.removeIf(each -> each == message);
        bytes -= message.bytes().length;
        receivedBy(task);
        wakeSenders(false);
    }

    /** @param all also those whose message finds no room */
    private void wakeSenders(boolean all) {
        for (Sender each : senders) {
            if (all || hasRoom(each.length)) {
                each.task.waiter().wake(0);
            }
        }
    }

    long most() {
        return most;
    }

    /** IPC_SET changed who may do what and how many bytes there may be: all look again. */
    void reconfigured(long newMost) {
        most = newMost;
        receivers.forEach(each -> each.end(null, 0));
        receivers.clear();
        wakeSenders(true);
    }

    @Override
    void remove() {
        super.remove();
        receivers.forEach(each -> each.end(null, 0));
        receivers.clear();
        wakeSenders(true);
    }

    int count() {
        return messages.size();
    }

    long bytes() {
        return bytes;
    }

    MsqidDs told() {
        return new MsqidDs(perm(), sent, received, changed(), bytes, messages.size(), most, lastSender, lastReceiver);
    }
}
