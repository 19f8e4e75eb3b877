package io.unishim.net;

import static io.unishim.abi.IpOptions.IP_MULTICAST_ALL;
import static io.unishim.abi.Socket.SOL_IP;
import static io.unishim.abi.Socket.SOL_IPV6;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who has which port of one protocol. Guarded by the lock of {@link InetStack}. */
final class InetPorts {
    private static final int PORTS = 1 << 16;

    private final Map<Integer, Set<PortBinding>> bound = new HashMap<>();
    private final boolean datagrams;
    private final InetStack stack;
    private int next;

    /** @param first where the choice of ports begins, any number */
    InetPorts(InetStack stack, boolean datagrams, int first) {
        this.stack = stack;
        this.datagrams = datagrams;
        this.next = Math.floorMod(first, PORTS);
    }

    /**
     * Takes a port.
     *
     * @param port 0 to have one chosen
     * @param chosen whether by {@code bind(2)}
     * @return the binding, or null if the port, or every port, is in use
     */
    @Nullable
    PortBinding take(InetSocket socket, Ip ip, int port, int uid, boolean chosen) {
        int free = port == 0 ? choose(socket, ip, uid) : port;
        if (free == 0 || port != 0 && conflicts(socket, ip, port, uid)) {
            return null;
        }
        return add(new PortBinding(socket, ip, free, uid, chosen));
    }

    /** Notes a port without asking: of an accepted connection. */
    PortBinding add(PortBinding binding) {
        bound.computeIfAbsent(binding.port, port -> new LinkedHashSet<>(2)).add(binding);
        return binding;
    }

    void remove(PortBinding binding) {
        Set<PortBinding> all = bound.get(binding.port);
        if (all != null && all.remove(binding) && all.isEmpty()) {
            bound.remove(binding.port);
        }
    }

    private int choose(InetSocket socket, Ip ip, int uid) {
        stack.forgetExpired();
        int wanted = socket.inet.portRange;
        NetSetting usual = stack.settings().chosenPorts;
        int first = (wanted & 0xffff) == 0 ? (int) usual.at(0) : wanted & 0xffff;
        int last = wanted >>> 16 == 0 ? (int) usual.at(1) : wanted >>> 16;
        int choices = Math.max(last - first + 1, 1);
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < choices; i++) {
                next = (next + 1) % (choices * (PORTS / choices)); // no choice comes twice in a row
                int port = first + next % choices;
                Set<PortBinding> others = bound.get(port);
                if (others == null || pass == 1 && onlyAfterLives(others) && !conflicts(socket, ip, port, uid)) {
                    return port;
                }
            }
        }
        return 0;
    }

    private static boolean onlyAfterLives(Set<PortBinding> bindings) {
        for (PortBinding each : bindings) {
            if (each.owner != null) {
                return false;
            }
        }
        return true;
    }

    /** As Linux: inet_csk_bind_conflict, udp_lib_lport_inuse. */
    boolean conflicts(InetSocket socket, Ip ip, int port, int uid) {
        Set<PortBinding> others = bound.get(port);
        if (others == null) {
            return false;
        }
        stack.forgetExpired();
        boolean reuse = socket.options().reuseAddress;
        boolean reusePort = socket.options().reusePort;
        for (PortBinding each : others) {
            if (each.owner == socket || !each.meets(ip, socket.onlyV6())) {
                continue;
            }
            boolean shared = reusePort && each.reusePort() && (each.owner == null || each.uid == uid);
            boolean reused = reuse && each.reuseAddress() && (datagrams || !each.listening());
            if (!shared && !reused) {
                return true;
            }
        }
        return false;
    }

    /** @return whether somebody listens there */
    boolean listened(int port) {
        return at(port).stream().anyMatch(PortBinding::listening);
    }

    /** @return who has the port, in order; a copy */
    List<PortBinding> at(int port) {
        Set<PortBinding> found = bound.get(port);
        return found == null ? List.of() : new ArrayList<>(found);
    }

    /** @return everyone, in no order */
    List<PortBinding> all() {
        List<PortBinding> all = new ArrayList<>();
        bound.values().forEach(all::addAll);
        return all;
    }

    /**
     * Finds who receives what comes for an address: the one that says most exactly that it does, and of several that share
     * the port one by its sender (SO_REUSEPORT).
     *
     * @param device the name of the interface by which it comes
     * @return the socket or null
     */
    @Nullable
    InetSocket receiver(Endpoint to, Endpoint from, String device) {
        Set<PortBinding> found = bound.get(to.port());
        if (found == null) {
            return null;
        }
        InetSocket best = null;
        List<InetSocket> equals = null;
        int most = 0;
        for (PortBinding each : found) {
            InetSocket socket = each.owner;
            int score = socket == null || !hears(socket, device) ? 0 : score(each, socket, to, from);
            if (score == 0 || score < most) {
                continue;
            }
            if (score > most) {
                most = score;
                best = socket;
                equals = null;
            } else if (best != null && each.reusePort()) {
                equals = equals == null ? new ArrayList<>(List.of(best)) : equals;
                equals.add(socket);
            } else if (datagrams) {
                best = socket; // the one that came last
            }
        }
        if (equals == null) {
            return best;
        }
        int hash = (from.hashCode() * 31 + to.hashCode()) * 0x9e3779b9;
        return equals.get((int) ((hash & 0xffff_ffffL) * equals.size() >>> 32));
    }

    private static boolean hears(InetSocket socket, String device) {
        String only = socket.options().device;
        return only.isEmpty() || only.equals(device);
    }

    /** @return all who receive what is said to a group or to everybody, each of whom gets it */
    List<InetSocket> receivers(Datagram message, Interface by) {
        Endpoint to = message.to();
        Set<PortBinding> found = bound.get(to.port());
        Group group = new Group(to.ip(), by.index());
        if (found == null || to.ip().isMulticast() && !stack.groups().has(group)) {
            return List.of();
        }
        List<InetSocket> all = new ArrayList<>();
        for (PortBinding each : found) {
            if (each.owner instanceof UdpSocket socket
                    && hears(socket, by.name())
                    && score(each, socket, to, message.from()) > 0
                    && (!to.ip().isMulticast()
                            || hears(socket, group, message.from().ip()))) {
                all.add(socket);
            }
        }
        return all;
    }

    private static boolean hears(UdpSocket socket, Group group, Ip source) {
        int usual = socket.isV6() ? 0 : 1;
        boolean all = group.ip().isV4()
                ? socket.inet.get(SOL_IP, IP_MULTICAST_ALL, usual) != 0
                : socket.inet.get(SOL_IPV6, RareOptions.IPV6_MULTICAST_ALL, 1) != 0;
        return socket.memberships.hears(group, source, all);
    }

    private int score(PortBinding binding, InetSocket socket, Endpoint to, Endpoint from) {
        if (!datagrams && !socket.listening() || !binding.meets(to.ip(), false)) {
            return 0;
        }
        boolean wide = binding.ip().isAny();
        if (!wide && !binding.ip().equals(to.ip())) {
            return 0;
        }
        Endpoint remote = socket.remote();
        if (remote != null && !remote.equals(from)) {
            return 0;
        }
        return 1
                + (wide ? 0 : 4)
                + (remote == null ? 0 : 8)
                + (socket.domain() == io.unishim.abi.Socket.AF_INET ? 1 : 0);
    }
}
