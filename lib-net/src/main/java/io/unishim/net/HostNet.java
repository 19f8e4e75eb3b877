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
    private final Map<Integer, Integer> publishedFds = new HashMap<>();
    private final Map<Integer, Integer> publishedPorts = new HashMap<>();
    private final Set<Endpoint> permitted = new HashSet<>();
    /** By the numbers of the host's descriptors. A change is made under the lock. */
    private volatile AtomicReferenceArray<@Nullable HostDescriptor> descriptors = new AtomicReferenceArray<>(64);

    private final Set<HostPoller> pollers = ConcurrentHashMap.newKeySet();
    private final HostPoller everything = new HostPoller(this);
    private int generation;

    HostNet(List<Published> published, List<Permitted> destinations) {
        try {
            published.forEach(this::publish);
            destinations.forEach(this::permit);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void publish(Published port) {
        int fd = HostSocketCalls.socket(AF_INET);
        if (fd < 0) {
            throw new IllegalStateException("the host gives no socket: error " + -fd);
        }
        publishedFds.put(port.guestPort(), fd);
        HostSocketCalls.setOption(fd, SOL_SOCKET, SO_REUSEADDR, OptionCalls.ints(1));
        long bound = HostSocketCalls.bind(fd, new Endpoint(Ip.LOOPBACK4, port.hostPort()));
        if (bound < 0) {
            String why = bound == -EADDRINUSE ? "is in use" : "cannot be had: error " + -bound;
            throw new IllegalStateException("port " + port.hostPort() + " of the host " + why);
        }
        publishedPorts.put(port.guestPort(), HostSocketCalls.name(fd, false).port());
    }

    private void permit(Permitted destination) {
        try {
            for (InetAddress each : InetAddress.getAllByName(destination.host())) {
                permitted.add(new Endpoint(ip(each.getAddress()), destination.port()));
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the host does not know " + destination.host(), e);
        }
    }

    private static Ip ip(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return bytes.length == 4 ? Ip.v4(in.getInt()) : new Ip(in.getLong(), in.getLong());
    }

    /** @return whether a program may connect there over the host's network */
    boolean permits(Endpoint to) {
        return permitted.contains(to) || permitted.contains(new Endpoint(to.ip(), 0));
    }

    /** @return the host's socket of a published port that nobody listens at, which the caller takes over; -1 if there is none */
    synchronized int takeListener(int guestPort) {
        Integer fd = publishedFds.remove(guestPort);
        return fd == null ? -1 : fd;
    }

    /** Gives a published port's socket back. */
    synchronized void giveListener(int guestPort, int fd) {
        publishedFds.put(guestPort, fd);
    }

    @Nullable
    Integer publishedPort(int guestPort) {
        return publishedPorts.get(guestPort);
    }

    // Events.

    @Override
    public HostWait everything() {
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
        synchronized (this) {
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
        everything.watch(made);
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
        everything.close();
        synchronized (this) {
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
