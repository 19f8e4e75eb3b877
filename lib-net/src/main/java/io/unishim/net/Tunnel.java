package io.unishim.net;

import io.unishim.task.Wakeup;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection over a virtual network. In each of both stacks the program's socket is connected with a stand-in for the
 * other end, as with a socket of the same shim; what the program sends arrives there, goes over the wire, and is sent by the
 * stand-in of the other stack.
 *
 * <p>Where the network delays nothing, whoever sends carries it all the way himself; else the thread of the {@link Wire} does.
 * Only one thread moves anything at a time: who comes meanwhile leaves what he wants done to that one.
 */
final class Tunnel {
    private final VirtualNetwork network;
    private final NetworkMember one;
    private final NetworkMember other;
    private final Half there;
    private final Half back;
    private final TcpSocket here;
    private final TcpSocket yonder;
    private @Nullable Handshake opening;
    private final Queue<Runnable> wishes = new ConcurrentLinkedQueue<>();

    /** How often somebody came since nobody moved anything. */
    private final AtomicInteger came = new AtomicInteger();

    /**
     * Joins two stand-ins.
     *
     * @param hereIn the stand-in among the sockets of {@code one}
     * @param thereIn that among the sockets of {@code other}
     */
    Tunnel(VirtualNetwork network, NetworkMember one, TcpSocket hereIn, NetworkMember other, TcpSocket thereIn) {
        this.network = network;
        this.one = one;
        this.other = other;
        this.here = hereIn;
        this.yonder = thereIn;
        Line away = network.line(one, other);
        Line home = network.line(other, one);
        this.there = new Half(this, away, home, hereIn, thereIn);
        this.back = new Half(this, home, away, thereIn, hereIn);
    }

    VirtualNetwork network() {
        return network;
    }

    long roundTrip() {
        return network.line(one, other).latency() + network.line(other, one).latency();
    }

    /** @return the direction in which a program's end of the connection sends */
    Half from(TcpSocket sender) {
        return there.carries(sender) ? there : back;
    }

    /** @return the bytes that a program's end sent, and of which it does not know that they arrived */
    long unacknowledged(TcpSocket sender) {
        return from(sender).flight().unacknowledged(network.wire().now());
    }

    boolean joined() {
        return network.joins(one, other);
    }

    /** @param how by which it came to be: the other end hears of what comes over it too */
    void open(Handshake how) {
        opening = how;
        network.add(this);
        there.tell(this);
        back.tell(this);
        there.listen();
        back.listen();
        // Something may have come before anybody listened.
        network.wire().soon(this::go);
    }

    /** @return whether the receiver of what has come takes any: it is connected, and if only by this */
    boolean heard(Half way) {
        Handshake how = opening;
        if (way != there || how == null) {
            return true;
        }
        boolean taken = how.acknowledged(false);
        if (taken) {
            opening = null;
        }
        return taken;
    }

    /** The receiver's end is there now: a cookie had stood for it. */
    void joinedLate() {
        back.tell(this);
    }

    /** The receiver's stack knows of no such connection, and says so by RST. */
    void refuse() {
        wish(back::breakOff);
    }

    /** Moves what can be moved. Hold no lock of a stack or a connection. */
    void go() {
        if (came.getAndIncrement() != 0) {
            return; // who moves looks again
        }
        int seen = 1;
        do {
            for (Runnable each = wishes.poll(); each != null; each = wishes.poll()) {
                each.run();
            }
            move();
            seen = came.addAndGet(-seen);
        } while (seen != 0);
    }

    private void move() {
        there.go();
        back.go();
        if (there.over() && back.over()) {
            network.remove(this);
            there.close();
            back.close();
        }
    }

    /** Has something done while nobody moves anything, on the wire's thread or whoever moves. */
    void wish(Runnable what) {
        wishes.add(what);
        network.wire().soon(this::go);
    }

    private boolean holdsLocks() {
        return here.stack.lock().isHeldByCurrentThread()
                || yonder.stack.lock().isHeldByCurrentThread()
                || here.lock.isHeldByCurrentThread()
                || yonder.lock.isHeldByCurrentThread();
    }

    /** The members were cut off from each other, perhaps: what waits for an answer now is given up in time. */
    void cut() {
        if (!joined()) {
            wish(() -> {
                there.cut();
                back.cut();
            });
        }
    }

    /** A shim left the network: the other one learns it by a reset. */
    void left(NetworkMember member) {
        if (member == one) {
            wish(there::breakOff);
        } else if (member == other) {
            wish(back::breakOff);
        }
    }

    /** The network is gone. */
    void abandon() {
        there.abandon();
        back.abandon();
    }

    /** A stand-in breaks its connection. */
    static void reset(TcpSocket standIn) {
        standIn.stack.lock().lock();
        try {
            standIn.ending.reset();
        } finally {
            standIn.stack.lock().unlock();
        }
    }

    /** Wakes for what happens to a stand-in. */
    Wakeup wakeup() {
        return events -> {
            if (there.direct() && back.direct() && !holdsLocks()) {
                go();
            } else {
                network.wire().soon(this::go);
            }
        };
    }
}
