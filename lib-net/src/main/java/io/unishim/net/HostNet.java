package io.unishim.net;

import static io.unishim.abi.Errnos.EADDRINUSE;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.SOL_SOCKET;
import static io.unishim.abi.Socket.SO_REUSEADDR;

import io.unishim.file.HostEvents;
import io.unishim.task.HostWait;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** What of the host's network a shim was given: published ports and permitted destinations. */
final class HostNet implements HostEvents {
    /** A port of the shim that the host knows. */
    private record Port(Protocol protocol, int number) {}

    private record Destination(Protocol protocol, Endpoint end) {}

    private final Map<Port, Integer> publishedFds = new HashMap<>();
    private final Map<Port, Integer> publishedPorts = new HashMap<>();
    private final Set<Destination> permitted = new HashSet<>();
    private final Set<Protocol> protocols = EnumSet.noneOf(Protocol.class);

    /** By the numbers of the host's descriptors. A change is made under the lock. */
    private volatile AtomicReferenceArray<@Nullable HostDescriptor> descriptors = new AtomicReferenceArray<>(64);

    private final Set<HostPoller> pollers = ConcurrentHashMap.newKeySet();
    private volatile @Nullable HostPoller everything;
    private int generation;
    private boolean closed;

    HostNet(List<Published> published, List<Permitted> destinations) {
        if (!published.isEmpty() || !destinations.isEmpty()) {
            everything =
                    new HostPoller(this); // who waits for what may become the host's waits there from the beginning
        }
        try {
            published.forEach(this::publish);
            destinations.forEach(this::permit);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void publish(Published port) {
        Port guest = new Port(port.protocol(), port.guestPort());
        protocols.add(port.protocol());
        int fd = bound(port.protocol(), port.hostPort());
        if (publishedFds.put(guest, fd) != null) {
            throw new IllegalStateException("port " + port.guestPort() + " is published twice");
        }
        int chosen = HostSocketCalls.name(fd, false).port();
        if (port.protocol() == Protocol.UDP) {
            fd = port.hostPort() == 0 ? rebound(guest, fd, chosen) : fd;
            UdpHost.keep(fd);
        }
        publishedPorts.put(guest, chosen);
    }

    private static int bound(Protocol protocol, int port) {
        int fd = HostSocketCalls.socket(AF_INET, protocol);
        if (fd < 0) {
            throw new IllegalStateException("the host gives no socket: error " + -fd);
        }
        // Of UDP it would let others take the port.
        boolean shares = protocol == Protocol.TCP || port == 0;
        HostSocketCalls.setOption(fd, SOL_SOCKET, SO_REUSEADDR, OptionCalls.ints(shares ? 1 : 0));
        long bound = HostSocketCalls.bind(fd, new Endpoint(Ip.LOOPBACK4, port));
        if (bound < 0) {
            HostSocketCalls.close(fd);
            String why = bound == -EADDRINUSE ? "is in use" : "cannot be had: error " + -bound;
            throw new IllegalStateException("port " + port + " of the host " + why);
        }
        return fd;
    }

    /** The host forgets a port of UDP that it chose, but not one that was named, when the socket is disconnected. */
    private int rebound(Port guest, int first, int port) {
        int fd = HostSocketCalls.socket(AF_INET, Protocol.UDP);
        HostSocketCalls.setOption(fd, SOL_SOCKET, SO_REUSEADDR, OptionCalls.ints(1));
        long bound = HostSocketCalls.bind(fd, new Endpoint(Ip.LOOPBACK4, port));
        HostSocketCalls.close(first);
        publishedFds.put(guest, fd);
        if (bound < 0) {
            throw new IllegalStateException("port " + port + " of the host cannot be had: error " + -bound);
        }
        HostSocketCalls.setOption(fd, SOL_SOCKET, SO_REUSEADDR, OptionCalls.ints(0));
        return fd;
    }

    private void permit(Permitted destination) {
        protocols.add(destination.protocol());
        try {
            for (InetAddress each : InetAddress.getAllByName(destination.host())) {
                Endpoint end = new Endpoint(ip(each.getAddress()), destination.port());
                permitted.add(new Destination(destination.protocol(), end));
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the host does not know " + destination.host(), e);
        }
    }

    private static Ip ip(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return bytes.length == 4 ? Ip.v4(in.getInt()) : new Ip(in.getLong(), in.getLong());
    }

    /** @return whether something of a protocol was given */
    boolean gave(Protocol protocol) {
        return protocols.contains(protocol);
    }

    /** @return whether a program may connect there, or send to there, over the host's network */
    boolean permits(Protocol protocol, Endpoint to) {
        return permitted.contains(new Destination(protocol, to))
                || permitted.contains(new Destination(protocol, new Endpoint(to.ip(), 0)));
    }

    /** @return the host's socket of a published port that nobody has, which the caller takes over; -1 if there is none */
    synchronized int take(Protocol protocol, int guestPort) {
        Integer fd = publishedFds.remove(new Port(protocol, guestPort));
        return fd == null ? -1 : fd;
    }

    /** Gives a published port's socket back. */
    synchronized void give(Protocol protocol, int guestPort, int fd) {
        if (closed) {
            HostSocketCalls.close(fd);
        } else {
            publishedFds.put(new Port(protocol, guestPort), fd);
        }
    }

    @Nullable
    Integer publishedPort(Protocol protocol, int guestPort) {
        return publishedPorts.get(new Port(protocol, guestPort));
    }

    // Events.

    @Override
    public @Nullable HostWait everything() {
        return everything;
    }

    @Override
    public Watch watch() {
        HostPoller made = new HostPoller(this);
        pollers.add(made);
        return made;
    }

    void forget(HostPoller poller) {
        pollers.remove(poller);
    }

    HostDescriptor register(int fd, Socket owner, int ready) {
        HostDescriptor made;
        HostPoller all;
        synchronized (this) {
            all = everything;
            if (all == null) {
                all = new HostPoller(this);
                everything = all;
            }
            // A number is used again: what is told late must not concern another.
            generation = generation + 1 & Integer.MAX_VALUE;
            made = new HostDescriptor(fd, (long) generation << 32 | fd, owner, ready);
            AtomicReferenceArray<@Nullable HostDescriptor> table = descriptors;
            if (fd >= table.length()) {
                AtomicReferenceArray<@Nullable HostDescriptor> larger =
                        new AtomicReferenceArray<>(Integer.highestOneBit(fd) << 1);
                for (int i = 0; i < table.length(); i++) {
                    larger.set(i, table.get(i));
                }
                table = larger;
                descriptors = larger;
            }
            table.set(fd, made);
        }
        all.watch(made);
        return made;
    }

    /** Before its number is given back. */
    synchronized void remove(HostDescriptor descriptor) {
        descriptors.compareAndSet(descriptor.fd(), descriptor, null);
    }

    /** @param id of a descriptor that was registered */
    void tell(long id, int events) {
        AtomicReferenceArray<@Nullable HostDescriptor> table = descriptors;
        int fd = (int) id;
        HostDescriptor found = fd < table.length() ? table.get(fd) : null;
        if (found != null && found.id() == id) {
            found.happened(events);
        }
    }

    void close() {
        pollers.forEach(HostPoller::close);
        HostPoller all = everything;
        if (all != null) {
            all.close();
        }
        synchronized (this) {
            closed = true;
            for (int i = 0; i < descriptors.length(); i++) {
                HostDescriptor each = descriptors.getAndSet(i, null);
                if (each != null) {
                    each.close();
                }
            }
            publishedFds.values().forEach(HostSocketCalls::close);
            publishedFds.clear();
        }
    }
}
