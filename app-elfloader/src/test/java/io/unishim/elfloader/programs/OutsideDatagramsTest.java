package io.unishim.elfloader.programs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.unishim.Shim;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import io.unishim.net.NetLibrary;
import io.unishim.net.Network;
import io.unishim.net.Permitted;
import io.unishim.net.Protocol;
import io.unishim.net.Published;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs as they are installed speak UDP with the host: a resolver to a name server, a server by a published port. */
@Timeout(300)
class OutsideDatagramsTest {
    /** An address of the loopback on which no resolver of a distribution listens. */
    private static final String NAME_SERVER = "127.0.0.99";

    private static final int NAMES = 53;
    private static final int ADDRESS = 1;
    private static final byte[] ANSWER = {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, (byte) 192, 0, 2, 7};

    private static DatagramChannel nameServer() throws IOException {
        DatagramChannel made = DatagramChannel.open();
        try {
            made.bind(new InetSocketAddress(InetAddress.getByName(NAME_SERVER), NAMES));
        } catch (SocketException e) {
            made.close();
            abort("port 53 of " + NAME_SERVER + " cannot be had: " + e.getMessage());
        }
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> answer(made));
        return made;
    }

    /** Whatever is asked for has the address 192.0.2.7, and none of version 6. */
    private static void answer(DatagramChannel channel) {
        ByteBuffer bytes = ByteBuffer.allocate(512);
        try {
            while (true) {
                SocketAddress from = channel.receive(bytes.clear());
                int end = 12;
                while (bytes.get(end) != 0) {
                    end += bytes.get(end) + 1;
                }
                boolean known = bytes.getShort(end + 1) == ADDRESS;
                bytes.putShort(2, (short) 0x8180)
                        .putShort(6, (short) (known ? 1 : 0))
                        .putInt(8, 0);
                bytes.limit(bytes.capacity()).position(end + 5);
                if (known) {
                    bytes.put(ANSWER);
                }
                channel.send(bytes.flip(), from);
            }
        } catch (ClosedChannelException over) {
            // it is
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String resolved(Shim shim, boolean isolated) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String ask = "echo nameserver " + NAME_SERVER + " >/etc/resolv.conf; echo 'hosts: dns' >/etc/nsswitch.conf; "
                + "getent hosts db.test; echo $?";
        Program program = Program.of("/bin/sh").args("-c", ask).output(output).errors(output);
        (isolated ? program.isolated() : program).run(shim);
        return output.toString(UTF_8);
    }

    private static Shim.Builder builder() {
        return Shim.builder().mount(Mount.overlay(Path.of("/"), "/"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void names_are_asked_of_a_permitted_server(boolean isolated) throws IOException {
        Twin.needs("/usr/bin/getent");
        Permitted permitted = new Permitted(NAME_SERVER, NAMES, Protocol.UDP);
        try (DatagramChannel server = nameServer();
                Shim shim = builder()
                        .option(NetLibrary.PERMITTED, List.of(permitted))
                        .boot();
                Shim confined = builder().boot()) {
            assertThat(resolved(shim, isolated)).startsWith("192.0.2.7 ").endsWith("\n0\n");
            assertThat(resolved(confined, isolated)).isEqualTo("2\n");
            server.close();
            // The host says at once that nobody is there any more.
            assertThat(resolved(shim, isolated)).isEqualTo("2\n");
        }
    }

    private static final String SERVER = """
            import socket, select
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind(("0.0.0.0", 53))
            s.setblocking(False)
            e = select.epoll()
            e.register(s, select.EPOLLIN)
            print("ready", flush=True)
            while True:
                e.poll()
                data, peer = s.recvfrom(100)
                s.sendto(data.upper(), peer)
                if data == b"end":
                    break
            """;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_server_answers_by_a_published_port(boolean isolated) throws IOException, InterruptedException {
        Twin.needs("/usr/bin/python3");
        try (Shim shim = builder()
                        .option(NetLibrary.PUBLISHED, List.of(new Published(0, NAMES, Protocol.UDP)))
                        .boot();
                PipedOutputStream written = new PipedOutputStream();
                PipedInputStream said = new PipedInputStream(written);
                DatagramChannel client = DatagramChannel.open()) {
            Program program = Program.of("/usr/bin/python3").args("-c", SERVER).output(written);
            try (RunningProgram server = (isolated ? program.isolated() : program).start(shim)) {
                assertThat(said.readNBytes(6)).asString(US_ASCII).isEqualTo("ready\n");
                int port = shim.service(Network.class).publishedPort(Protocol.UDP, NAMES);
                client.connect(new InetSocketAddress("127.0.0.1", port));
                for (String each : List.of("one", "two", "end")) {
                    client.write(ByteBuffer.wrap(each.getBytes(US_ASCII)));
                    ByteBuffer answer = ByteBuffer.allocate(10);
                    client.read(answer);
                    assertThat(new String(answer.array(), 0, answer.position(), US_ASCII))
                            .isEqualTo(each.toUpperCase(Locale.ROOT));
                }
                assertThat(server.waitFor().exitCode()).isZero();
            }
        }
    }
}
