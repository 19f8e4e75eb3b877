package io.unishim.net;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Who waits at a listening socket. Guarded by the lock of {@link InetStack}. */
final class TcpListening {
    /** Connections that can be accepted. */
    final ArrayDeque<TcpSocket> ready = new ArrayDeque<>();

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
