package io.unishim.net;

import io.unishim.task.Wakeup;

/**
 * A TCP connection over a virtual network. In each of both stacks the program's socket is connected with a stand-in for the
 * other end, as with a socket of the same shim; what the program sends arrives there, goes over the wire, and is sent by the
 * stand-in of the other stack.
 */
final class Tunnel {
    private final VirtualNetwork network;
    private final NetworkMember one;
    private final NetworkMember other;
    private final Half there;
    private final Half back;

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
        this.there = new Half(this, network.line(one, other), hereIn, thereIn);
        this.back = new Half(this, network.line(other, one), thereIn, hereIn);
    }

    VirtualNetwork network() {
        return network;
    }

    long roundTrip() {
        return network.line(one, other).latency() + network.line(other, one).latency();
    }

    boolean joined() {
        return network.joins(one, other);
    }

    void open() {
        network.add(this);
        there.tell(this);
        back.tell(this);
        there.listen();
        back.listen();
        // Something may have come before anybody listened.
        network.wire().soon(this::go);
    }

    /** Moves what can be moved. On the wire's thread. */
    void go() {
        there.go();
        back.go();
        if (there.over() && back.over()) {
            network.remove(this);
            there.close();
            back.close();
        }
    }

    /** The members were cut off from each other, perhaps: what waits for an answer now is given up in time. */
    void cut() {
        if (!joined()) {
            network.wire().soon(() -> {
                there.cut();
                back.cut();
            });
        }
    }

    /** A shim left the network: the other one learns it by a reset. */
    void left(NetworkMember member) {
        if (member == one) {
            network.wire().soon(there::breakOff);
        } else if (member == other) {
            network.wire().soon(back::breakOff);
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
            standIn.reset();
        } finally {
            standIn.stack.lock().unlock();
        }
    }

    /** Wakes for what happens to a stand-in. */
    Wakeup wakeup() {
        return events -> network.wire().soon(this::go);
    }
}
