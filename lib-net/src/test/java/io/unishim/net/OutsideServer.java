package io.unishim.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A server of TCP outside of any shim, and a port that nobody has. What it is told it does, a capital letter each: says
 * something (H), or very much (B), or something urgent (O); says no more (W); ends the connection (C), or breaks it (R). Letters
 * from e on it sends back; others mean nothing.
 */
final class OutsideServer implements AutoCloseable {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    final int port;
    final int nobody;
    private final ServerSocket server;
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    OutsideServer() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        server = new ServerSocket(0, 50, loopback);
        port = server.getLocalPort();
        try (ServerSocket other = new ServerSocket(0, 5, loopback)) {
            nobody = other.getLocalPort();
        }
        CompletableFuture<Void> unused = CompletableFuture.runAsync(this::accept);
    }

    List<Permitted> permitted() {
        return List.of(new Permitted("127.0.0.1", port), new Permitted("127.0.0.1", nobody));
    }

    /** Checks how the first connections came to their ends. */
    void ended(String how, int count) {
        for (int i = 0; i < count; i++) {
            try {
                assertThat(ends.take()).isEqualTo(how);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                Thread serving = new Thread(() -> serve(connection));
                serving.setDaemon(true);
                serving.start();
            }
        } catch (SocketException over) {
            // it is
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            while (true) {
                byte[] said = new byte[1000];
                int count = connection.getInputStream().read(said);
                if (count < 0) {
                    ends.add("end");
                    return;
                }
                if (said[0] >= 'e') {
                    connection.getOutputStream().write(said, 0, count);
                    continue;
                }
                for (int i = 0; i < count; i++) {
                    if (!obey(connection, said[i])) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            ends.add("reset");
        }
    }

    /** @return whether the connection goes on */
    private static boolean obey(Socket connection, int command) throws IOException {
        switch (command) {
            case 'H' -> connection.getOutputStream().write(HELLO);
            case 'B' -> connection.getOutputStream().write(new byte[100_000]);
            case 'O' -> connection.sendUrgentData('!');
            case 'W' -> connection.shutdownOutput();
            case 'R' -> connection.setSoLinger(true, 0);
            default -> {}
        }
        return command != 'C' && command != 'R';
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
