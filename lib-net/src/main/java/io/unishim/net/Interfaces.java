package io.unishim.net;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The network interfaces of a shim: its loopback, and one for each virtual network that it is in. */
final class Interfaces {
    private final List<Interface> all;

    Interfaces(List<Interface> all) {
        this.all = List.copyOf(all);
    }

    /** @param networks in which the shim is */
    static Interfaces of(List<NetworkMember> networks) {
        List<Interface> all = new ArrayList<>(List.of(Interface.LOOPBACK));
        for (NetworkMember each : networks) {
            int index = all.size() + 1;
            all.add(new Interface("eth" + (index - 2), index, 1500, each.hardware(), each.addresses()));
        }
        return new Interfaces(all);
    }

    List<Interface> all() {
        return all;
    }

    @Nullable
    Interface named(String name) {
        for (Interface each : all) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return null;
    }

    @Nullable
    Interface numbered(int index) {
        return index > 0 && index <= all.size() ? all.get(index - 1) : null;
    }

    /** @return whether it is one of the shim's own, or all of them */
    boolean isLocal(Ip ip) {
        return ip.isAny() || ip.isLoopback() || all.size() > 1 && owner(ip) != null;
    }

    /** @return the interface by which packets for the address come in or go out, or null: it is unreachable */
    @Nullable
    Interface of(Ip ip) {
        if (ip.isLoopback()) {
            return Interface.LOOPBACK;
        }
        if (owner(ip) != null) {
            return Interface.LOOPBACK; // as Linux: what one says to oneself
        }
        for (Interface each : all) {
            if (assigned(each, ip) != null) {
                return each;
            }
        }
        return null;
    }

    /** @return the own address of an interface in the network of another address, or null */
    @Nullable
    Assigned assigned(Interface by, Ip ip) {
        for (Assigned each : by.addresses()) {
            if (each.reaches(ip)) {
                return each;
            }
        }
        return null;
    }

    /** @return the own address by which another is reached unless a program says another */
    Ip source(Ip to) {
        if (all.size() > 1 && !to.isLoopback()) {
            for (Interface each : all) {
                Assigned own = assigned(each, to);
                if (own != null) {
                    return own.ip();
                }
            }
        }
        return to.isV4() ? Ip.LOOPBACK4 : Ip.LOOPBACK6;
    }

    /** @return the interface that has an address */
    @Nullable
    Interface owner(Ip ip) {
        for (Interface each : all) {
            for (Assigned own : each.addresses()) {
                if (own.ip().equals(ip)) {
                    return each;
                }
            }
        }
        return null;
    }
}
