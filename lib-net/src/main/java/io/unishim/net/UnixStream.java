package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EISCONN;
import static io.unishim.abi.Errnos.ENOTCONN;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Socket.MSG_OOB;
import static io.unishim.abi.Socket.MSG_PEEK;
import static io.unishim.abi.Socket.MSG_WAITALL;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static io.unishim.abi.Socket.SOL_SOCKET;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.task.Waiter;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** SOCK_STREAM of AF_UNIX: bytes in order, in pieces as they were sent, which receivers do not see. */
final class UnixStream extends UnixConnected {
    /** What Linux puts into one piece: it is what a bad address in a long buffer leaves sent. */
    private static final int PIECE = 36_544;

    /** Nothing but bytes, which is what most sends are; nobody changes it. */
    private final Outgoing plain = new Outgoing(0);

    UnixStream(UnixFamily family) {
        super(family, SOCK_STREAM);
    }

    @Override
    long send(Task task, boolean wait, UserBuffer from, int flags) {
        return send(task, wait, from, flags == 0 ? plain : new Outgoing(flags));
    }

    @Override
    long send(Task task, boolean wait, UserBuffer from, Outgoing out) {
        if (out.has(MSG_OOB)) {
            return -EOPNOTSUPP;
        }
        if (out.to != null) {
            return connected() ? -EISCONN : -EOPNOTSUPP;
        }
        UnixHost side = overHost();
        if (side != null) {
            // What a shim's descriptor stands for means nothing to the host.
            return out.rights != null ? -EOPNOTSUPP : side.send(task, wait, from, out.flags);
        }
        UnixSocket other = peer;
        if (other == null) {
            return -ENOTCONN;
        }
        if (inbox.isShut(UnixInbox.SEND)) {
            return family.brokenPipe().of(task, out.flags);
        }
        long length = Lengths.of(from);
        long sent = 0;
        while (sent < length) {
            long piece = sendPiece(task, wait, from, sent, length, other, out);
            if (piece < 0) {
                if (sent != 0) {
                    return sent;
                }
                return piece == -EPIPE ? family.brokenPipe().of(task, out.flags) : piece;
            }
            sent += piece;
        }
        return sent;
    }

    private long sendPiece(
            Task task, boolean wait, UserBuffer from, long at, long length, UnixSocket other, Outgoing out) {
        long room = room(other);
        if (room == -EAGAIN && wait) {
            room = await(task, waitQueue(), options().sendTimeout, () -> room(other));
        }
        if (room < 0) {
            return room;
        }
        int count = (int) Math.min(length - at, room);
        byte[] bytes =
                count < Blocks.SMALLEST ? new byte[count] : family.pieces().take(Blocks.sizeFor(count));
        if (!copied(from, at, bytes, count)) {
            return -EFAULT;
        }
        UnixMessage message = new UnixMessage(task, this, bytes, count, out);
        message.signed = out.credentials != null || asksWho() || other.asksWho() || !other.accepted();
        other.inbox.lock.lock();
        try {
            if (other.inbox.closed || other.inbox.isShut(UnixInbox.RECEIVE)) {
                message.drop();
                return -EPIPE;
            }
            if (message.rights != null && !other.options().passRights) {
                message.drop();
                return -EPERM;
            }
            outstanding.addAndGet(count);
            other.inbox.messages.addLast(message);
            other.inbox.bytes += count;
        } finally {
            other.inbox.lock.unlock();
        }
        other.wake(READABLE);
        return count;
    }

    /** As Linux: a piece goes whole or not at all. */
    private static boolean copied(UserBuffer from, long at, byte[] bytes, int count) {
        try {
            return from.get(at, bytes, 0, count) == count;
        } catch (MemoryFault fault) {
            return false;
        }
    }

    /** @return how many bytes may be sent in one piece now, or {@code -EAGAIN}, {@code -EPIPE} */
    private long room(UnixSocket other) {
        if (inbox.isShut(UnixInbox.SEND) || other.inbox.closed || other.inbox.isShut(UnixInbox.RECEIVE)) {
            return -EPIPE;
        }
        int buffer = options().sendBuffer;
        return outstanding.get() >= buffer ? -EAGAIN : Math.min(Math.max((buffer >> 1) - 64, 1), PIECE);
    }

    @Override
    long receive(Task task, boolean wait, UserBuffer into, Incoming in) {
        if (in.has(MSG_OOB)) {
            return -EINVAL;
        }
        if (!connected()) {
            return -EINVAL;
        }
        UnixHost side = overHost();
        if (side != null) {
            return side.receive(task, wait, into, in.flags);
        }
        long length = Lengths.of(into);
        // As Linux: a receive of nothing waits for something all the same.
        long target = Math.max(in.has(MSG_WAITALL) ? length : Math.min(options().receiveLowMark, length), 1);
        Take take = new Take(into, in, length);
        long result = receive(task, wait, take, target);
        if (result >= 0) {
            PeekOffset.move(options(), in.has(MSG_PEEK), result);
            if (options().tellsRest) {
                in.add(SOL_SOCKET, RareOptions.SO_INQ, OptionCalls.ints((int) readableBytes()));
            }
        }
        return result;
    }

    private long receive(Task task, boolean wait, Take take, long target) {
        long result = take.some();
        while (result >= 0 && result < target && !take.ended) {
            // Ends by what came, by the end of the stream, or as a call that may not wait.
            long why = wait ? awaitBytes(task, take) : take.more();
            if (why < 0) {
                if (take.done != 0) {
                    break;
                }
                return why;
            }
            result = take.done;
        }
        return take.done;
    }

    /** What is read makes room for this end's other bytes: nothing to wake a reader for. */
    private long awaitBytes(Task task, Take take) {
        Waiter waiter = task.waiter();
        waiter.ignore(WRITABLE);
        try {
            return await(task, waitQueue(), options().receiveTimeout, take::more);
        } finally {
            waiter.ignore(0);
        }
    }

    /** One receive under way. */
    private final class Take {
        private final UserBuffer into;
        private final Incoming in;
        private final long length;
        private @Nullable UnixMessage last;
        /** How many bytes a peek skips. */
        private final int offset;

        long done;
        boolean ended;

        Take(UserBuffer into, Incoming in, long length) {
            this.into = into;
            this.in = in;
            this.length = length;
            this.offset = in.has(MSG_PEEK) ? PeekOffset.of(options()) : 0;
        }

        /** Takes what there is. @return the bytes so far, or {@code -EAGAIN} if there was nothing more, or an errno */
        long more() {
            long before = done;
            some();
            if (done > before || ended) {
                return done;
            }
            inbox.lock.lock();
            try {
                if (inbox.bytes > (in.has(MSG_PEEK) ? offset + done : 0)) {
                    return done;
                }
                if (inbox.error != 0) {
                    return -inbox.takeError();
                }
                ended = inbox.isShut(UnixInbox.RECEIVE);
                return ended ? done : -EAGAIN;
            } finally {
                inbox.lock.unlock();
            }
        }

        long some() {
            boolean peek = in.has(MSG_PEEK);
            inbox.lock.lock();
            try {
                Iterator<UnixMessage> each = peek ? inbox.messages.iterator() : null;
                long skipped = peek ? offset + done : 0;
                while ((done < length || length == 0) && !ended) {
                    UnixMessage message =
                            each == null ? inbox.messages.peekFirst() : each.hasNext() ? each.next() : null;
                    if (message == null) {
                        break;
                    }
                    if (skipped >= message.left()) {
                        skipped -= message.left();
                        continue;
                    }
                    UnixMessage before = last;
                    if (before != null && asksWho() && !before.sameSender(message)) {
                        ended = true;
                        break;
                    }
                    last = message;
                    take(message, (int) skipped, peek);
                    ended |= length == 0;
                    skipped = 0;
                    if (!peek && message.left() == 0) {
                        inbox.messages.pollFirst();
                        if (message.bytes.length >= Blocks.SMALLEST) {
                            family.pieces().give(message.bytes);
                        }
                    }
                }
                return done;
            } finally {
                inbox.lock.unlock();
            }
        }

        private void take(UnixMessage message, int skip, boolean peek) {
            int count = (int) Math.min(message.left() - skip, length - done);
            int moved;
            try {
                moved = into.put(done, message.bytes, message.start + skip, count);
            } catch (MemoryFault fault) {
                if (done == 0) {
                    throw fault;
                }
                moved = 0;
            }
            in.credentials = message.credentials;
            in.pidfd = options().passPidfd;
            in.from = message.sender.name == null ? null : message.sender.name();
            ended |= message.rights != null || moved < count;
            message.giveRights(in, peek);
            done += moved;
            if (!peek) {
                message.start += moved;
                inbox.bytes -= moved;
                if (message.left() == 0) {
                    message.sender.received(message.size);
                }
            }
        }
    }

    @Override
    long readableBytes() {
        inbox.lock.lock();
        try {
            return inbox.bytes;
        } finally {
            inbox.lock.unlock();
        }
    }
}
