package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EMSGSIZE;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Socket.MSG_PEEK;
import static io.unishim.abi.Socket.MSG_TRUNC;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;

/** Sending and receiving whole messages, as SOCK_DGRAM and SOCK_SEQPACKET have in common. */
final class UnixPackets {
    /** Linux's net.unix.max_dgram_qlen: how many messages an inbox takes from others than its own other end. */
    private static final int HEADER = 32;

    private UnixPackets() {}

    /** @return 0, or why the sender can send nothing of that length */
    static long check(UnixSocket sender, long length) {
        if (length > sender.options().sendBuffer - HEADER) {
            return -EMSGSIZE;
        }
        if (sender.inbox.error != 0) {
            return -sender.inbox.takeError();
        }
        return sender.inbox.isShut(UnixInbox.SEND) ? -EPIPE : 0;
    }

    /** @return the message's bytes. @param from checked. @throws MemoryFault if one of them cannot be read */
    static byte[] read(UserBuffer from) {
        byte[] bytes = new byte[(int) from.length()];
        if (bytes.length != 0 && from.get(0, bytes, 0, bytes.length) != bytes.length) {
            throw MemoryFault.FAULT;
        }
        return bytes;
    }

    static long send(Task task, boolean wait, UnixSocket sender, UnixSocket other, byte[] bytes, Outgoing out) {
        UnixMessage message = new UnixMessage(task, sender, bytes, out);
        long result = put(sender, other, message);
        if (result == -EAGAIN && wait) {
            // Who takes a message of ours wakes us, and so does a receiver whose queue was full.
            result = Socket.await(
                    task,
                    full(sender, other) ? other.inbox.room : sender.waitQueue(),
                    sender.options().sendTimeout,
                    () -> put(sender, other, message));
        }
        if (result != 0) {
            message.drop();
            return result;
        }
        other.wake(UnixSocket.READABLE);
        return bytes.length;
    }

    /** @return whether so much waits that others than the receiver's own other end wait too */
    static boolean full(UnixSocket sender, UnixSocket other) {
        return other.peer != sender
                && other.inbox.messages.size()
                        > sender.family.names().settings().datagramsQueued.value();
    }

    private static long put(UnixSocket sender, UnixSocket other, UnixMessage message) {
        if (sender.inbox.isShut(UnixInbox.SEND)) {
            return -EPIPE;
        }
        if (sender.outstanding.get() != 0
                && sender.outstanding.get() + message.bytes.length > sender.options().sendBuffer) {
            return -EAGAIN;
        }
        other.inbox.lock.lock();
        try {
            if (other.inbox.closed) {
                return other.gone();
            }
            if (other.inbox.isShut(UnixInbox.RECEIVE)) {
                return -EPIPE;
            }
            if (full(sender, other)) {
                return -EAGAIN;
            }
            if (message.rights != null && !other.options().passRights) {
                return -EPERM;
            }
            if (TimeStamps.wanted(other.options())) {
                message.time = sender.family.time().realtimeNanos();
            }
            sender.outstanding.addAndGet(message.bytes.length);
            other.inbox.messages.addLast(message);
            other.inbox.bytes += message.bytes.length;
            return 0;
        } finally {
            other.inbox.lock.unlock();
        }
    }

    static long receive(Task task, boolean wait, UnixSocket socket, UserBuffer into, Incoming in) {
        long result = take(socket, into, in);
        if (result == -EAGAIN && wait) {
            result = Socket.await(task, socket.waitQueue(), socket.options().receiveTimeout, () -> {
                long taken = take(socket, into, in);
                return taken == -EAGAIN && socket.inbox.isShut(UnixInbox.RECEIVE) ? 0 : taken;
            });
        }
        return result;
    }

    private static long take(UnixSocket socket, UserBuffer into, Incoming in) {
        UnixInbox inbox = socket.inbox;
        UnixMessage message;
        inbox.lock.lock();
        try {
            if (inbox.error != 0) {
                return -inbox.takeError();
            }
            if (in.has(MSG_PEEK)) {
                int[] skip = new int[1];
                message = PeekOffset.find(
                        inbox.messages, each -> each.bytes.length, each -> each.peekedEmpty, socket.options(), skip);
                if (message == null) {
                    return -EAGAIN;
                }
                message.peekedEmpty = message.bytes.length == 0;
                return peek(socket, message, skip[0], into, in);
            }
            message = inbox.messages.poll();
            if (message == null) {
                return -EAGAIN;
            }
            inbox.bytes -= message.bytes.length;
            message.giveRights(in, false);
        } finally {
            inbox.lock.unlock();
        }
        PeekOffset.move(socket.options(), false, message.bytes.length);
        message.sender.received(message.bytes.length);
        inbox.feed();
        return copy(socket, into, message, 0, in);
    }

    private static long peek(UnixSocket socket, UnixMessage message, int skip, UserBuffer into, Incoming in) {
        message.giveRights(in, true);
        long result = copy(socket, into, message, skip, in);
        PeekOffset.move(socket.options(), true, Math.min(result, into.length()));
        return result;
    }

    private static long copy(UnixSocket socket, UserBuffer into, UnixMessage message, int skip, Incoming in) {
        SocketOptions options = socket.options();
        in.credentials = message.credentials;
        in.pidfd = options.passPidfd;
        in.from = message.sender.name == null ? null : message.sender.name();
        int length = message.bytes.length - skip;
        int count = (int) Math.min(length, into.length());
        if (count != 0 && into.put(0, message.bytes, skip, count) != count) {
            throw MemoryFault.FAULT;
        }
        if (TimeStamps.wanted(options)) {
            TimeStamps.tell(options, message.time == 0 ? socket.family.time().realtimeNanos() : message.time, in);
        }
        if (count < length) {
            in.resultFlags |= MSG_TRUNC;
        }
        return in.has(MSG_TRUNC) ? length : count;
    }
}
