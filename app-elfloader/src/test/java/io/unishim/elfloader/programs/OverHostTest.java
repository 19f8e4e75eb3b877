package io.unishim.elfloader.programs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import io.unishim.net.NetLibrary;
import io.unishim.net.Network;
import io.unishim.net.Permitted;
import io.unishim.net.Protocol;
import io.unishim.net.Published;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server behind a published port sees its clients as it does natively, and a client those whom it is permitted to ask. */
@Timeout(120)
class OverHostTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final int PORT = 7000;

    /** How clients leave, in turn. */
    private enum Leaving {
        CLOSE,
        HALF,
        RESET,
        LAST_WORDS,
        LAST_WORDS_AND_RESET,
        URGENT
    }

    private static final String SERVER = """
            import errno, select, socket, struct, sys
            def attempt(call, *arguments):
                try: return call(*arguments)
                except OSError as e: return errno.errorcode[e.errno]
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            listener.bind(('127.0.0.1', int(sys.argv[1])))
            listener.listen()
            print('ready', flush=True)
            for leaving in sys.argv[2:]:
                c, peer = listener.accept()
                print(leaving, peer[0], c.getsockname()[0], c.recv(5, socket.MSG_WAITALL))
                print(c.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), c.getsockopt(socket.IPPROTO_TCP, 11))
                poll = select.poll()
                c.sendall(b'hello')
                poll.register(c, select.POLLPRI if leaving == 'URGENT' else 0x2000)
                print([hex(e) for _, e in poll.poll(60000)])
                state = c.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 200)
                print(state[0], len(state), struct.unpack('i', state[16:20])[0] > 500)
                poll.register(c, 0x27ff)
                print([hex(e) for _, e in poll.poll(0)], c.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) > 2000)
                for i in range(3):
                    print(attempt(c.recv, 2, socket.MSG_DONTWAIT), attempt(c.recv, 1, socket.MSG_OOB))
                    print([hex(e) for _, e in poll.poll(0)])
                print(attempt(c.send, b'bye'))
                if leaving in ('CLOSE', 'LAST_WORDS'):
                    poll.register(c, 0)
                    print([hex(e) for _, e in poll.poll(60000)], attempt(c.send, b'bye'))
                print(c.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR), attempt(c.recv, 9, socket.MSG_DONTWAIT))
                print(attempt(c.shutdown, socket.SHUT_WR), leaving in ('HALF', 'URGENT') or attempt(c.getpeername))
                c.close()
            print('over', flush=True)
            """;

    private static String[] arguments(int port) {
        List<String> all = new ArrayList<>(List.of("-c", SERVER, "" + port));
        for (Leaving each : Leaving.values()) {
            all.add(each.name());
        }
        return all.toArray(String[]::new);
    }

    /** @return what a server printed while clients came and went. @param told where it prints */
    private static List<String> visited(InputStream told, int port) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(told, UTF_8));
        assertThat(lines.readLine()).isEqualTo("ready");
        for (Leaving each : Leaving.values()) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write("HELLO".getBytes(US_ASCII));
                assertThat(client.getInputStream().readNBytes(5))
                        .asString(US_ASCII)
                        .isEqualTo("hello");
                leave(client, each);
            }
        }
        List<String> all = new ArrayList<>();
        while (true) {
            String line = Objects.requireNonNull(lines.readLine());
            if (line.equals("over")) {
                return all;
            }
            all.add(line.replaceAll("\\('127.0.0.1', \\d+\\)", "a client"));
        }
    }

    private static void leave(Socket client, Leaving how) throws IOException {
        if (how == Leaving.LAST_WORDS || how == Leaving.LAST_WORDS_AND_RESET) {
            client.getOutputStream().write("words".getBytes(US_ASCII));
        }
        switch (how) {
            case RESET, LAST_WORDS_AND_RESET -> client.setSoLinger(true, 0);
            case HALF -> {
                client.shutdownOutput();
                assertThat(client.getInputStream().readAllBytes())
                        .asString(US_ASCII)
                        .isEqualTo("bye");
            }
            case URGENT -> {
                client.sendUrgentData('!');
                assertThat(client.getInputStream().readAllBytes())
                        .asString(US_ASCII)
                        .isEqualTo("bye");
            }
            default -> {}
        }
    }

    @SuppressWarnings("NullAway.Init")
    private static List<String> natively;

    @BeforeAll
    static void seeNatively() throws IOException {
        Twin.needs(PYTHON);
        int port;
        try (ServerSocket some = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = some.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(List.of(arguments(port)));
        Process server = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            natively = visited(server.getInputStream(), port);
        } finally {
            server.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void clients_come_and_go_as_natively(boolean isolated) throws IOException, InterruptedException {
        try (Shim shim = Shim.builder()
                        .mount(Mount.overlay(Path.of("/"), "/"))
                        .option(NetLibrary.PUBLISHED, List.of(new Published(0, PORT)))
                        .boot();
                PipedOutputStream written = new PipedOutputStream();
                PipedInputStream told = new PipedInputStream(written)) {
            Program program = Program.of(PYTHON).args(arguments(PORT)).output(written);
            try (RunningProgram server = (isolated ? program.isolated() : program).start(shim)) {
                int port = shim.service(Network.class).publishedPort(PORT);
                assertThat(visited(told, port)).isEqualTo(natively);
                assertThat(server.waitFor().exitCode()).isZero();
            }
        }
    }

    private static final String ASKING = """
            import errno, socket, struct, sys
            def attempt(call, *arguments):
                try: return call(*arguments)
                except OSError as e: return errno.errorcode[e.errno]
            there = ('127.0.0.1', int(sys.argv[1]))
            for connected in (False, True):
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                for option in (socket.IP_RECVTOS, 12, 8): s.setsockopt(socket.IPPROTO_IP, option, 1)
                s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 33)
                s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 60, 0))
                if connected: s.connect(there)
                def say(text):
                    s.send(text) if connected else s.sendto(text, there)
                for size in (1, 7, 8, 9, 5000, 60000):
                    say(bytes(i % 251 for i in range(size)))
                    parts = [bytearray(3), bytearray(0), bytearray(5), bytearray(4992)]
                    told = s.recvmsg_into(parts, 200)
                    print(told[0], [(l, k, len(d), d[:4]) for l, k, d in told[1]], hex(told[2]), told[3] == there)
                    print([bytes(p)[:9] for p in parts], sum(sum(p) for p in parts))
                    say(b'abcdef')
                    print(s.recv(2, socket.MSG_PEEK), s.recv(4, socket.MSG_TRUNC), attempt(s.recv, 4, socket.MSG_DONTWAIT))
                say(b'')
                print(s.recvfrom(10)[0])
                say(b'more')
                print(s.recv(0))
                say(b'parts')
                print(s.recvmsg(2)[::2])
                out = [(socket.IPPROTO_IP, socket.IP_TOS, struct.pack('i', 16)), (socket.IPPROTO_IP, 2, struct.pack('i', 9))]
                print(s.sendmsg([b'ab', b'', b'cd'], out, 0, *([] if connected else [there])), s.recv(100))
                print(attempt(s.send if connected else lambda b: s.sendto(b, there), bytes(65508)))
                s.setsockopt(17, 103, 4)
                say(b'aaaabbbbcc')
                print(sorted(s.recv(100) for i in range(3)))
            """;

    /** Answers what it is sent, until it is closed. */
    private static void answer(DatagramChannel channel) {
        ByteBuffer bytes = ByteBuffer.allocate(65_536);
        try {
            while (true) {
                SocketAddress from = channel.receive(bytes.clear());
                channel.send(bytes.flip(), from);
            }
        } catch (ClosedChannelException over) {
            // it is
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void datagrams_come_as_natively(boolean isolated) throws IOException {
        try (DatagramChannel outside =
                DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> answer(outside));
            int port = ((InetSocketAddress) outside.getLocalAddress()).getPort();
            try (Twin twin = Twin.permitting(isolated, new Permitted("127.0.0.1", port, Protocol.UDP))) {
                assertThat(twin.agree(PYTHON, "-c", ASKING, "" + port).output()).contains("EMSGSIZE");
            }
        }
    }
}
