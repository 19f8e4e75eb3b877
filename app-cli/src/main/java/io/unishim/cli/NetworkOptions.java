package io.unishim.cli;

import io.unishim.net.Permitted;
import io.unishim.net.Protocol;
import io.unishim.net.Published;

/** The values of {@code --publish} and {@code --permit}. */
final class NetworkOptions {
    private static final int LAST_PORT = 65_535;
    private static final String TCP = "/tcp";
    private static final String UDP = "/udp";

    private NetworkOptions() {}

    /** @return the protocol that stands behind a slash */
    private static Protocol protocol(String text) {
        return text.endsWith(UDP) ? Protocol.UDP : Protocol.TCP;
    }

    private static String ports(String text) {
        boolean said = text.endsWith(UDP) || text.endsWith(TCP);
        return said ? text.substring(0, text.length() - UDP.length()) : text;
    }

    static Published published(String text) {
        String[] parts = ports(text).split(":", -1);
        int host = parts.length == 2 ? port(parts[0]) : -1;
        int guest = parts.length == 2 ? port(parts[1]) : -1;
        if (host < 0 || guest < 1) {
            throw new UsageException("--publish wants HOST:GUEST[/udp] with ports, not " + text);
        }
        return new Published(host, guest, protocol(text));
    }

    static Permitted permitted(String text) {
        String named = ports(text);
        int at = named.lastIndexOf(':');
        int port = at < 1 ? -1 : port(named.substring(at + 1));
        if (port < 0) {
            throw new UsageException("--permit wants HOST:PORT[/udp], not " + text);
        }
        String host = named.substring(0, at);
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        return new Permitted(brackets ? host.substring(1, host.length() - 1) : host, port, protocol(text));
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
