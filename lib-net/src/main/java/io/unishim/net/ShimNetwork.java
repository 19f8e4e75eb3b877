package io.unishim.net;

import org.jspecify.annotations.Nullable;

/** What the application is told of a shim's network. */
final class ShimNetwork implements Network {
    private final @Nullable HostNet host;

    ShimNetwork(@Nullable HostNet host) {
        this.host = host;
    }

    @Override
    public int publishedPort(int guestPort) {
        Integer port = host == null ? null : host.publishedPort(guestPort);
        if (port == null) {
            throw new IllegalArgumentException("port " + guestPort + " was not published");
        }
        return port;
    }
}
