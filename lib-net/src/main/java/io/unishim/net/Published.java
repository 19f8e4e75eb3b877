package io.unishim.net;

/**
 * A port of the host that stands for one of a shim: who connects to it, or sends to it, reaches the program that has the port
 * there. It is open on the host's 127.0.0.1 only.
 *
 * @param hostPort the host's, 0 to have one chosen: {@link Network#publishedPort} tells which
 * @param guestPort the shim's
 * @param protocol whose ports they are
 */
public record Published(int hostPort, int guestPort, Protocol protocol) {
    /** Checks the ports. */
    public Published {
        if (hostPort < 0 || hostPort > 65_535 || guestPort < 1 || guestPort > 65_535) {
            throw new IllegalArgumentException("no ports: " + hostPort + ":" + guestPort);
        }
    }

    /** Publishes a port of TCP. */
    public Published(int hostPort, int guestPort) {
        this(hostPort, guestPort, Protocol.TCP);
    }
}
