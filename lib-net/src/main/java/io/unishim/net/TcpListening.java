package io.unishim.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who waits at a listening socket. Guarded by the lock of {@link InetStack}. */
final class TcpListening {
    /** Connections that can be accepted. */
    final ArrayDeque<TcpSocket> ready = new ArrayDeque<>();

    /** Over a virtual network: who asked, was answered, and has not acknowledged it yet (SYN_RECV). */
    private final ArrayDeque<TcpSocket> asked = new ArrayDeque<>();

    /** Who wants to connect and finds no room. */
    final ArrayDeque<TcpSocket> waiting = new ArrayDeque<>();

    private final TcpSocket listener;
    private int backlog;
    private volatile int readyCount;

    TcpListening(TcpSocket listener, int backlog) {
        this.listener = listener;
        this.backlog = backlog;
    }

    void backlog(int newBacklog) {
        backlog = newBacklog;
        admit();
    }

    int backlog() {
        return backlog;
    }

    /** @return how many connections can be accepted; also without the lock */
    int count() {
        return readyCount;
    }

    /** As Linux: one more than the backlog. */
    boolean full() {
        return ready.size() > backlog;
    }

    /** As Linux without cookies: as many may be between asking and acknowledging as may wait to be accepted. */
    boolean crowded() {
        asked.removeIf(each -> each.state != TcpState.SYN_RECV);
        return asked.size() > backlog;
    }

    void ask(TcpSocket connection) {
        asked.add(connection);
    }

    /** It acknowledged. */
    void complete(TcpSocket connection) {
        asked.remove(connection);
        add(connection);
    }

    /** @return those who can be accepted, and those who asked */
    List<TcpSocket> all() {
        List<TcpSocket> all = new ArrayList<>(ready);
        all.addAll(asked);
        return all;
    }

    void add(TcpSocket connection) {
        ready.add(connection);
        readyCount = ready.size();
    }

    @Nullable
    TcpSocket take() {
        TcpSocket taken = ready.poll();
        readyCount = ready.size();
        if (taken != null) {
            admit();
        }
        return taken;
    }

    /** Lets those in who wait, as far as there is room. */
    private void admit() {
        while (!full()) {
            TcpSocket next = waiting.poll();
            if (next == null) {
                return;
            }
            next.connecting.establish(listener);
        }
    }
}
