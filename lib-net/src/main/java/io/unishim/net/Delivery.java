package io.unishim.net;

import org.jspecify.annotations.Nullable;

/** A datagram on its way over a virtual network. */
final class Delivery {
    private static final int NAMES = 53;
    private static final int HEADERS = 42;

    private final NetworkMember by;
    private final VirtualNetwork network;
    private final UdpSocket sender;
    private final Datagram message;

    Delivery(NetworkMember by, UdpSocket sender, Datagram message) {
        this.by = by;
        this.network = by.network();
        this.sender = sender;
        this.message = message;
    }

    void begin() {
        Ip to = message.to().ip();
        if (to.equals(network.nameServer()) && sender.pings()) {
            sender.echo(message);
        } else if (to.equals(network.nameServer())) {
            answer();
        } else if (to.isBroadcast() || to.equals(by.assigned().broadcast())) {
            network.members().forEach(this::send);
        } else {
            NetworkMember target = network.at(to);
            if (target != null) {
                send(target);
            }
        }
    }

    private void send(NetworkMember target) {
        Line line = network.line(by, target);
        long arrival = line.arrival(network.wire().now(), message.bytes().length + HEADERS);
        if (!line.loses()) {
            network.wire().at(arrival, () -> arrive(target));
        }
    }

    private void arrive(NetworkMember target) {
        InetStack stack = target.stack();
        if (stack == null || !network.joins(by, target)) {
            return;
        }
        if (sender.pings()) {
            network.wire().after(network.line(target, by).latency(), () -> sender.echo(message));
        } else if (!deliver(stack, message)
                && message.to().ip().equals(target.assigned().ip())) {
            // The port is unreachable, which ICMP tells.
            network.wire().after(network.line(target, by).latency(), () -> sender.refused(message));
        }
    }

    private boolean deliver(InetStack stack, Datagram datagram) {
        UdpSocket receiver;
        stack.lock().lock();
        try {
            receiver = (UdpSocket) sender.ports(stack).receiver(datagram.to(), datagram.from());
        } finally {
            stack.lock().unlock();
        }
        return receiver != null && receiver.deliver(datagram);
    }

    private void answer() {
        byte @Nullable [] answer =
                message.to().port() == NAMES ? new NameServer(network).answer(message.bytes()) : null;
        InetStack stack = by.stack();
        if (answer != null && stack != null) {
            long now = stack.time().realtimeNanos();
            deliver(stack, new Datagram(answer, message.to(), message.from(), message.hops(), 0, now));
        } else if (message.to().port() != NAMES) {
            sender.refused(message);
        }
    }
}
