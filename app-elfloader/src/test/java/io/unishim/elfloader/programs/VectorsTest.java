package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.net.Permitted;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes between programs' buffers in a row and the host's sockets, with memory that is bad or goes meanwhile. */
@Timeout(300)
class VectorsTest {
    private static final int BYTES = 200_000;

    private static void serve(ServerSocket listener) {
        while (true) {
            try (Socket socket = listener.accept()) {
                serve(socket);
            } catch (SocketException over) {
                if (listener.isClosed()) {
                    return;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void serve(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int what = in.read();
        if (what == 'w') {
            what = in.read();
        }
        if (what == 's') {
            byte[] all = new byte[BYTES];
            for (int i = 0; i < BYTES; i++) {
                all[i] = (byte) (i % 239);
            }
            socket.getOutputStream().write(all);
            socket.shutdownOutput();
            in.readAllBytes();
            return;
        }
        byte[] came = in.readAllBytes();
        int sum = 0;
        for (byte each : came) {
            sum += each & 0xff;
        }
        socket.getOutputStream()
                .write(ByteBuffer.allocate(8).putInt(came.length).putInt(sum).array());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void buffers_good_and_bad(boolean isolated) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Twin twin = Twin.permitting(isolated, new Permitted("127.0.0.1", listener.getLocalPort()))) {
            Thread server = new Thread(() -> serve(listener), "outside");
            server.setDaemon(true);
            server.start();
            assertThat(twin.agree(Compiler.Kind.DYNAMIC_PIE, "vectors.c", "" + listener.getLocalPort())
                            .exitCode())
                    .isEqualTo(3);
        }
    }
}
