package io.unishim.net;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place in a {@link VirtualNetwork} that a shim takes when it boots, by {@link NetLibrary#NETWORKS}. */
public final class NetworkMember {
    private final VirtualNetwork network;
    private final String name;
    private final Assigned address;
    private final Assigned address6;
    private volatile @Nullable InetStack stack;

    NetworkMember(VirtualNetwork network, String name, Assigned address, Assigned address6) {
        this.network = network;
        this.name = name;
        this.address = address;
        this.address6 = address6;
    }

    /** @return the network */
    public VirtualNetwork network() {
        return network;
    }

    /** @return its name there, by which the others find it */
    public String name() {
        return name;
    }

    /** @return its address, such as {@code 10.88.0.2} */
    public String address() {
        return address.ip().toString();
    }

    /** @return its address of version 6 */
    public String address6() {
        return address6.ip().toString();
    }

    Assigned assigned() {
        return address;
    }

    byte[] bytes6() {
        Ip ip = address6.ip();
        return ByteBuffer.allocate(16).putLong(ip.high()).putLong(ip.low()).array();
    }

    List<Assigned> addresses() {
        return List.of(address, address6);
    }

    /** @return whether an address is this place's */
    boolean owns(Ip ip) {
        return ip.equals(address.ip()) || ip.equals(address6.ip());
    }

    /** @return whether an address is that of another place in the network */
    boolean reaches(Ip ip) {
        return !owns(ip) && (address.reaches(ip) || address6.reaches(ip));
    }

    /** @return its hardware address: as Linux does for virtual interfaces, one of a local range */
    long hardware() {
        return 0x0200_0000_0000L | address.ip().v4() & 0xffff_ffffL;
    }

    /** @return the stack of the shim that is here now, or null */
    @Nullable
    InetStack stack() {
        return stack;
    }

    /** A shim takes the place. */
    synchronized void attach(InetStack newStack) {
        if (stack != null) {
            throw new IllegalStateException("another shim is " + name + " in the network " + network.name());
        }
        stack = newStack;
    }

    /** The shim leaves: its connections break. */
    synchronized void detach() {
        stack = null;
        network.left(this);
    }

    @Override
    public String toString() {
        return name + " (" + address() + ") in " + network.name();
    }
}
