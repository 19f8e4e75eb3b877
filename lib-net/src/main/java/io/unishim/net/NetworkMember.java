package io.unishim.net;

import org.jspecify.annotations.Nullable;

/** A place in a {@link VirtualNetwork} that a shim takes when it boots, by {@link NetLibrary#NETWORKS}. */
public final class NetworkMember {
    private final VirtualNetwork network;
    private final String name;
    private final Assigned address;
    private volatile @Nullable InetStack stack;

    NetworkMember(VirtualNetwork network, String name, Assigned address) {
        this.network = network;
        this.name = name;
        this.address = address;
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

    Assigned assigned() {
        return address;
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
