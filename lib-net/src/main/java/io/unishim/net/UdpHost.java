package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Socket.*;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of a UDP socket is the host's: a published port, and a socket that speaks to permitted destinations. What is sent and what
 * comes goes straight from and to the program's memory, a message at a time, on its own thread.
 *
 * <p>A destination is the host's if the last message from there came by the published port, or if it is permitted and nobody
 * in the shim is there. Only those are heard over the host's network.
 */
final class UdpHost {
    private static final int HOPS = 64;

    /** How many who spoke to the published port are remembered. */
    private static final int MOST_HEARD = 4096;

    private static final byte[] NOTHING = {};

    private final UdpSocket socket;
    private final HostNet net;
    private final HostLink published;
    private final HostLink out4;
    private final HostLink out6;
    private int publishedPort;

    /** Who spoke to the published port, the last one last. */
    private final Map<Endpoint, Boolean> heard = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoint, Boolean> eldest) {
            return size() > MOST_HEARD;
        }
    };

    UdpHost(UdpSocket socket, HostNet net) {
        this.socket = socket;
        this.net = net;
        this.published = new HostLink(socket, net);
        this.out4 = new HostLink(socket, net);
        this.out6 = new HostLink(socket, net);
    }

    List<HostLink> links() {
        return List.of(published, out4, out6);
    }

    // Ports.

    /**
     * Lets nobody speak to a published port that no program has: by a connection with itself, so that the host tells those who
     * try that the port is unreachable.
     */
    static void keep(int fd) {
        HostSocketCalls.connect(fd, HostSocketCalls.name(fd, false));
    }

    /** Takes the port of the host that stands for the socket's, if there is one. Hold the lock of the stack. */
    void publish(int port) {
        int fd = net.take(Protocol.UDP, port);
        if (fd < 0) {
            return;
        }
        publishedPort = port;
        drop(fd);
        HostSocketCalls.disconnect(fd);
        prepare(fd, true);
        published.attach(fd, POLLOUT);
    }

    private static void drop(int fd) {
        OffHeap none = OffHeap.allocate(8);
        while (HostCalls.call(Syscall.RECVFROM.number(), fd, none.address(), 8, MSG_DONTWAIT) >= 0) {
            // what came when nobody was there
        }
        none.putByte(0, (byte) 0); // reachable until here
    }

    /** Errors always wait in the host's queue; whether the program sees them there is up to its own options. */
    private void prepare(int fd, boolean four) {
        byte[] on = OptionCalls.ints(1);
        int level = four ? SOL_IP : SOL_IPV6;
        HostSocketCalls.setOption(fd, level, four ? IP_RECVERR : IPV6_RECVERR, on);
        HostSocketCalls.setOption(fd, level, four ? IP_RECVTTL : IPV6_RECVHOPLIMIT, on);
        HostSocketCalls.setOption(fd, level, four ? IP_RECVTOS : IPV6_RECVTCLASS, on);
        HostTuning.tellAll(socket, fd);
    }

    /** Gives up what is the host's; a published port stays taken. Hold the lock of the stack. */
    void leave() {
        if (publishedPort != 0) {
            int kept = (int) published.with(HostSocketCalls::duplicate);
            if (kept >= 0) {
                keep(kept);
                net.give(Protocol.UDP, publishedPort, kept);
            }
            publishedPort = 0;
        }
        links().forEach(HostLink::close);
    }

    // Ways.

    /** A message from an address came within the shim: answers go there. */
    void heardInside(Endpoint from) {
        synchronized (heard) {
            if (!heard.isEmpty()) {
                heard.remove(from);
            }
        }
    }

    private boolean spoke(Endpoint to) {
        synchronized (heard) {
            return published.descriptor() != null && heard.get(to) != null;
        }
    }

    /** @return whether an address is reached over the host's network. The lock of the stack is taken */
    boolean reaches(Endpoint to) {
        return spoke(to) || net.permits(Protocol.UDP, to) && !inside(to);
    }

    private boolean inside(Endpoint to) {
        socket.stack.lock().lock();
        try {
            return socket.ports().receiver(to, Endpoint.NONE4, Interface.LOOPBACK.name()) != null;
        } finally {
            socket.stack.lock().unlock();
        }
    }

    private HostLink link(Endpoint to) {
        return spoke(to) ? published : to.ip().isV4() ? out4 : out6;
    }

    private synchronized long open(HostLink link) {
        if (link.descriptor() != null) {
            return 0;
        }
        int fd = HostSocketCalls.socket(link == out4 ? AF_INET : AF_INET6, Protocol.UDP);
        if (fd >= 0) {
            prepare(fd, link == out4);
            link.attach(fd, POLLOUT);
        }
        return Math.min(fd, 0);
    }

    // Data.

    /** Sends a message to whom it {@linkplain #reaches}. @return its length, or an errno */
    long send(UserBuffer from, Endpoint to, Outgoing how) {
        HostLink link = link(to);
        long result = open(link);
        if (result < 0) {
            return result;
        }
        OffHeap block = socket.stack.blocks().take(HostMessage.BLOCK);
        try {
            HostMessage message = new HostMessage(block);
            message.outgoing(from, to, how);
            result = called(link, POLLOUT, message::send);
            if (result < 0 && result != -EAGAIN && learn(link)) {
                // It was an error of a message before: of whom, and whether the program is told, is known only now.
                result = socket.error != 0 ? -socket.takeError() : called(link, POLLOUT, message::send);
            }
            return result;
        } finally {
            socket.stack.blocks().give(block);
        }
    }

    private interface Call {
        long on(int fd);
    }

    private static long called(HostLink link, int events, Call call) {
        HostDescriptor now = link.descriptor();
        if (now == null) {
            return -EAGAIN;
        }
        long before = now.look();
        long result;
        do {
            result = link.with(call::on);
        } while (result == -EINTR);
        if (result == -EAGAIN) {
            now.spent(before, events);
        } else if (events == POLLIN) {
            now.took();
        }
        return result;
    }

    /**
     * Fetches a message.
     *
     * @param asks whether to ask the host also if it told of none
     * @return the message, or null if there is none
     */
    synchronized @Nullable Datagram fetch(boolean asks) {
        for (HostLink each : links()) {
            if (each.descriptor() != null && (asks || (each.ready() & POLLIN) != 0)) {
                Datagram message = fetch(each);
                if (message != null) {
                    return message;
                }
            }
        }
        return null;
    }

    private @Nullable Datagram fetch(HostLink link) {
        OffHeap block = socket.stack.blocks().take(HostMessage.BLOCK);
        try {
            HostMessage message = new HostMessage(block);
            while (true) {
                message.incoming();
                long got = received(link, message, 0);
                if (got < 0) {
                    return null;
                }
                if (wanted(link, message.name())) {
                    return datagram(message, message.bytes(got));
                }
            }
        } finally {
            socket.stack.blocks().give(block);
        }
    }

    /** @return the whole length of a message, or {@code -EAGAIN} */
    private long received(HostLink link, HostMessage message, int flags) {
        while (true) {
            long got = called(link, POLLIN, fd -> message.receive(fd, flags));
            // If not, it was an error of a message that was sent.
            if (got >= 0 || got == -EFAULT || got == -EAGAIN || !learn(link)) {
                return got >= 0 || got == -EFAULT ? got : -EAGAIN;
            }
        }
    }

    private Datagram datagram(HostMessage message, byte[] bytes) {
        Endpoint from = message.name();
        int hops = message.told(IP_TTL, IPV6_HOPLIMIT, HOPS);
        int service = message.told(IP_TOS, IPV6_TCLASS, 0);
        return new Datagram(bytes, from, here(from), Interface.LOOPBACK.index(), hops, service, 0, 0, 0, now());
    }

    /**
     * Receives a message straight into a program's memory.
     *
     * @return its length, with what {@code in} is to tell; {@code -EAGAIN} if there is none, or none that can be received so
     */
    synchronized long receive(UserBuffer into, Incoming in) {
        for (HostLink each : links()) {
            if (each.descriptor() != null) {
                long result = receive(each, into, in);
                if (result != -EAGAIN) {
                    return result;
                }
            }
        }
        return -EAGAIN;
    }

    private long receive(HostLink link, UserBuffer into, Incoming in) {
        OffHeap block = socket.stack.blocks().take(HostMessage.BLOCK);
        try {
            HostMessage message = new HostMessage(block);
            // What nobody wants to hear must not come into a program's memory.
            boolean anybody = link == published && socket.remote == null;
            if (!anybody && !nextIsWanted(link, message) || !message.incoming(into)) {
                return -EAGAIN;
            }
            long got = received(link, message, 0);
            if (got == -EFAULT) {
                throw MemoryFault.FAULT;
            }
            if (got < 0 || !wanted(link, message.name())) {
                return -EAGAIN; // another thread was faster
            }
            long count = Math.min(got, into.length());
            in.resultFlags |= count < got ? MSG_TRUNC : 0;
            Datagram told = datagram(message, NOTHING);
            in.from = told.from().address(socket.domain());
            UdpControls.tell(socket, told, in);
            return in.has(MSG_TRUNC) ? got : count;
        } finally {
            socket.stack.blocks().give(block);
        }
    }

    /** Drops what nobody wants to hear. @return whether there is something else */
    private boolean nextIsWanted(HostLink link, HostMessage message) {
        while (true) {
            message.sender();
            if (received(link, message, MSG_PEEK) < 0) {
                return false;
            }
            if (wanted(link, message.name())) {
                return true;
            }
            received(link, message, 0);
        }
    }

    /** @return the own address as another end sees it */
    private Endpoint here(Endpoint other) {
        Endpoint own = Objects.requireNonNullElse(socket.local, Endpoint.NONE4);
        return own.ip().isAny() && other.ip().isLoopback() ? new Endpoint(other.ip(), own.port()) : own;
    }

    /** A connected socket hears its other end alone; and strangers speak to the published port alone. */
    private boolean wanted(HostLink link, Endpoint from) {
        if (link != published && !net.permits(Protocol.UDP, from)) {
            return false;
        }
        Endpoint only = socket.remote;
        if (only != null && !only.equals(from)) {
            return false;
        }
        if (link == published) {
            synchronized (heard) {
                heard.put(from, Boolean.TRUE);
            }
        }
        return true;
    }

    private long now() {
        return socket.stack.time().realtimeNanos();
    }

    // Errors.

    /**
     * Takes over what the host knows of messages that did not arrive.
     *
     * @param asks whether to ask the host also if it told of none
     */
    void learn(boolean asks) {
        for (HostLink each : links()) {
            if (each.descriptor() != null && (asks || (each.ready() & POLLERR) != 0)) {
                boolean unused = learn(each);
            }
        }
    }

    /** @return whether there was something */
    private synchronized boolean learn(HostLink link) {
        boolean some = false;
        OffHeap block = socket.stack.blocks().take(HostMessage.BLOCK);
        try {
            HostMessage message = new HostMessage(block);
            while (true) {
                message.incoming();
                long got = called(link, POLLERR, fd -> message.receive(fd, MSG_ERRQUEUE));
                if (got < 0) {
                    return some;
                }
                some = true;
                Endpoint to = message.name();
                failed(message, Datagram.of(message.bytes(got), here(to), to, HOPS, now()));
            }
        } finally {
            socket.stack.blocks().give(block);
        }
    }

    private void failed(HostMessage told, Datagram message) {
        int errno = told.error(0);
        if (errno != 0) {
            int origin = told.error(4);
            socket.unreachable(
                    errno, new byte[] {(byte) origin, (byte) (origin >> 8), (byte) (origin >> 16), 0}, message);
        }
    }
}
