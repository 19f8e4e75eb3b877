package io.unishim.net;

import org.jspecify.annotations.Nullable;

/** That a port is taken: by a socket, or by the after-life of one (TIME-WAIT). Guarded by the lock of {@link InetStack}. */
final class PortBinding {
    final int port;
    final int uid;

    /** Whether {@code bind(2)} took it; else it came with {@code connect(2)} or with an accepted connection. */
    final boolean chosen;

    private Ip ip;
    private final boolean onlyV6;

    /** Null once it is an after-life. */
    @Nullable
    InetSocket owner;

    private boolean reuseAddress;
    private boolean reusePort;

    /** When the after-life ends, by the shim's clock. */
    long expires;

    PortBinding(InetSocket owner, Ip ip, int port, int uid, boolean chosen) {
        this.owner = owner;
        this.ip = ip;
        this.port = port;
        this.uid = uid;
        this.chosen = chosen;
        this.onlyV6 = owner.onlyV6();
    }

    Ip ip() {
        return ip;
    }

    /** A socket that took every address was connected, or that is over. */
    void narrow(Ip newIp) {
        ip = newIp;
    }

    boolean reuseAddress() {
        InetSocket socket = owner;
        return socket == null ? reuseAddress : socket.options().reuseAddress;
    }

    boolean reusePort() {
        InetSocket socket = owner;
        return socket == null ? reusePort : socket.options().reusePort;
    }

    boolean listening() {
        InetSocket socket = owner;
        return socket != null && socket.listening();
    }

    boolean onlyV6() {
        return onlyV6;
    }

    /** The socket is gone, but its port is not free yet. */
    void outlive(long until) {
        reuseAddress = reuseAddress();
        reusePort = reusePort();
        owner = null;
        expires = until;
    }

    /** @return whether both receive for a common address */
    boolean meets(Ip otherIp, boolean otherOnlyV6) {
        return ip.meets(onlyV6, otherIp, otherOnlyV6);
    }
}
