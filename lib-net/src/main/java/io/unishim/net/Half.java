package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Socket.MSG_NOSIGNAL;
import static io.unishim.abi.Socket.MSG_OOB;
import static io.unishim.abi.Socket.SHUT_WR;
import static io.unishim.abi.Socket.SOL_TCP;
import static io.unishim.abi.TcpOptions.TCP_KEEPCNT;
import static io.unishim.abi.TcpOptions.TCP_KEEPIDLE;
import static io.unishim.abi.TcpOptions.TCP_KEEPINTVL;
import static io.unishim.abi.TcpOptions.TCP_USER_TIMEOUT;

import io.unishim.memory.UserBuffer;
import io.unishim.task.Wakeup;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One direction of a {@link Tunnel}. Only one thread at a time uses it, by {@link Tunnel#go}. */
final class Half {
    private static final int SEGMENT = 65_536;
    private static final int MOST_UNDER_WAY = 1 << 20;
    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1000 * MILLISECOND;
    /** Linux's shortest time after which something is sent again. */
    private static final long AGAIN = 200 * MILLISECOND;
    /** How long Linux sends again before it gives up, by net.ipv4.tcp_retries2. */
    private static final long PATIENCE = 924 * SECOND;

    private enum Kind {
        DATA,
        URGENT,
        END,
        RESET
    }

    /** What is under way. */
    private static final class Segment {
        final Kind kind;
        final byte[] bytes;
        final long arrival;
        int moved;

        Segment(Kind kind, byte[] bytes, long arrival) {
            this.kind = kind;
            this.bytes = bytes;
            this.arrival = arrival;
        }
    }

    private final Tunnel tunnel;
    private final Wire wire;
    private final Line line;
    private final Line back;
    private final Flight flight = new Flight();
    private final TcpSocket from;
    private final TcpSocket to;
    private final Wakeup wakeup;
    private final ArrayDeque<Segment> underWay = new ArrayDeque<>();
    private int bytesUnderWay;
    private long lastArrival;
    private boolean ended;
    private byte[] scratch = {};

    /**
     * Makes a direction.
     *
     * @param back by which the receiver acknowledges
     * @param from the stand-in in the sender's stack, which receives
     * @param to the stand-in in the receiver's, which sends
     */
    Half(Tunnel tunnel, Line line, Line back, TcpSocket from, TcpSocket to) {
        this.tunnel = tunnel;
        this.back = back;
        this.wire = tunnel.network().wire();
        this.line = line;
        this.from = from;
        this.to = to;
        this.wakeup = tunnel.wakeup();
    }

    Flight flight() {
        return flight;
    }

    /** @return what the program sent that is not under way yet, in bytes */
    int unsent() {
        return from.in.available();
    }

    boolean carries(TcpSocket sender) {
        return from.peer == sender;
    }

    /** The sender learns that its end arrived, or need not wait for that any more. */
    private void finish() {
        flight.finish();
        TcpSocket sender = from.peer;
        if (sender != null) {
            sender.wake(0);
        }
    }

    /** Tells the program's end by which way it goes. */
    void tell(Tunnel way) {
        TcpSocket end = from.peer;
        if (end != null) {
            end.tunnel = way;
        }
    }

    void listen() {
        from.options().outOfBandInline = true; // urgent data is passed on, where it stands
        from.waitQueue().add(wakeup);
    }

    void close() {
        from.waitQueue().remove(wakeup);
        from.lock.lock();
        try {
            from.in.clear();
        } finally {
            from.lock.unlock();
        }
    }

    boolean over() {
        return ended && underWay.isEmpty();
    }

    /** @return whether what is sent now arrives now */
    boolean direct() {
        return line.perfect() && tunnel.joined();
    }

    void go() {
        if (underWay.isEmpty() && direct()) {
            carry();
            return;
        }
        take();
        deliver();
        take();
    }

    /** Brings what the program sent to the other one at once. */
    private void carry() {
        if (from.in.available() > 0 && !tunnel.heard(this)) {
            return;
        }
        TcpSocket receiver = to.peer;
        while (!ended && receiver != null && from.in.available() > 0) {
            boolean urgent = from.stream.atMark();
            int count = urgent ? 1 : Math.min(Math.min(from.in.available(), receiver.stream.room()), SEGMENT);
            if (count == 0 && alive(receiver)) {
                if (to.stream.writable()) {
                    continue; // it has read meanwhile
                }
                return; // until it has read, which wakes us
            }
            int size = Math.max(count, 1);
            UserBuffer bytes = UserBuffer.of(scratch(size));
            long got = from.stream.take(bytes, 0, size, 0);
            if (got <= 0) {
                break;
            }
            // Nobody else sends here: there is room, unless nobody is there any more, which the other direction tells.
            long unused = to.stream.put(bytes, 0, got, urgent ? MSG_NOSIGNAL | MSG_OOB : MSG_NOSIGNAL);
        }
        end();
        deliver();
    }

    private static boolean alive(TcpSocket receiver) {
        return !receiver.orphan && receiver.state != TcpState.CLOSE;
    }

    private byte[] scratch(int size) {
        byte[] now = scratch;
        if (now.length < size) {
            now = new byte[Math.min(Integer.highestOneBit(Math.max(size, 256) - 1) << 1, SEGMENT)];
            scratch = now;
        }
        return now;
    }

    /** Takes what the program sent, as much as may be under way. */
    private void take() {
        while (!ended && bytesUnderWay < MOST_UNDER_WAY && from.in.available() > 0) {
            boolean urgent = from.stream.atMark();
            byte[] bytes = new byte[urgent ? 1 : Math.min(from.in.available(), SEGMENT)];
            long got = from.stream.take(UserBuffer.of(bytes), 0, bytes.length, 0);
            if (got <= 0) {
                break;
            }
            flight.sent(got);
            send(urgent ? Kind.URGENT : Kind.DATA, got == bytes.length ? bytes : Arrays.copyOf(bytes, (int) got));
        }
        end();
    }

    /** Tells the end of what the program sent. */
    private void end() {
        if (!ended && from.peer != null && from.in.available() == 0) {
            if (from.done) {
                send(Kind.END, new byte[0]);
            } else if (from.state == TcpState.CLOSE) {
                send(Kind.RESET, new byte[0]);
            }
        }
    }

    private void send(Kind kind, byte[] bytes) {
        ended |= kind == Kind.END || kind == Kind.RESET;
        bytesUnderWay += bytes.length;
        long arrival = line.arrival(wire.now(), bytes.length);
        // What is lost is sent again, later each time; what was sent after it waits for it.
        for (long late = AGAIN; line.loses(); late *= 2) {
            arrival += late;
            flight.lost(bytes.length);
        }
        lastArrival = Math.max(arrival, lastArrival);
        underWay.addLast(new Segment(kind, bytes, lastArrival));
        wire.at(lastArrival, tunnel::go);
        if (!tunnel.joined()) {
            cut();
        }
    }

    private void deliver() {
        while (true) {
            Segment first = underWay.peekFirst();
            if (first == null || first.arrival > wire.now() || !tunnel.joined()) {
                return;
            }
            if (first.kind != Kind.RESET && !tunnel.heard(this)) {
                return; // until its receiver is connected: as if it had been lost, and sent again then
            }
            boolean data = first.kind == Kind.DATA || first.kind == Kind.URGENT;
            if (data && !deliver(first)) {
                return;
            }
            underWay.pollFirst();
            if (first.kind == Kind.END) {
                long unused = to.shutdown(SHUT_WR);
                finishLater();
            } else if (first.kind == Kind.RESET) {
                Tunnel.reset(to);
                finish();
            }
        }
    }

    private void finishLater() {
        long way = back.latency();
        if (way == 0) {
            finish();
        } else {
            wire.after(way, this::finish);
        }
    }

    /** @return whether it is all there */
    private boolean deliver(Segment data) {
        while (data.moved < data.bytes.length) {
            int flags = data.kind == Kind.URGENT ? MSG_NOSIGNAL | MSG_OOB : MSG_NOSIGNAL;
            long moved = to.stream.put(UserBuffer.of(data.bytes), data.moved, data.bytes.length, flags);
            if (moved == -EAGAIN) {
                return false; // until the program has read
            }
            if (moved <= 0) {
                break; // nobody is there any more, and the sender is told by the other direction
            }
            data.moved += (int) moved;
            flight.arrived(moved, wire.now() + back.latency());
            bytesUnderWay -= (int) moved;
        }
        bytesUnderWay -= data.bytes.length - data.moved;
        return true;
    }

    /** Has the sender wait no longer than it wants for what does not arrive (man 7 tcp). */
    void cut() {
        TcpSocket sender = from.peer;
        Segment first = underWay.peekFirst();
        if (sender == null) {
            return;
        }
        long patience = userTimeout(sender);
        if (first != null) {
            wire.after(patience > 0 ? patience : PATIENCE, () -> tunnel.wish(() -> giveUp(sender, first)));
        } else if (sender.options().keepAlive) {
            long silent = keepAlive(sender);
            wire.after(
                    patience > 0 ? Math.min(patience, silent) : silent, () -> tunnel.wish(() -> giveUp(sender, null)));
        }
    }

    private static long userTimeout(TcpSocket sender) {
        return sender.inet.get(SOL_TCP, TCP_USER_TIMEOUT, 0) * MILLISECOND;
    }

    private static long keepAlive(TcpSocket sender) {
        long idle = sender.inet.get(SOL_TCP, TCP_KEEPIDLE, 7200);
        long interval = sender.inet.get(SOL_TCP, TCP_KEEPINTVL, 75);
        return (idle + interval * sender.inet.get(SOL_TCP, TCP_KEEPCNT, 9)) * SECOND;
    }

    private void giveUp(TcpSocket sender, @Nullable Segment unanswered) {
        if (tunnel.joined() || unanswered != null && underWay.peekFirst() != unanswered) {
            return;
        }
        sender.stack.lock().lock();
        try {
            if (sender.state != TcpState.CLOSE) {
                sender.error = ETIMEDOUT;
                sender.ending.over(false);
                from.ending.over(false);
            }
        } finally {
            sender.stack.lock().unlock();
        }
        underWay.clear();
        bytesUnderWay = 0;
        if (!ended) {
            send(Kind.RESET, new byte[0]);
        }
        finish();
    }

    /** The sender's shim is gone. */
    void breakOff() {
        if (!ended) {
            underWay.clear();
            bytesUnderWay = 0;
            send(Kind.RESET, new byte[0]);
        }
        finish();
    }

    /** The network is gone: the receiver's connection ends. */
    void abandon() {
        close();
        Tunnel.reset(to);
        finish();
    }
}
