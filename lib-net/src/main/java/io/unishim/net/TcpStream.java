package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ECONNRESET;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOTCONN;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Ioctls.SIOCATMARK;
import static io.unishim.abi.Ioctls.SIOCOUTQ;
import static io.unishim.abi.Ioctls.SIOCOUTQNSD;
import static io.unishim.abi.Poll.POLLPRI;
import static io.unishim.abi.Socket.MSG_FASTOPEN;
import static io.unishim.abi.Socket.MSG_OOB;
import static io.unishim.abi.Socket.MSG_PEEK;
import static io.unishim.abi.Socket.MSG_TRUNC;
import static io.unishim.abi.Socket.MSG_WAITALL;
import static io.unishim.abi.Socket.SOL_TCP;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.task.Waiter;
import org.jspecify.annotations.Nullable;

/** What goes through a TCP socket: bytes, and urgent data as man 7 tcp has it. */
final class TcpStream {
    private static final long RESET = Long.MIN_VALUE;
    /** What a direction holds unless SO_SNDBUF and SO_RCVBUF say otherwise, where Linux tunes itself. */
    private static final int USUAL = 131_072;

    private final TcpSocket socket;

    /** Where the next byte to read and to receive stands in the stream. Guarded by the lock of the connection. */
    private long readAt;

    private long receivedAt;

    /** When the last byte came, if somebody asks for it: nanoseconds since 1970. */
    private volatile long receivedTime;

    /** Where the urgent byte stands, -1 for nowhere. */
    private volatile long urgentAt = -1;

    private byte urgentByte;
    private volatile boolean urgentUnread;

    /** Whether somebody who wants to send must be told of room. */
    private volatile boolean starved;

    TcpStream(TcpSocket socket) {
        this.socket = socket;
    }

    /** @return how many bytes have come so far */
    long received() {
        socket.lock.lock();
        try {
            return receivedAt;
        } finally {
            socket.lock.unlock();
        }
    }

    /** @return how many more bytes may come before something is read */
    int room() {
        return Math.max(limit() - socket.in.available(), 0);
    }

    // Sending.

    long send(Task task, boolean wait, UserBuffer from, int flags) {
        if ((flags & MSG_FASTOPEN) != 0) {
            return -EOPNOTSUPP;
        }
        long length = Lengths.of(from);
        long sent = 0;
        do {
            long step = put(from, sent, length, flags);
            if (step == -EAGAIN && wait) {
                long at = sent;
                step = Socket.await(
                        task, socket.waitQueue(), socket.options().sendTimeout, () -> put(from, at, length, flags));
            }
            if (step < 0) {
                return sent != 0
                        ? sent
                        : step == -EPIPE ? socket.stack.brokenPipe().of(task, flags) : step;
            }
            if (step == 0 && length != 0) {
                return sent == 0 ? -EFAULT : sent;
            }
            sent += step;
        } while (sent < length);
        return sent;
    }

    /** Sends what there is room for. @return the bytes, {@code -EAGAIN} for none, or an errno; 0 for a bad address */
    long put(UserBuffer from, long at, long length, int flags) {
        TcpSocket other;
        long result;
        socket.lock.lock();
        try {
            int error = socket.error;
            if (error != 0) {
                socket.error = 0;
                return -error;
            }
            int state = socket.state;
            if (state == TcpState.SYN_SENT) {
                return -EAGAIN;
            }
            other = socket.peer;
            boolean open = state == TcpState.ESTABLISHED || state == TcpState.CLOSE_WAIT;
            if ((socket.shutdown & InetSocket.SEND) != 0 || !open || other == null) {
                return -EPIPE;
            }
            boolean over = other.shutdown == InetSocket.BOTH && other.state == TcpState.FIN_WAIT2;
            boolean refused = other.orphan || over || other.state == TcpState.CLOSE;
            result = refused && length > 0 ? RESET : other.stream.arrive(from, at, length, flags);
            if (result == 0 && at < length && full(other)) {
                starved = true;
                return -EAGAIN;
            }
        } finally {
            socket.lock.unlock();
        }
        if (result == RESET) {
            broken(other);
            other.stream.urgentUnread |= (flags & MSG_OOB) != 0; // as Linux: seen before the rest is refused
            // As Linux: what the buffer takes was sent before the other end answered.
            return Math.min(length - at, USUAL);
        }
        if (result > 0) {
            other.wake(InetSocket.READABLE);
            if ((flags & MSG_OOB) != 0 && at + result == length) {
                other.waitQueue().wakeAll(POLLPRI); // by itself: whoever owns the socket gets SIGURG
            }
        }
        return result;
    }

    /** What was sent came to a socket that takes nothing: it answers by a reset. */
    private void broken(TcpSocket other) {
        socket.stack.lock().lock();
        try {
            if (!other.orphan && other.state != TcpState.CLOSE) {
                other.error = ECONNRESET;
            }
            other.ending.reset();
            other.wake(0);
        } finally {
            socket.stack.lock().unlock();
        }
    }

    private long arrive(UserBuffer from, long at, long length, int flags) {
        int moved = 0;
        try {
            moved = socket.in.write(from, at, length - at, limit());
        } catch (MemoryFault fault) {
            if (at == 0) {
                throw fault;
            }
        }
        receivedAt += moved;
        if (moved > 0 && TimeStamps.wanted(socket.options())) {
            receivedTime = socket.stack.time().realtimeNanos();
        }
        if ((flags & MSG_OOB) != 0 && at + moved == length && moved > 0) {
            urgentAt = receivedAt - 1;
            urgentByte = socket.in.peek(socket.in.available() - 1);
            urgentUnread = true;
        }
        return moved;
    }

    /** @return how many bytes may wait to be read here */
    private int limit() {
        SocketOptions own = socket.options();
        TcpSocket other = socket.peer;
        int receive = own.receiveBufferSet ? own.receiveBuffer : USUAL;
        int send = other != null && other.options().sendBufferSet ? other.options().sendBuffer : USUAL;
        return (int) Math.min((long) receive + send, 1 << 24);
    }

    private static boolean full(TcpSocket other) {
        return other.in.available() >= other.stream.limit();
    }

    /** As Linux: there is more than a third of room. */
    boolean writable() {
        TcpSocket other = socket.peer;
        if (other == null || hasRoom(other)) {
            return true;
        }
        starved = true;
        return hasRoom(other);
    }

    private static boolean hasRoom(TcpSocket other) {
        return other.in.available() * 3L <= other.stream.limit() * 2L;
    }

    // Receiving.

    long receive(Task task, boolean wait, UserBuffer into, int flags, @Nullable Incoming in) {
        long result = receiveBytes(task, wait, into, flags, in);
        if (result > 0 && (flags & MSG_OOB) == 0) {
            PeekOffset.move(socket.options(), (flags & MSG_PEEK) != 0, result);
            if (in != null && TimeStamps.wanted(socket.options())) {
                TimeStamps.tell(socket.options(), receivedTime, in);
            }
        }
        if (result >= 0 && in != null && socket.inet.tellsRest) {
            in.add(SOL_TCP, RareOptions.TCP_CM_INQ, OptionCalls.ints(rest()));
        }
        return result;
    }

    private long receiveBytes(Task task, boolean wait, UserBuffer into, int flags, @Nullable Incoming in) {
        if (socket.state == TcpState.LISTEN) {
            return -ENOTCONN;
        }
        if ((flags & MSG_OOB) != 0) {
            return urgent(into, flags, in);
        }
        long length = Lengths.of(into);
        long target = (flags & MSG_WAITALL) != 0 ? length : Math.min(socket.options().receiveLowMark, length);
        long got = take(into, 0, length, flags);
        while (got == -EAGAIN && wait || got > 0 && got < target) {
            long before = Math.max(got, 0);
            boolean ends = before > 0 && (!wait || socket.error != 0 || (socket.shutdown & InetSocket.RECEIVE) != 0);
            if (ends) {
                return before;
            }
            long more = awaitBytes(task, into, before, length, flags);
            if (more <= 0) {
                return before > 0 ? before : more;
            }
            got = before + more;
        }
        return got;
    }

    /** As {@link Socket#await}, without an object for what is tried: a server waits so for each request. */
    private long awaitBytes(Task task, UserBuffer into, long before, long length, int flags) {
        long timeout = socket.options().receiveTimeout;
        Waiter waiter = task.waiter();
        long deadline = timeout == 0 ? Waiter.FOREVER : socket.stack.time().monotonicNanos() + timeout;
        socket.waitQueue().add(waiter);
        try {
            while (true) {
                long result = take(into, before, length, flags);
                int why = result == -EAGAIN ? Socket.pause(waiter, deadline, null) : 0;
                if (result != -EAGAIN || why != 0) {
                    return why != 0 ? why : result;
                }
            }
        } finally {
            socket.waitQueue().remove(waiter);
        }
    }

    /**
     * Takes what there is.
     *
     * @param at how many bytes were taken before, or seen with MSG_PEEK
     * @return the bytes; 0 at the end; {@code -EAGAIN} if there is nothing yet; or an errno
     */
    long take(UserBuffer into, long at, long length, int flags) {
        TcpSocket sender = socket.peer;
        boolean tell;
        long moved;
        socket.lock.lock();
        try {
            moved = length == 0 ? 0 : takeBytes(into, at, length, flags);
            if (moved == 0) {
                return length == 0 && socket.in.available() > 0 ? 0 : ended(at == 0);
            }
            tell = sender != null && sender.stream.starved && hasRoom(socket);
            if (tell && sender != null) {
                sender.stream.starved = false;
            }
        } finally {
            socket.lock.unlock();
        }
        if (tell && sender != null) {
            sender.wake(InetSocket.WRITABLE);
        }
        return moved;
    }

    /** @param first whether nothing was read before, which would be told instead of an error. @return why there is nothing */
    private long ended(boolean first) {
        if (socket.done) {
            return 0;
        }
        int error = socket.error;
        if (error != 0) {
            if (first) {
                socket.error = 0;
            }
            return -error;
        }
        if ((socket.shutdown & InetSocket.RECEIVE) != 0) {
            return 0;
        }
        return socket.state == TcpState.CLOSE ? -ENOTCONN : -EAGAIN;
    }

    private long takeBytes(UserBuffer into, long at, long length, int flags) {
        boolean peek = (flags & MSG_PEEK) != 0;
        int skip = peek ? (int) Math.min(at + PeekOffset.of(socket.options()), socket.in.available()) : 0;
        int count = (int) Math.min(socket.in.available() - skip, length - at);
        long mark = urgentAt - readAt - skip;
        boolean inline = socket.options().outOfBandInline;
        if (urgentAt >= 0 && mark >= 0 && mark < socket.in.available() - skip) {
            if (mark > 0) {
                count = (int) Math.min(count, mark);
            } else if (!inline) {
                return pastMark(into, at, length, flags, skip);
            } else if (at > 0) {
                return 0;
            }
        }
        if (count <= 0) {
            return 0;
        }
        int moved = move(into, at, skip, count, flags);
        if (!peek) {
            consume(moved);
        }
        return moved;
    }

    /** The urgent byte is no part of what is read. */
    private long pastMark(UserBuffer into, long at, long length, int flags, int skip) {
        boolean peek = (flags & MSG_PEEK) != 0;
        if (at > 0) {
            return 0;
        }
        int count = (int) Math.min(socket.in.available() - skip - 1, length - at);
        int moved = count <= 0 ? 0 : move(into, at, skip + 1, count, flags);
        if (!peek) {
            consume(moved + 1);
        }
        return moved;
    }

    private int move(UserBuffer into, long at, int skip, int count, int flags) {
        if ((flags & MSG_TRUNC) != 0) {
            return count; // man 7 tcp: dropped, not copied
        }
        int moved;
        try {
            moved = socket.in.peek(into, at, skip, count);
        } catch (MemoryFault fault) {
            moved = 0;
        }
        if (moved < count && at == 0) {
            throw MemoryFault.FAULT; // as Linux: what cannot be copied whole stays
        }
        return moved < count ? 0 : count;
    }

    private void consume(int count) {
        socket.in.skip(count);
        readAt += count;
        if (urgentAt >= 0 && urgentAt < readAt) {
            urgentAt = -1;
            urgentUnread = false;
        }
    }

    /** What came is dropped. Under the lock of the connection. */
    void forget() {
        readAt = receivedAt;
        urgentAt = -1;
        urgentUnread = false;
    }

    private long urgent(UserBuffer into, int flags, @Nullable Incoming in) {
        socket.lock.lock();
        try {
            if (socket.options().outOfBandInline || urgentAt < 0 || !urgentUnread) {
                return -EINVAL;
            }
            if (socket.state == TcpState.CLOSE && !socket.done) {
                return -ENOTCONN;
            }
            if (in != null) {
                in.resultFlags |= MSG_OOB;
            }
            if (into.length() == 0) {
                return 0;
            }
            into.put(0, new byte[] {urgentByte}, 0, 1);
            if ((flags & MSG_PEEK) == 0) {
                urgentUnread = false;
            }
            return 1;
        } finally {
            socket.lock.unlock();
        }
    }

    /** @return whether the next byte to read is urgent data */
    boolean atMark() {
        return urgentAt >= 0 && urgentAt == readAt;
    }

    boolean urgent() {
        return urgentUnread;
    }

    /** @return whether as much can be read as SO_RCVLOWAT says */
    boolean readable() {
        int available = socket.in.available();
        boolean mark = atMark() && !socket.options().outOfBandInline;
        return available > (mark ? 1 : 0) && available >= socket.options().receiveLowMark;
    }

    /**
     * Tells what was sent and is not acknowledged. Within a shim it is at the other end at once.
     *
     * @param all also what is under way, not only what has not begun to be
     */
    long outgoing(boolean all) {
        Tunnel over = socket.tunnel;
        if (over == null) {
            return 0;
        }
        return over.from(socket).unsent() + (all ? over.unacknowledged(socket) : 0);
    }

    /** @return the answer, an errno, or Long.MIN_VALUE for a request of others */
    long ioctl(int request) {
        boolean listening = socket.state == TcpState.LISTEN;
        switch (request) {
            case FIONREAD -> {
                return listening ? -EINVAL : unread();
            }
            case SIOCOUTQ, SIOCOUTQNSD -> {
                return listening ? -EINVAL : outgoing(request == SIOCOUTQ);
            }
            case SIOCATMARK -> {
                return atMark() ? 1 : 0;
            }
            default -> {
                return Long.MIN_VALUE;
            }
        }
    }

    /** As Linux: past the end there seems to be one more, so that somebody looks. */
    private int rest() {
        int left = socket.in.available();
        return left == 0 && socket.done ? 1 : left;
    }

    private long unread() {
        socket.lock.lock();
        try {
            boolean before = urgentAt >= readAt && !socket.options().outOfBandInline;
            return before ? urgentAt - readAt : socket.in.available();
        } finally {
            socket.lock.unlock();
        }
    }
}
