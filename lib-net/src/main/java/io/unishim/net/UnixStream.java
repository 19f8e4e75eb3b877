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

    private final UnixBytes bytes = new UnixBytes(this);

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
            room = awaitRoom(task, other);
        }
        if (room < 0) {
            return room;
        }
        int count = (int) Math.min(length - at, room);
        return count < Blocks.SMALLEST
                ? sendShort(task, from, at, count, other, out)
                : sendLong(task, from, at, count, other, out);
    }

    private long awaitRoom(Task task, UnixSocket other) {
        long timeout = options().sendTimeout;
        long deadline = timeout == 0 ? Waiter.FOREVER : family.time().monotonicNanos() + timeout;
        Waiter waiter = task.waiter();
        waitQueue().add(waiter);
        try {
            long room;
            while ((room = room(other)) == -EAGAIN) {
                int why = pauseServing(waiter, deadline, other.inbox.pending);
                if (why != 0) {
                    return why;
                }
                if (other.inbox.pending.called() && other instanceof UnixStream stream) {
                    stream.serve();
                }
            }
            return room;
        } finally {
            waitQueue().remove(waiter);
        }
    }

    /** Has the receive that waits get what there is. */
    private void serve() {
        inbox.pending.lockToServe();
        try {
            long unused = inbox.pending.serve(bytes);
        } finally {
            bytes.unlock();
        }
        wake(READABLE);
    }

    /** What is long is brought in without the lock. */
    private long sendLong(Task task, UserBuffer from, long at, int count, UnixSocket other, Outgoing out) {
        byte[] piece = family.pieces().take(Blocks.sizeFor(count));
        if (!copied(from, at, piece, count)) {
            family.pieces().give(piece);
            return -EFAULT;
        }
        other.inbox.pending.lockToServe();
        try {
            long wrong = refused(other, out);
            if (wrong != 0) {
                family.pieces().give(piece);
                return wrong;
            }
            UnixMessage used = other.inbox.used();
            append(message(used, task, piece, count, out), other, out);
        } finally {
            unlock(other);
        }
        other.wake(READABLE);
        return count;
    }

    /** @param used one that nobody needs any more, or null */
    private UnixMessage message(@Nullable UnixMessage used, Task task, byte[] piece, int count, Outgoing out) {
        if (used == null) {
            return new UnixMessage(task, this, piece, count, out);
        }
        used.renew(task, this, piece, count, out);
        return used;
    }

    private long sendShort(Task task, UserBuffer from, long at, int count, UnixSocket other, Outgoing out) {
        other.inbox.pending.lockToServe();
        try {
            long wrong = refused(other, out);
            if (wrong != 0) {
                return wrong;
            }
            UnixMessage used = other.inbox.used();
            byte[] piece = used == null ? UnixMessage.room(count) : used.roomFor(count);
            if (!copied(from, at, piece, count)) {
                return -EFAULT;
            }
            append(message(used, task, piece, count, out), other, out);
        } finally {
            unlock(other);
        }
        other.wake(READABLE);
        return count;
    }

    /** Gives the lock of the other's inbox back. */
    private static void unlock(UnixSocket other) {
        if (other instanceof UnixStream stream) {
            stream.bytes.unlock();
        } else {
            other.inbox.lock.unlock();
        }
    }

    /** @return why nothing can be sent, or 0. Hold the lock of the other's inbox */
    private static long refused(UnixSocket other, Outgoing out) {
        if (other.inbox.closed || other.inbox.isShut(UnixInbox.RECEIVE)) {
            out.release();
            return -EPIPE;
        }
        if (out.rights != null && !other.options().passRights) {
            out.release();
            return -EPERM;
        }
        return 0;
    }

    /** Hold the lock of the other's inbox. */
    private void append(UnixMessage message, UnixSocket other, Outgoing out) {
        message.signed = out.credentials != null || asksWho() || other.asksWho() || !other.accepted();
        outstanding.addAndGet(message.size);
        other.inbox.messages.addLast(message);
        other.inbox.bytes += message.size;
        if (other instanceof UnixStream stream) {
            long unused = other.inbox.pending.serve(stream.bytes);
        }
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
    long receive(Task task, boolean wait, UserBuffer into, int flags) {
        long length = Lengths.of(into);
        SocketOptions own = options();
        if (flags == 0 && length > 0 && own.receiveLowMark <= 1 && connected() && !asksWho() && overHost() == null) {
            long result = bytes.receive(task, wait, into, (int) Math.min(length, Integer.MAX_VALUE));
            if (result != UnixBytes.MORE_THAN_BYTES) {
                if (result > 0) {
                    PeekOffset.move(own, false, result);
                }
                return result;
            }
        }
        return super.receive(task, wait, into, flags);
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
        /** Who sent what came last, once something did. */
        private int @Nullable [] lastCredentials;

        private boolean lastSigned;

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
                    int[] before = lastCredentials;
                    if (before != null && asksWho() && !message.sameSender(before, lastSigned)) {
                        ended = true;
                        break;
                    }
                    lastCredentials = message.credentials;
                    lastSigned = message.signed;
                    take(message, (int) skipped, peek);
                    ended |= length == 0;
                    skipped = 0;
                }
                return done;
            } finally {
                bytes.unlock();
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
                bytes.took(message, moved);
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
