package io.unishim.net;

/**
 * Where programs may connect to over the host's network, by TCP. Nobody in the shim listening there, a connection leaves it.
 *
 * @param host a name, looked up by the host when the shim boots, or an address
 * @param port the port, 0 for every one
 */
public record Permitted(String host, int port) {
    /** Checks the port. */
    public Permitted {
        if (host.isEmpty() || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("no destination: " + host + ":" + port);
        }
    }
}
