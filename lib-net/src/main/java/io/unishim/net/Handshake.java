package io.unishim.net;

import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.EHOSTUNREACH;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Socket.SOL_TCP;
import static io.unishim.abi.TcpOptions.TCP_DEFER_ACCEPT;
import static io.unishim.abi.TcpOptions.TCP_SYNCNT;

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

    /** How often the answer was sent in vain. */
    private int answers;

    /** Who was asked, once it was, and this end's stand-in beside it. */
    private volatile @Nullable TcpSocket listener;

    private volatile @Nullable TcpSocket there;

    private volatile @Nullable Tunnel tunnel;

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
            TcpSocket listens = found instanceof TcpSocket tcp ? tcp : null;
            TcpListening queue = listens == null ? null : listens.listening;
            if (listens == null || queue == null) {
                refused = true;
            } else if (!queue.full() && !queue.crowded()) {
                standIn = standIn(stack, listens.domain(), new BriefLock(), from, to);
                standIn.connecting.ask(listens, queue);
                listener = listens;
            }
        } finally {
            stack.lock().unlock();
        }
        if (refused) {
            network.wire().after(network.line(target, by).latency(), () -> fail(ECONNREFUSED));
        } else if (standIn == null) {
            again();
        } else {
            there = standIn;
            answer(target, standIn);
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

    /** The listener's stack sends SYN and ACK, again after one second, two, four, until it hears of the other (man 7 tcp). */
    private void answer(NetworkMember target, TcpSocket standIn) {
        send(target, by, () -> confirm(target, standIn));
        TcpSocket end = standIn.peer;
        if (end == null || end.state != TcpState.SYN_RECV) {
            return;
        }
        network.wire().after(SECOND << answers, () -> {
            if (end.state != TcpState.SYN_RECV) {
                return;
            }
            if (++answers <= SYNACK_RETRIES) {
                answer(target, standIn);
                return;
            }
            Tunnel.reset(standIn);
            if (waits()) {
                attempts = Math.max(attempts, SYNACK_RETRIES + 1);
                again();
            }
        });
    }

    /** Something without data goes from one to the other, unless it gets lost. */
    private void send(NetworkMember one, NetworkMember other, Runnable arrived) {
        Line line = network.line(one, other);
        if (!network.joins(one, other) || line.loses()) {
            return;
        }
        if (line.perfect()) {
            arrived.run();
        } else {
            network.wire().at(line.arrival(network.wire().now(), 66), () -> {
                if (network.joins(one, other)) {
                    arrived.run();
                }
            });
        }
    }

    /** The answer has come: this end is connected, and says so. */
    private void confirm(NetworkMember target, TcpSocket standIn) {
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
        if (here == null && tunnel == null) {
            Tunnel.reset(standIn);
            return;
        }
        send(by, target, () -> acknowledged(true));
        if (here != null) {
            Tunnel made = new Tunnel(network, by, here, target, standIn);
            tunnel = made;
            made.open(this);
            socket.wake(InetSocket.WRITABLE);
        }
    }

    /**
     * The listener's stack hears of who was answered: he can be accepted, if there is room (man 2 listen); else it is as if
     * nothing had come.
     *
     * @param bare whether no data came with it, which may be waited for (man 7 tcp, TCP_DEFER_ACCEPT)
     * @return whether data may be taken
     */
    boolean acknowledged(boolean bare) {
        TcpSocket standIn = there;
        TcpSocket heard = listener;
        TcpSocket end = standIn == null ? null : standIn.peer;
        if (standIn == null || heard == null || end == null || end.state != TcpState.SYN_RECV) {
            return true;
        }
        standIn.stack.lock().lock();
        try {
            TcpListening queue = heard.listening;
            if (end.state != TcpState.SYN_RECV || queue == null) {
                return true;
            }
            boolean deferred = bare && answers < answersIn(heard.inet.get(SOL_TCP, TCP_DEFER_ACCEPT, 0));
            if (queue.full() || deferred) {
                return false;
            }
            end.state = TcpState.ESTABLISHED;
            queue.complete(end);
        } finally {
            standIn.stack.lock().unlock();
        }
        heard.wake(InetSocket.READABLE);
        Tunnel over = tunnel;
        if (bare && over != null) {
            network.wire().soon(over::go);
        }
        return true;
    }

    /** @return how often an answer is sent again in so many seconds (the kernel's secs_to_retrans) */
    private static int answersIn(int seconds) {
        int count = 0;
        for (long period = 0; seconds > period && count < 255; count++) {
            period += 1L << Math.min(count, SYNACK_RETRIES + 1);
        }
        return count;
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
