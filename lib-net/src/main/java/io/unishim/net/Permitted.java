package io.unishim.net;

/**
 * Where programs may connect to, or send to, over the host's network. If nobody in the shim is there, what they say leaves it;
 * and of datagrams they get answers from there.
 *
 * @param host a name, looked up by the host when the shim boots, or an address
 * @param port the port, 0 for every one
 * @param protocol whether connections or datagrams
 */
public record Permitted(String host, int port, Protocol protocol) {
    /** Checks the port. */
    public Permitted {
        if (host.isEmpty() || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("no destination: " + host + ":" + port);
        }
    }

    /** Permits connections of TCP. */
    public Permitted(String host, int port) {
        this(host, port, Protocol.TCP);
    }
}
