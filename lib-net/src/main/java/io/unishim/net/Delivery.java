package io.unishim.net;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A datagram on its way over a virtual network: by the sender's thread itself where nothing delays it. */
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
        if (network.isNameServer(to) && sender.pings()) {
            sender.echo(message);
        } else if (network.isNameServer(to)) {
            answer();
        } else if (toMany()) {
            // As Linux: who speaks to a group hears himself already, without the network.
            network.members().stream()
                    .filter(each -> each != by || !to.isMulticast())
                    .forEach(this::send);
        } else {
            NetworkMember target = network.at(to);
            if (target != null) {
                send(target);
            }
        }
    }

    private boolean toMany() {
        Ip to = message.to().ip();
        return to.isMulticast() || to.isBroadcast() || to.equals(by.assigned().broadcast());
    }

    private void send(NetworkMember target) {
        Line line = network.line(by, target);
        if (line.perfect()) {
            arrive(target);
            return;
        }
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
            network.after(network.line(target, by).latency(), () -> sender.echo(message));
        } else if (toMany()) {
            deliverToAll(stack, stack.interfaceOf(target));
        } else if (!deliver(stack, target, message) && target.owns(message.to().ip())) {
            // The port is unreachable, which ICMP tells.
            network.after(network.line(target, by).latency(), () -> sender.refused(message));
        }
    }

    private void deliverToAll(InetStack stack, Interface into) {
        List<InetSocket> receivers;
        stack.lock().lock();
        try {
            receivers = sender.ports(stack).receivers(message, into);
        } finally {
            stack.lock().unlock();
        }
        for (InetSocket each : receivers) {
            boolean unused = ((UdpSocket) each).deliver(message.comingBy(into.index()));
        }
    }

    private boolean deliver(InetStack stack, NetworkMember at, Datagram datagram) {
        UdpSocket receiver;
        Interface into = stack.interfaceOf(at);
        stack.lock().lock();
        try {
            receiver = (UdpSocket) sender.ports(stack).receiver(datagram.to(), datagram.from(), into.name());
        } finally {
            stack.lock().unlock();
        }
        return receiver != null && receiver.deliver(datagram.comingBy(into.index()));
    }

    private void answer() {
        byte @Nullable [] answer =
                message.to().port() == NAMES ? new NameServer(network).answer(message.bytes()) : null;
        InetStack stack = by.stack();
        if (answer != null && stack != null) {
            long now = stack.time().realtimeNanos();
            deliver(stack, by, Datagram.of(answer, message.to(), message.from(), message.hops(), now));
        } else if (message.to().port() != NAMES) {
            sender.refused(message);
        }
    }
}
