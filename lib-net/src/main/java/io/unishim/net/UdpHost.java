package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.IPV6_RECVERR;
import static io.unishim.abi.Socket.IP_RECVERR;
import static io.unishim.abi.Socket.MSG_DONTWAIT;
import static io.unishim.abi.Socket.MSG_ERRQUEUE;
import static io.unishim.abi.Socket.MSG_NOSIGNAL;
import static io.unishim.abi.Socket.SOL_IP;
import static io.unishim.abi.Socket.SOL_IPV6;

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
 * What of a UDP socket is the host's: a published port, and a socket that speaks to permitted destinations. What is sent goes
 * straight from the program's memory; what came is fetched when the program asks, a message at a time, on its own thread.
 *
 * <p>A destination is the host's if the last message from there came by the published port, or if it is permitted and nobody
 * in the shim is there. Only those are heard over the host's network.
 */
final class UdpHost {
    private static final int HOPS = 64;

    /** How many who spoke to the published port are remembered. */
    private static final int MOST_HEARD = 4096;

    /** A block: struct msghdr, struct iovec, a name, control messages, and bytes. */
    private static final int BLOCK = 1 << 17;

    private static final int HEADER = 56;
    private static final int VECTOR = HEADER;
    private static final int NAME = 128;
    private static final int NAME_SIZE = 28;
    private static final int CONTROL = 256;
    private static final int CONTROL_SIZE = 512;
    private static final int BYTES = 1024;
    private static final int MOST = 65_536;

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
        tellErrors(fd, true);
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
    private static void tellErrors(int fd, boolean four) {
        HostSocketCalls.setOption(fd, four ? SOL_IP : SOL_IPV6, four ? IP_RECVERR : IPV6_RECVERR, OptionCalls.ints(1));
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
            tellErrors(fd, link == out4);
            link.attach(fd, POLLOUT);
        }
        return Math.min(fd, 0);
    }

    // Data.

    /** Sends a message to whom it {@linkplain #reaches}. @return its length, or an errno */
    long send(UserBuffer from, Endpoint to) {
        HostLink link = link(to);
        long result = open(link);
        if (result < 0) {
            return result;
        }
        OffHeap block = socket.stack.blocks().take(BLOCK);
        try {
            int length = (int) from.length();
            long where = length == 0 ? 0 : from.hostAddress(0, length);
            if (where == 0 && length > 0 && from.get(0, block, BYTES, length) != length) {
                throw MemoryFault.FAULT;
            }
            long bytes = where == 0 ? block.address() + BYTES : where;
            byte[] name = to.address(to.ip().isV4() ? AF_INET : AF_INET6);
            block.put(NAME, name, 0, name.length);
            int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
            Call call = fd -> {
                long address = block.address() + NAME;
                return HostCalls.call(Syscall.SENDTO.number(), fd, bytes, length, flags, address, name.length);
            };
            result = called(link, POLLOUT, call);
            if (result < 0 && result != -EAGAIN && learn(link)) {
                // It was an error of a message before: of whom, and whether the program is told, is known only now.
                result = socket.error != 0 ? -socket.takeError() : called(link, POLLOUT, call);
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
        OffHeap block = socket.stack.blocks().take(BLOCK);
        try {
            while (true) {
                long got = called(link, POLLIN, fd -> receive(fd, block, 0));
                if (got < 0) {
                    if (got == -EAGAIN || !learn(link)) {
                        return null;
                    }
                    continue; // it was an error of a message that was sent
                }
                Endpoint from = name(block);
                boolean heardOf = link == published || net.permits(Protocol.UDP, from);
                if (heardOf && wanted(link, from)) {
                    return Datagram.of(bytes(block, got), from, here(from), HOPS, now());
                }
            }
        } finally {
            socket.stack.blocks().give(block);
        }
    }

    private static Endpoint name(OffHeap block) {
        byte[] address = new byte[NAME_SIZE];
        block.get(NAME, address, 0, NAME_SIZE);
        return Addresses.family(address) == AF_INET ? Endpoint.ofV4(address) : Endpoint.ofV6(address);
    }

    private static byte[] bytes(OffHeap block, long count) {
        byte[] bytes = new byte[(int) count];
        block.get(BYTES, bytes, 0, bytes.length);
        return bytes;
    }

    /** @return the own address as another end sees it */
    private Endpoint here(Endpoint other) {
        Endpoint own = Objects.requireNonNullElse(socket.local, Endpoint.NONE4);
        return own.ip().isAny() && other.ip().isLoopback() ? new Endpoint(other.ip(), own.port()) : own;
    }

    /** A connected socket hears its other end alone. */
    private boolean wanted(HostLink link, Endpoint from) {
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

    private static long receive(int fd, OffHeap block, int flags) {
        block.zero(0, BYTES);
        block.putLong(0, block.address() + NAME);
        block.putInt(8, NAME_SIZE);
        block.putLong(16, block.address() + VECTOR);
        block.putLong(24, 1);
        block.putLong(32, block.address() + CONTROL);
        block.putLong(40, flags == 0 ? 0 : CONTROL_SIZE);
        block.putLong(VECTOR, block.address() + BYTES);
        block.putLong(VECTOR + 8, MOST);
        return HostCalls.call(Syscall.RECVMSG.number(), fd, block.address(), flags | MSG_DONTWAIT);
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
        OffHeap block = socket.stack.blocks().take(BLOCK);
        try {
            while (true) {
                long got = called(link, POLLERR, fd -> receive(fd, block, MSG_ERRQUEUE));
                if (got < 0) {
                    return some;
                }
                some = true;
                Endpoint to = name(block);
                failed(block, Datagram.of(bytes(block, got), here(to), to, HOPS, now()));
            }
        } finally {
            socket.stack.blocks().give(block);
        }
    }

    /** @param block with the control message of an error: struct cmsghdr, struct sock_extended_err */
    private void failed(OffHeap block, Datagram message) {
        int error = CONTROL + 16;
        int errno = block.getInt(error);
        if (errno != 0) {
            byte[] origin = new byte[4];
            block.get(error + 4, origin, 0, origin.length);
            socket.unreachable(errno, origin, message);
        }
    }
}
