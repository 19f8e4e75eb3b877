package io.unishim.net;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * A shim's network as the application sees it: a service of {@link NetLibrary}.
 *
 * <pre>{@code
 * Network net = shim.service(Network.class);
 * try (Socket socket = net.connect(6379)) { ... }
 * }</pre>
 */
public interface Network {
    /**
     * Tells where a published port is to be reached.
     *
     * @param protocol whose port it is
     * @param guestPort the shim's
     * @return the port on the host's 127.0.0.1
     * @throws IllegalArgumentException if it was not published
     */
    int publishedPort(Protocol protocol, int guestPort);

    /**
     * As {@link #publishedPort(Protocol, int)} of TCP.
     *
     * @param guestPort the shim's
     * @return the port on the host's 127.0.0.1
     */
    default int publishedPort(int guestPort) {
        return publishedPort(Protocol.TCP, guestPort);
    }

    /**
     * Makes sockets that reach the shim's loopback and nothing else, for libraries that take a factory: no port of the host is
     * needed. Addresses are {@code localhost}, 127.0.0.0/8 and ::1.
     *
     * @return the factory, for any number of threads
     */
    SocketFactory socketFactory();

    /**
     * Waits until somebody listens at a port of the shim, by TCP.
     *
     * @param guestPort the shim's
     * @param patience how long, in the host's time
     * @return whether somebody does; false if nobody did in time
     * @throws InterruptedException if this thread is interrupted
     */
    boolean awaitListener(int guestPort, Duration patience) throws InterruptedException;

    /**
     * Connects with who listens at a port of the shim.
     *
     * @param guestPort the shim's
     * @return the connection
     * @throws java.net.ConnectException if nobody listens there
     */
    default Socket connect(int guestPort) throws IOException {
        return socketFactory().createSocket("localhost", guestPort);
    }
}
