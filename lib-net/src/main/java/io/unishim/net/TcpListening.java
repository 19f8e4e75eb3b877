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

    private int backlog;
    private volatile int readyCount;

    TcpListening(int backlog) {
        this.backlog = backlog;
    }

    void backlog(int newBacklog) {
        backlog = newBacklog;
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

    /** @return how many are between asking and acknowledging */
    int asked() {
        asked.removeIf(each -> each.state != TcpState.SYN_RECV);
        return asked.size();
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
        return taken;
    }
}
