package io.unishim.cli;

import io.unishim.net.Permitted;
import io.unishim.net.Published;

/** The values of {@code --publish} and {@code --permit}. */
final class NetworkOptions {
    private static final int LAST_PORT = 65_535;

    private NetworkOptions() {}

    static Published published(String text) {
        String[] parts = text.split(":", -1);
        int host = parts.length == 2 ? port(parts[0]) : -1;
        int guest = parts.length == 2 ? port(parts[1]) : -1;
        if (host < 0 || guest < 1) {
            throw new UsageException("--publish wants HOST:GUEST with ports, not " + text);
        }
        return new Published(host, guest);
    }

    static Permitted permitted(String text) {
        int at = text.lastIndexOf(':');
        int port = at < 1 ? -1 : port(text.substring(at + 1));
        if (port < 0) {
            throw new UsageException("--permit wants HOST:PORT, not " + text);
        }
        String host = text.substring(0, at);
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        return new Permitted(brackets ? host.substring(1, host.length() - 1) : host, port);
    }

    /** @return the port, or -1 if it is none */
    private static int port(String text) {
        try {
            int port = Integer.parseUnsignedInt(text);
            return port <= LAST_PORT ? port : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
