package io.unishim.net;

import io.unishim.task.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A network of shims in one JVM. Each has an interface in it, with an address, and finds the others by their names: there is a
 * name server, which /etc/resolv.conf of each shim names if its root can be written. Links have latency, loss and bandwidth,
 * and the network can be cut in two and healed, all at any time.
 *
 * <pre>{@code
 * try (VirtualNetwork lab = VirtualNetwork.named("lab").open();
 *         Shim one = Shim.builder().option(NetLibrary.NETWORKS, List.of(lab.member("one"))).boot();
 *         Shim two = Shim.builder().option(NetLibrary.NETWORKS, List.of(lab.member("two"))).boot()) {
 *     lab.link("one", "two", Link.PERFECT.withLatency(Duration.ofMillis(5)));
 *     lab.partition("one");
 *     lab.heal();
 * }
 * }</pre>
 *
 * <p>Connections survive a partition: what was sent arrives once it is healed, unless a program or TCP_USER_TIMEOUT gave up.
 * Datagrams get lost. Close the shims before the network.
 */
public final class VirtualNetwork implements AutoCloseable {
    private static final int USUAL_PREFIX = 24;
    private static final int USUAL_PREFIX6 = 64;
    private static final Ip USUAL_BASE = Ip.v4(10 << 24 | 88 << 16);

    private final String name;
    private final Assigned base;
    private final Assigned base6;
    private final long seed;
    private final SplittableRandom random;
    private final Wire wire;
    private final Map<String, NetworkMember> members = new LinkedHashMap<>();
    private final Map<Ip, NetworkMember> byAddress = new ConcurrentHashMap<>();
    private final Map<List<String>, Line> lines = new HashMap<>();
    private final Set<Tunnel> tunnels = ConcurrentHashMap.newKeySet();
    private final List<Set<String>> cuts = new CopyOnWriteArrayList<>();
    private Link usual = Link.PERFECT;

    private VirtualNetwork(Builder builder) {
        this.name = builder.name;
        this.base = builder.base;
        Assigned chosen = builder.base6;
        this.base6 = chosen != null ? chosen : local(builder.base.ip());
        this.seed = builder.seed;
        this.random = new SplittableRandom(seed);
        this.wire = new Wire(name, builder.time);
    }

    /** @return addresses of version 6 for local use (RFC 4193) that go with those of version 4 */
    private static Assigned local(Ip four) {
        return new Assigned(new Ip(0xfd00L << 48 | four.v4() & 0xffff_ffffL, 0), USUAL_PREFIX6);
    }

    /** @param name of the network. @return a builder; without more said, the addresses are 10.88.0.0/24 and fd00:0:a58::/64 */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** How a network is to be. */
    public static final class Builder {
        private final String name;
        private Assigned base = new Assigned(USUAL_BASE, USUAL_PREFIX);
        private @Nullable Assigned base6;
        private TimeSource time = TimeSource.HOST;
        private long seed = System.nanoTime();

        private Builder(String name) {
            if (!name.matches("[A-Za-z0-9_-]{1,63}")) {
                throw new IllegalArgumentException("no name of a network: " + name);
            }
            this.name = name;
        }

        /**
         * Says which addresses it has; the first is the name server's.
         *
         * @param text such as {@code 10.7.0.0/24}; a shim may be in several networks if they do not overlap
         */
        public Builder subnet(String text) {
            String[] parts = text.split("[./]", -1);
            int[] numbers = new int[5];
            for (int i = 0; i < 5; i++) {
                boolean number = parts.length == 5 && parts[i].matches("\\d{1,3}");
                numbers[i] = number ? Integer.parseInt(parts[i]) : -1;
                if (numbers[i] < 0 || numbers[i] > 255) {
                    throw new IllegalArgumentException("no subnet such as 10.7.0.0/24: " + text);
                }
            }
            int prefix = numbers[4];
            if (prefix < 8 || prefix > 29 || numbers[0] == 127) {
                throw new IllegalArgumentException("a subnet has a prefix from 8 to 29 and is no loopback: " + text);
            }
            Ip ip = Ip.v4(numbers[0] << 24 | numbers[1] << 16 | numbers[2] << 8 | numbers[3]);
            base = new Assigned(new Assigned(ip, prefix).network(), prefix);
            return this;
        }

        /**
         * Says which addresses of version 6 it has; the first is the name server's.
         *
         * @param text such as {@code fd00:7::/64}; without, they follow from those of version 4
         */
        public Builder subnet6(String text) {
            int slash = text.indexOf('/');
            boolean written = slash > 0 && text.substring(0, slash).matches("[0-9a-fA-F:]*:[0-9a-fA-F:]*");
            int prefix = written && text.substring(slash + 1).matches("\\d{1,3}")
                    ? Integer.parseInt(text.substring(slash + 1))
                    : 0;
            Ip ip = written ? Ip.ofV6(text.substring(0, slash)) : null;
            if (ip == null || prefix < 8 || prefix > 120 || ip.isV4() || ip.isMulticast() || ip.isLinkLocal()) {
                throw new IllegalArgumentException("no subnet such as fd00:7::/64: " + text);
            }
            base6 = new Assigned(new Assigned(ip, prefix).network(), prefix);
            return this;
        }

        /** Says by which clocks packets travel: those of its shims, if they are virtual. */
        public Builder time(TimeSource newTime) {
            time = newTime;
            return this;
        }

        /** Says where the choice of what gets lost begins; without, it is different each time. */
        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /** @return the network */
        public VirtualNetwork open() {
            return new VirtualNetwork(this);
        }
    }

    /** @return its name */
    public String name() {
        return name;
    }

    /** @return the place of a name, made when it is first asked for: a letter, and letters, digits and hyphens */
    public synchronized NetworkMember member(String memberName) {
        NetworkMember found = members.get(memberName);
        if (found != null) {
            return found;
        }
        if (!memberName.matches("[A-Za-z][A-Za-z0-9-]{0,62}")) {
            throw new IllegalArgumentException("no name of a host: " + memberName);
        }
        int host = members.size() + 2;
        if (host >= (1 << 32 - base.prefix()) - 1) {
            throw new IllegalStateException("no address is left in " + this);
        }
        Ip ip = Ip.v4(base.ip().v4() + host);
        Ip six = new Ip(base6.ip().high(), base6.ip().low() + host);
        NetworkMember made =
                new NetworkMember(this, memberName, new Assigned(ip, base.prefix()), new Assigned(six, base6.prefix()));
        members.put(memberName, made);
        byAddress.put(ip, made);
        byAddress.put(six, made);
        return made;
    }

    /** Says what all links are like, those made later included. */
    public synchronized void links(Link like) {
        usual = like;
        lines.values().forEach(each -> each.become(like));
    }

    /** Says what the link between two members is like, in both directions. */
    public void link(String one, String other, Link like) {
        line(one, other).become(like);
        line(other, one).become(like);
    }

    /** Says what one direction between two members is like. */
    public void oneWay(String from, String to, Link like) {
        line(from, to).become(like);
    }

    /** Cuts some members off from all others, until the network is healed; among themselves they go on. May be repeated. */
    public void partition(String... side) {
        cuts.add(Set.of(side));
        tunnels.forEach(Tunnel::cut);
    }

    /** Undoes all partitions. */
    public void heal() {
        cuts.clear();
        tunnels.forEach(each -> wire.soon(each::go));
    }

    @Override
    public void close() {
        wire.close();
        tunnels.forEach(Tunnel::abandon);
        tunnels.clear();
    }

    @Override
    public String toString() {
        return "network " + name + " " + base.ip() + "/" + base.prefix() + ", " + base6.ip() + "/" + base6.prefix()
                + ", seed " + seed;
    }

    // For the stacks of its shims.

    Wire wire() {
        return wire;
    }

    /** @return whether another network has addresses of this one */
    boolean meets(VirtualNetwork other) {
        return base.reaches(other.base.ip())
                || other.base.reaches(base.ip())
                || base6.reaches(other.base6.ip())
                || other.base6.reaches(base6.ip());
    }

    /** @return where names are asked for */
    Ip nameServer() {
        return Ip.v4(base.ip().v4() + 1);
    }

    /** @return whether an address is the name server's, of either version */
    boolean isNameServer(Ip ip) {
        return ip.equals(nameServer())
                || ip.equals(new Ip(base6.ip().high(), base6.ip().low() + 1));
    }

    @Nullable
    NetworkMember at(Ip ip) {
        return byAddress.get(ip);
    }

    synchronized @Nullable NetworkMember find(String memberName) {
        for (NetworkMember each : members.values()) {
            if (each.name().equalsIgnoreCase(memberName)) {
                return each;
            }
        }
        return null;
    }

    synchronized Collection<NetworkMember> members() {
        return new ArrayList<>(members.values());
    }

    Line line(NetworkMember from, NetworkMember to) {
        return line(from.name(), to.name());
    }

    private synchronized Line line(String from, String to) {
        return lines.computeIfAbsent(List.of(from, to), both -> new Line(usual, random.split()));
    }

    /** @return whether packets go between two members now */
    boolean joins(NetworkMember one, NetworkMember other) {
        for (Set<String> side : cuts) {
            if (side.contains(one.name()) != side.contains(other.name())) {
                return false;
            }
        }
        return true;
    }

    void connect(NetworkMember by, TcpSocket socket, Endpoint from, Endpoint to) {
        wire.soon(new Handshake(by, socket, from, to)::begin);
    }

    void add(Tunnel tunnel) {
        tunnels.add(tunnel);
    }

    void remove(Tunnel tunnel) {
        tunnels.remove(tunnel);
    }

    void left(NetworkMember member) {
        tunnels.forEach(each -> each.left(member));
    }

    /** Has something done in a while; at once, on this thread, if that is now. */
    void after(long nanos, Runnable what) {
        if (nanos == 0) {
            what.run();
        } else {
            wire.after(nanos, what);
        }
    }

    /** Sends a datagram to whom it may concern. Hold no lock of a stack. */
    void send(NetworkMember by, UdpSocket sender, Datagram message) {
        new Delivery(by, sender, message).begin();
    }
}
