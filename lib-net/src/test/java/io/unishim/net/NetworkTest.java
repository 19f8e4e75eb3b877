package io.unishim.net;

import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.SOCK_NONBLOCK;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Epoll;
import io.unishim.abi.Errnos;
import io.unishim.linux.EpollCalls;
import io.unishim.linux.EpollCallsFamily;
import io.unishim.linux.IoCalls;
import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserRef;
import io.unishim.struct.EpollEvent;
import io.unishim.task.Task;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shim's network from outside: by Java's sockets, by a published port, and to a permitted destination. */
@Timeout(180)
class NetworkTest {
    private static final int PORT = 7;

    /** Answers one connection with what it says, on a thread of its own. */
    private static CompletableFuture<Void> echo(Shim shim, boolean byEpoll) {
        SocketCalls sockets = shim.calls(SocketCallsFamily.FAMILY);
        IoCalls io = shim.calls(IoCallsFamily.FAMILY);
        EpollCalls epoll = shim.calls(EpollCallsFamily.FAMILY);
        Task task = shim.newProcess("echo");
        int listener = (int) sockets.socket(task, AF_INET, SOCK_STREAM | (byEpoll ? SOCK_NONBLOCK : 0), 0);
        byte[] address = new Endpoint(Ip.ANY4, PORT).address(AF_INET);
        assertThat(sockets.bind(task, listener, UserBuffer.of(address))).isZero();
        assertThat(sockets.listen(task, listener, 5)).isZero();
        int poll = (int) epoll.epoll_create1(task, 0);
        return CompletableFuture.runAsync(() -> {
            byte[] bytes = new byte[4096];
            await(epoll, task, poll, byEpoll, listener);
            int fd = (int) sockets.accept4(task, listener, 0, UserInt.none(), byEpoll ? SOCK_NONBLOCK : 0);
            assertThat(fd).isNotNegative();
            while (true) {
                await(epoll, task, poll, byEpoll, fd);
                long got = io.read(task, fd, UserBuffer.of(bytes));
                if (got <= 0) {
                    assertThat(got).isZero();
                    break;
                }
                assertThat(io.write(task, fd, UserBuffer.of(bytes, 0, (int) got)))
                        .isEqualTo(got);
            }
            shim.tasks().exited(task, 0);
        });
    }

    private static void await(EpollCalls epoll, Task task, int poll, boolean byEpoll, int fd) {
        if (byEpoll) {
            epoll.epoll_ctl(
                    task,
                    poll,
                    Epoll.EPOLL_CTL_ADD,
                    fd,
                    UserRef.of(EpollEvent.LAYOUT, new EpollEvent(Epoll.EPOLLIN, fd)));
            UserArray<EpollEvent> events = UserArray.room(EpollEvent.LAYOUT, 4);
            assertThat(epoll.epoll_wait(task, poll, events, -1)).isEqualTo(1);
            assertThat(events.get(0).data()).isEqualTo(fd);
        }
    }

    private static void say(Socket socket) throws IOException {
        for (int i = 0; i < 50; i++) {
            byte[] said = ("hello " + i).getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(said);
            assertThat(socket.getInputStream().readNBytes(said.length)).isEqualTo(said);
        }
    }

    @Test
    void a_listener_is_waited_for() throws InterruptedException {
        try (Shim shim = Shim.boot()) {
            Network network = shim.service(Network.class);
            assertThat(network.awaitListener(PORT, Duration.ofMillis(1))).isFalse();
            CompletableFuture<Boolean> seen = new CompletableFuture<>();
            Thread waiting = new Thread(() -> {
                try {
                    seen.complete(network.awaitListener(PORT, Duration.ofMinutes(2)));
                } catch (InterruptedException e) {
                    seen.completeExceptionally(e);
                }
            });
            waiting.start();
            CompletableFuture<Void> echo = echo(shim, false);
            assertThat(seen.join()).isTrue();
            waiting.join();
            assertThat(network.awaitListener(PORT, Duration.ZERO)).isTrue();
            assertThat(network.awaitListener(PORT + 1, Duration.ZERO)).isFalse();
            assertThat(echo).isNotDone();
        }
    }

    @Test
    void java_talks_to_a_port_of_the_shim() throws IOException {
        try (Shim shim = Shim.builder().only("net", "vfscore").boot()) {
            CompletableFuture<Void> server = echo(shim, false);
            try (Socket socket = shim.service(Network.class).connect(PORT)) {
                assertThat(socket.getPort()).isEqualTo(PORT);
                assertThat(socket.getInetAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
                say(socket);
                socket.setSoTimeout(5);
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            }
            server.join();
        }
    }

    @Test
    void java_reaches_nothing_but_the_shim() {
        try (Shim shim = Shim.builder().only("net", "vfscore").boot()) {
            Network net = shim.service(Network.class);
            assertThatThrownBy(() -> net.connect(1)).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> net.socketFactory().createSocket("example.com", 80))
                    .isInstanceOf(UnknownHostException.class);
            assertThatThrownBy(() -> net.socketFactory().createSocket("192.0.2.1", 80))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_host_talks_to_a_published_port(boolean byEpoll) throws IOException {
        try (Shim shim = Shim.builder()
                .only("net", "vfscore")
                .option(NetLibrary.PUBLISHED, List.of(new Published(0, PORT)))
                .boot()) {
            int port = shim.service(Network.class).publishedPort(PORT);
            InetAddress loopback = InetAddress.getByName("127.0.0.1");
            // Nobody listens yet.
            assertThatThrownBy(() -> new Socket(loopback, port).close()).isInstanceOf(ConnectException.class);
            CompletableFuture<Void> server = echo(shim, byEpoll);
            try (Socket socket = new Socket(loopback, port)) {
                say(socket);
            }
            server.join();
            assertThatThrownBy(() -> new Socket(loopback, port).close()).isInstanceOf(ConnectException.class);
            // Within the shim, and from Java, the port is there as ever.
            server = echo(shim, byEpoll);
            try (Socket socket = shim.service(Network.class).connect(PORT)) {
                say(socket);
            }
            server.join();
        }
    }

    @Test
    void a_program_reaches_what_it_was_permitted_and_nothing_else() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket outside = new ServerSocket(0, 5, loopback);
                Shim shim = Shim.builder()
                        .only("net", "vfscore")
                        .option(NetLibrary.PERMITTED, List.of(new Permitted("127.0.0.1", outside.getLocalPort())))
                        .boot();
                Shim confined = Shim.builder().only("net", "vfscore").boot()) {
            byte[] to = new Endpoint(Ip.LOOPBACK4, outside.getLocalPort()).address(AF_INET);
            assertThat(new GuestSocket(confined, SOCK_STREAM).connect(to)).isEqualTo(-Errnos.ECONNREFUSED);
            byte[] away = new Endpoint(Ip.v4(0xc0000201), 80).address(AF_INET);
            assertThat(new GuestSocket(confined, SOCK_STREAM).connect(away)).isEqualTo(-Errnos.ENETUNREACH);
            assertThat(new GuestSocket(shim, SOCK_STREAM).connect(away)).isEqualTo(-Errnos.ENETUNREACH);
            CompletableFuture<byte[]> heard = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = outside.accept()) {
                    socket.getOutputStream().write("welcome".getBytes(StandardCharsets.US_ASCII));
                    return socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            SocketCalls sockets = shim.calls(SocketCallsFamily.FAMILY);
            IoCalls io = shim.calls(IoCallsFamily.FAMILY);
            Task task = shim.newProcess("client");
            int fd = (int) sockets.socket(task, AF_INET, SOCK_STREAM, 0);
            assertThat(sockets.connect(task, fd, UserBuffer.of(to))).isZero();
            byte[] bytes = new byte[7];
            assertThat(io.read(task, fd, UserBuffer.of(bytes))).isEqualTo(7);
            assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo("welcome");
            assertThat(io.write(task, fd, UserBuffer.of(bytes))).isEqualTo(7);
            assertThat(sockets.shutdown(task, fd, 1)).isZero();
            assertThat(heard.join()).isEqualTo(bytes);
            assertThat(io.read(task, fd, UserBuffer.of(bytes))).isZero();
        }
    }
}
