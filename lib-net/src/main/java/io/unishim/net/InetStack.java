package io.unishim.net;

import io.unishim.Shim;
import io.unishim.memory.OffHeap;
import io.unishim.task.TimeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the Internet sockets of a shim share: ports, connections, and the lock of everything among several sockets. */
final class InetStack {
    /** The kernel's TCP_TIMEWAIT_LEN. */
    private static final long AFTER_LIFE = 60_000_000_000L;

    static final int MOST_AFTER_LIVES = 8192;

    /** Both ends of a connection, as one of them sees them. */
    private record Pair(Endpoint local, Endpoint remote) {}

    private final ReentrantLock lock = new ReentrantLock();

    /** That a socket began to listen. */
    private final Condition listening = lock.newCondition();

    private final InetPorts tcp;
    private final InetPorts udp;
    private final InetPorts udpLite;
    private final InetPorts icmp;
    private final TimeSource time;
    private final BrokenPipe brokenPipe;
    private final Inodes inodes;
    private final Map<Pair, TcpSocket> connections = new HashMap<>();
    private final ArrayDeque<PortBinding> afterLives = new ArrayDeque<>();
    private final Blocks<OffHeap> blocks = new Blocks<>(OffHeap::allocate, OffHeap::size);
    private final Groups groups = new Groups();
    private final @Nullable HostNet host;
    private final List<NetworkMember> networks;
    private final Interfaces interfaces;
    private final InterfaceRequests requests;
    private final NetSettings settings;
    private final Timers timers;

    /** @param host what was given of the host's network, or null for nothing */
    InetStack(
            Shim shim,
            NetSettings settings,
            BrokenPipe brokenPipe,
            Inodes inodes,
            @Nullable HostNet host,
            List<NetworkMember> networks) {
        this.settings = settings;
        this.timers = new Timers(shim.time());
        this.networks = networks;
        this.interfaces = Interfaces.of(networks);
        this.requests = new InterfaceRequests(interfaces);
        this.host = host;
        this.time = shim.time();
        this.brokenPipe = brokenPipe;
        this.inodes = inodes;
        byte[] seed = new byte[4];
        shim.random().nextBytes(seed);
        int first = seed[0] << 16 ^ seed[1] << 8 ^ seed[2];
        this.tcp = new InetPorts(this, false, first);
        this.udp = new InetPorts(this, true, first + 7919 * seed[3]);
        this.icmp = new InetPorts(this, true, first);
        this.udpLite = new InetPorts(this, true, first);
    }

    /** @return the lock of ports and connections; taken before the lock of any connection */
    ReentrantLock lock() {
        return lock;
    }

    /** Tells those who wait that a socket began to listen; with the lock held. */
    void listenerBegan() {
        listening.signalAll();
    }

    /** Waits until somebody listens at a port of TCP. @return false if nobody did in time */
    boolean awaitListener(int port, long patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience;
            while (!tcp.listened(port)) {
                if (left <= 0) {
                    return false;
                }
                left = listening.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    InetPorts tcp() {
        return tcp;
    }

    /** @return who has which identifier of ICMP */
    InetPorts icmp() {
        return icmp;
    }

    InetPorts udpLite() {
        return udpLite;
    }

    InetPorts udp() {
        return udp;
    }

    BrokenPipe brokenPipe() {
        return brokenPipe;
    }

    TimeSource time() {
        return time;
    }

    NetSettings settings() {
        return settings;
    }

    /** @return what has something done later, in this shim alone */
    Timers timers() {
        return timers;
    }

    @Nullable
    HostNet host() {
        return host;
    }

    Blocks<OffHeap> blocks() {
        return blocks;
    }

    long nextInode() {
        return inodes.next();
    }

    /** @return by which virtual network packets for an address go out, or null if by none */
    @Nullable
    NetworkMember way(Ip to) {
        for (NetworkMember each : networks) {
            if (each.reaches(to)) {
                return each;
            }
        }
        return networks.isEmpty() || !to.isBroadcast() ? null : networks.get(0);
    }

    Interfaces interfaces() {
        return interfaces;
    }

    /** @return the groups of which sockets are members */
    Groups groups() {
        return groups;
    }

    /** @param index 0 for that by which the world outside is reached. @return the interface, or null if there is none */
    @Nullable
    Interface interfaceFor(int index) {
        if (index != 0) {
            return interfaces.numbered(index);
        }
        NetworkMember by = networks.isEmpty() ? null : networks.get(0);
        return by == null ? null : interfaces.owner(by.assigned().ip());
    }

    /** @return who else is in the network of an interface now */
    List<NetworkMember> neighbours(Interface by) {
        NetworkMember own = member(by);
        if (own == null) {
            return List.of();
        }
        List<NetworkMember> all = new ArrayList<>(own.network().members());
        all.removeIf(each -> each == own || each.stack() == null);
        return all;
    }

    /** @return the place of an interface in its network, or null for the loopback's */
    @Nullable
    NetworkMember member(Interface by) {
        return by.isLoopback() ? null : networks.get(by.index() - 2);
    }

    Interface interfaceOf(NetworkMember member) {
        return interfaces.all().get(networks.indexOf(member) + 1);
    }

    InterfaceRequests requests() {
        return requests;
    }

    // Connections; hold the lock.

    /** @return whether there was none between the two */
    boolean connect(Endpoint local, Endpoint remote, TcpSocket socket) {
        return connections.putIfAbsent(new Pair(local, remote), socket) == null;
    }

    void disconnect(@Nullable Endpoint local, @Nullable Endpoint remote, TcpSocket socket) {
        if (local != null && remote != null) {
            connections.remove(new Pair(local, remote), socket);
        }
    }

    Iterable<TcpSocket> connections() {
        return List.copyOf(connections.values());
    }

    /** The connection is over, but its port is not free for a minute (man 7 tcp, TIME-WAIT). */
    void outlive(PortBinding binding) {
        forgetExpired();
        if (afterLives.size() >= MOST_AFTER_LIVES) {
            tcp.remove(afterLives.removeFirst());
        }
        binding.outlive(time.monotonicNanos() + AFTER_LIFE);
        afterLives.addLast(binding);
    }

    void forgetExpired() {
        if (afterLives.isEmpty()) {
            return;
        }
        long now = time.monotonicNanos();
        for (Iterator<PortBinding> each = afterLives.iterator(); each.hasNext(); ) {
            PortBinding binding = each.next();
            if (binding.expires > now) {
                return;
            }
            each.remove();
            tcp.remove(binding);
        }
    }
}
