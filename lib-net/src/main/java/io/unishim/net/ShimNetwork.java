package io.unishim.net;

import io.unishim.Shim;
import io.unishim.task.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** What the application is told of a shim's network. */
final class ShimNetwork implements Network {
    private final Shim shim;
    private final InetStack stack;

    ShimNetwork(Shim shim, InetStack stack) {
        this.shim = shim;
        this.stack = stack;
    }

    @Override
    public int publishedPort(Protocol protocol, int guestPort) {
        HostNet host = stack.host();
        Integer port = host == null ? null : host.publishedPort(protocol, guestPort);
        if (port == null) {
            throw new IllegalArgumentException("port " + guestPort + " was not published");
        }
        return port;
    }

    @Override
    public boolean awaitListener(int guestPort, Duration patience) throws InterruptedException {
        return stack.awaitListener(guestPort, patience.toNanos());
    }

    @Override
    public SocketFactory socketFactory() {
        return new Factory();
    }

    /** Makes sockets that are this shim's. */
    private final class Factory extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            Task first = shim.tasks().first().tasks().get(0);
            return new JavaSocket(stack, first);
        }

        private Socket connected(InetSocketAddress to, @Nullable InetSocketAddress from) throws IOException {
            Socket made = createSocket();
            try {
                if (from != null) {
                    made.bind(from);
                }
                made.connect(to);
                return made;
            } catch (IOException e) {
                made.close();
                throw e;
            }
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return connected(InetSocketAddress.createUnresolved(host, port), null);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return connected(new InetSocketAddress(host, port), null);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return connected(
                    InetSocketAddress.createUnresolved(host, port), new InetSocketAddress(localHost, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
                throws IOException {
            return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
        }
    }
}
