package io.unishim.net;

import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.EHOSTUNREACH;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Socket.SOL_TCP;
import static io.unishim.abi.TcpOptions.TCP_DEFER_ACCEPT;

import io.unishim.task.BriefLock;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How a TCP connection over a virtual network comes to be. Runs on the thread of the {@link Wire}. */
final class Handshake {
    private static final long SECOND = 1_000_000_000L;
    /** How long Linux asks for a hardware address. */
    private static final long ABSENT = 3 * SECOND;

    /** How old a cookie may be that is taken (the kernel's MAX_SYNCOOKIE_AGE). */
    private static final long COOKIE_AGE = 120 * SECOND;

    private final NetworkMember by;
    private final VirtualNetwork network;
    private final TcpSocket socket;
    private final Endpoint from;
    private final Endpoint to;
    private final Retries retries = new Retries();

    /** How often the answer was sent in vain. */
    private int answers;

    /** Who was asked, once it was, and this end's stand-in beside it. */
    private volatile @Nullable TcpSocket listener;

    private volatile @Nullable TcpSocket there;

    private volatile @Nullable Tunnel tunnel;

    /** When the listener's stack answered by a cookie and forgot him, 0 if it did not. */
    private volatile long cookie;

    /** Linux's shortest time after which something is sent again. */
    private volatile long pause = SECOND / 5;

    private volatile boolean sendsAgain;

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

    private void again() {
        retries.again(network.wire()::after, socket.connecting.synRetries(), this::begin, () -> fail(ETIMEDOUT));
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
            } else if (!queue.full()) {
                standIn = admitted(stack, listens, queue);
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
            if (cookie != 0) {
                again(); // the listener's stack does not
            }
        }
    }

    /**
     * Takes him among those who asked; once they are too many, as Linux (net.ipv4.tcp_syncookies): answers by a cookie, which
     * he sends back, and keeps nothing of him. Hold the lock of the stack.
     *
     * @return what stands for this end there, or null if it is as if nothing had come
     */
    private @Nullable TcpSocket admitted(InetStack stack, TcpSocket listens, TcpListening queue) {
        NetSettings settings = stack.settings();
        int asked = queue.asked();
        int cookies = settings.synCookies.value();
        boolean crowded = asked > queue.backlog();
        long most = settings.maxHalfOpen.value();
        boolean keeps = cookies < 2 && !crowded;
        if (cookies == 0 && (crowded || most - asked < most >> 2)) {
            return null;
        }
        TcpSocket known = there;
        TcpSocket standIn = known != null ? known : standIn(stack, listens.domain(), new BriefLock(), from, to);
        listener = listens;
        if (keeps) {
            standIn.connecting.ask(listens, queue);
        } else {
            cookie = Math.max(network.wire().now(), 1);
        }
        return standIn;
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
            int most = standIn.stack.settings().synAckRetries.value();
            if (++answers <= most) {
                answer(target, standIn);
                return;
            }
            Tunnel.reset(standIn);
            if (waits()) {
                retries.atLeast(most + 1);
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
        if (here != null) {
            Tunnel made = new Tunnel(network, by, here, target, standIn);
            tunnel = made;
            made.open(this);
        }
        send(by, target, () -> acknowledged(true));
        if (here != null) {
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
        if (standIn != null && heard != null && end == null && cookie != 0) {
            return redeemed(standIn);
        }
        if (standIn == null || heard == null || end == null || end.state != TcpState.SYN_RECV) {
            return true;
        }
        NetSettings settings = standIn.stack.settings();
        int most = settings.synAckRetries.value();
        boolean refused = false;
        standIn.stack.lock().lock();
        try {
            TcpListening queue = heard.listening;
            if (end.state != TcpState.SYN_RECV || queue == null) {
                return true;
            }
            boolean deferred = bare && answers < answersIn(heard.inet.get(SOL_TCP, TCP_DEFER_ACCEPT, 0), most);
            if (queue.full() || deferred) {
                refused = queue.full() && !deferred && settings.abortOnOverflow.value() != 0;
                return false;
            }
            end.state = TcpState.ESTABLISHED;
            queue.complete(end);
        } finally {
            standIn.stack.lock().unlock();
            Tunnel way = tunnel;
            if (refused && way != null) {
                Tunnel.reset(standIn);
                way.refuse();
            }
        }
        heard.wake(InetSocket.READABLE);
        taken(bare);
        return true;
    }

    private void taken(boolean bare) {
        Tunnel over = tunnel;
        if (bare && over != null) {
            network.wire().soon(over::go);
        }
    }

    /** What he sent is lost, and sent again: after a fifth of a second, twice that, and so on. */
    private void sendAgain() {
        Tunnel over = tunnel;
        if (over != null && !sendsAgain) {
            sendsAgain = true;
            network.wire().after(pause, () -> {
                sendsAgain = false;
                over.go();
            });
            pause = Math.min(pause * 2, COOKIE_AGE);
        }
    }

    /** He sent the cookie back: only now there is a connection, if somebody listens still and has room. */
    private boolean redeemed(TcpSocket standIn) {
        InetStack stack = standIn.stack;
        boolean valid = false;
        stack.lock().lock();
        try {
            InetSocket found = stack.tcp()
                    .receiver(
                            to,
                            from,
                            stack.interfaceOf(Objects.requireNonNull(network.at(to.ip())))
                                    .name());
            TcpSocket listens = found instanceof TcpSocket tcp ? tcp : null;
            TcpListening queue = listens == null ? null : listens.listening;
            valid = network.wire().now() - cookie <= COOKIE_AGE;
            if (valid && listens != null && queue != null) {
                if (queue.full()) {
                    sendAgain();
                    return false;
                }
                standIn.connecting.establish(listens);
            }
        } finally {
            stack.lock().unlock();
        }
        Tunnel over = tunnel;
        if (standIn.peer != null && over != null) {
            over.joinedLate();
        } else if (over != null) {
            over.refuse();
        }
        return true; // what he sent is taken, or thrown away
    }

    /** @return how often an answer is sent again in so many seconds (the kernel's secs_to_retrans) */
    private static int answersIn(int seconds, int most) {
        int count = 0;
        for (long period = 0; seconds > period && count < 255; count++) {
            period += 1L << Math.min(count, most + 1);
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
