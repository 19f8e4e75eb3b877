package io.unishim.net;

import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.EHOSTUNREACH;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Socket.SOL_TCP;
import static io.unishim.abi.Socket.TCP_SYNCNT;

import io.unishim.task.BriefLock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How a TCP connection over a virtual network comes to be. Runs on the thread of the {@link Wire}. */
final class Handshake {
    private static final long SECOND = 1_000_000_000L;
    /** How long Linux asks for a hardware address. */
    private static final long ABSENT = 3 * SECOND;

    /** What net.ipv4.tcp_synack_retries says. */
    static final int SYNACK_RETRIES = 5;

    private final NetworkMember by;
    private final VirtualNetwork network;
    private final TcpSocket socket;
    private final Endpoint from;
    private final Endpoint to;
    private int attempts;

    Handshake(NetworkMember by, TcpSocket socket, Endpoint from, Endpoint to) {
        this.by = by;
        this.network = by.network();
        this.socket = socket;
        this.from = from;
        this.to = to;
    }

    void begin() {
        if (!waits()) {
            return; // it was closed meanwhile
        }
        if (network.isNameServer(to.ip())) {
            fail(ECONNREFUSED);
            return;
        }
        NetworkMember target = network.at(to.ip());
        if (target == null || target.stack() == null) {
            network.wire().after(ABSENT, () -> fail(EHOSTUNREACH));
            return;
        }
        Line line = network.line(by, target);
        if (!network.joins(by, target) || line.loses()) {
            again();
        } else {
            network.wire().at(line.arrival(network.wire().now(), 66), () -> arrive(target));
        }
    }

    /** As Linux: after one second, two, four. */
    private void again() {
        boolean last = attempts >= socket.inet.get(SOL_TCP, TCP_SYNCNT, 6);
        network.wire().after(SECOND << attempts++, last ? () -> fail(ETIMEDOUT) : this::begin);
    }

    private void arrive(NetworkMember target) {
        InetStack stack = target.stack();
        if (stack == null || !network.joins(by, target)) {
            again();
            return;
        }
        TcpSocket standIn = null;
        boolean refused = false;
        stack.lock().lock();
        try {
            InetSocket found =
                    stack.tcp().receiver(to, from, stack.interfaceOf(target).name());
            TcpSocket listener = found instanceof TcpSocket tcp ? tcp : null;
            TcpListening queue = listener == null ? null : listener.listening;
            if (listener == null || queue == null) {
                refused = true;
            } else if (!queue.full()) {
                standIn = standIn(stack, listener.domain(), new BriefLock(), from, to);
                standIn.connecting.establish(listener);
            }
        } finally {
            stack.lock().unlock();
        }
        long back = network.line(target, by).latency();
        if (refused) {
            network.wire().after(back, () -> fail(ECONNREFUSED));
        } else if (standIn == null) {
            again();
        } else {
            TcpSocket made = standIn;
            network.wire().after(back, () -> confirm(target, made, 0));
        }
    }

    private static TcpSocket standIn(InetStack stack, int domain, ReentrantLock lock, Endpoint local, Endpoint remote) {
        TcpSocket made = new TcpSocket(stack, domain, lock, new InetOptions());
        made.local = local;
        made.remote = remote;
        return made;
    }

    private boolean waits() {
        return socket.state == TcpState.SYN_SENT && from.equals(socket.local) && to.equals(socket.remote());
    }

    /** @param sent how often it was confirmed in vain: who vanished meanwhile is not waited for any longer than by Linux */
    private void confirm(NetworkMember target, TcpSocket there, int sent) {
        if (!network.joins(by, target)) {
            boolean last = sent > SYNACK_RETRIES;
            network.wire()
                    .after(
                            SECOND << Math.min(sent, SYNACK_RETRIES),
                            last ? () -> Tunnel.reset(there) : () -> confirm(target, there, sent + 1));
            return;
        }
        @Nullable TcpSocket here = null;
        socket.stack.lock().lock();
        try {
            if (waits()) {
                here = standIn(socket.stack, socket.domain(), socket.lock, to, from);
                here.peer = socket;
                here.state = TcpState.ESTABLISHED;
                socket.peer = here;
                socket.state = TcpState.ESTABLISHED;
            }
        } finally {
            socket.stack.lock().unlock();
        }
        if (here == null) {
            Tunnel.reset(there);
            return;
        }
        new Tunnel(network, by, here, target, there).open();
        socket.wake(InetSocket.WRITABLE);
    }

    private void fail(int errno) {
        socket.stack.lock().lock();
        try {
            if (waits()) {
                socket.connecting.fail(errno);
            }
        } finally {
            socket.stack.lock().unlock();
        }
    }
}
