package io.unishim.net;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLPRI;
import static io.unishim.abi.Poll.POLLRDHUP;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** The socket of the host behind one of a shim, for as long as there is one, and who waits for its events. */
class HostLink {
    /** What is told of readiness. */
    private static final int KNOWN =
            InetSocket.READABLE | InetSocket.WRITABLE | POLLPRI | POLLERR | POLLHUP | POLLRDHUP;

    final HostNet net;
    private final Socket socket;
    private final Set<HostPoller> pollers = new LinkedHashSet<>(2);
    private volatile @Nullable HostDescriptor descriptor;

    HostLink(Socket socket, HostNet net) {
        this.socket = socket;
        this.net = net;
    }

    @Nullable
    final HostDescriptor descriptor() {
        return descriptor;
    }

    final synchronized void watchedBy(HostPoller poller) {
        HostDescriptor now = descriptor;
        if (pollers.add(poller) && now != null) {
            poller.watch(now);
        }
    }

    final synchronized void notWatchedBy(HostPoller poller) {
        HostDescriptor now = descriptor;
        if (pollers.remove(poller) && now != null) {
            poller.unwatch(now);
        }
    }

    /** The socket is the host's from now on. @param ready what is known of its readiness */
    final void attach(int fd, int ready) {
        synchronized (this) {
            HostDescriptor made = net.register(fd, socket, ready);
            descriptor = made;
            pollers.forEach(each -> each.watch(made));
        }
        socket.wake(0); // who waits for it already is to wait for the host's from now on
    }

    void close() {
        HostDescriptor now = leave();
        if (now != null) {
            net.remove(now);
            now.close();
        }
    }

    /** Has it told what a program has read by itself. */
    final void settle() {
        HostDescriptor now = descriptor;
        if (now != null) {
            now.settle();
        }
    }

    private synchronized @Nullable HostDescriptor leave() {
        HostDescriptor now = descriptor;
        descriptor = null;
        return now;
    }

    /** @return a connection that the host accepted, as its descriptor there, or -1 if there is none */
    final int acceptAtHost() {
        HostDescriptor from = descriptor;
        if (from == null) {
            return -1;
        }
        long before = from.look();
        int fd = (int) with(HostSocketCalls::accept);
        if (fd < 0) {
            from.spent(before, POLLIN);
            return -1;
        }
        from.took();
        return fd;
    }

    /** @return what is known of its readiness */
    int ready() {
        HostDescriptor now = descriptor;
        return now == null ? 0 : now.ready() & KNOWN;
    }

    /** @return what a call that needs the host's descriptor answers, or {@code -EBADF} once it is closed */
    final long with(IntToLongFunction call) {
        HostDescriptor now = descriptor;
        if (now == null || !now.enter()) {
            return -EBADF;
        }
        try {
            return call.applyAsLong(now.fd());
        } finally {
            now.exit();
        }
    }
}
