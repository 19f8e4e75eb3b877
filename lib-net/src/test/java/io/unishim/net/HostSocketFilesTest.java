package io.unishim.net;

import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Ioctls.SIOCOUTQ;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLRDHUP;
import static io.unishim.abi.Socket.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Epoll;
import io.unishim.abi.Errnos;
import io.unishim.file.Mount;
import io.unishim.linux.EpollCalls;
import io.unishim.linux.EpollCallsFamily;
import io.unishim.linux.MessageCalls;
import io.unishim.linux.MessageCallsFamily;
import io.unishim.linux.OpenCallsFamily;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserRef;
import io.unishim.struct.EpollEvent;
import io.unishim.task.Task;
import io.unishim.testing.CallScript;
import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a mounted directory that name sockets: programs and the host meet there, in both directions. */
@Timeout(180)
class HostSocketFilesTest extends WithHost {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private Shim boot(Mount... mounts) {
        Shim.Builder builder = Shim.builder().only("net", "vfscore");
        for (Mount each : mounts) {
            builder.mount(each);
        }
        return builder.boot();
    }

    private Shim boot() {
        return boot(new Mount.Host(directory, "/run", true));
    }

    private static byte[] address(String path) {
        byte[] bytes = Arrays.copyOf(new byte[] {AF_UNIX, 0}, 2 + path.length());
        System.arraycopy(path.getBytes(US_ASCII), 0, bytes, 2, path.length());
        return bytes;
    }

    private static ServerSocketChannel listening(Path path, int backlog) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path), backlog);
    }

    private static void say(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }

    private static String hear(SocketChannel channel, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // more
        }
        return new String(bytes.array(), 0, bytes.position(), US_ASCII);
    }

    /** A process with a socket of AF_UNIX. */
    private static final class Guest {
        final SocketCalls sockets;
        final MessageCalls messages;
        final EpollCalls epolls;
        final Shim shim;
        final Task task;
        int fd;

        Guest(Shim shim, int type) {
            this.shim = shim;
            sockets = shim.calls(SocketCallsFamily.FAMILY);
            messages = shim.calls(MessageCallsFamily.FAMILY);
            epolls = shim.calls(EpollCallsFamily.FAMILY);
            task = shim.newProcess("guest");
            fd = (int) sockets.socket(task, AF_UNIX, type, 0);
        }

        Guest(Shim shim) {
            this(shim, SOCK_STREAM);
        }

        long bind(String path) {
            return sockets.bind(task, fd, UserBuffer.of(address(path)));
        }

        long connect(String path) {
            return sockets.connect(task, fd, UserBuffer.of(address(path)));
        }

        Guest listen(String path) {
            assertThat(bind(path)).isZero();
            assertThat(sockets.listen(task, fd, 5)).isZero();
            return this;
        }

        /** @return an epoll instance that watches its socket for what there is to read */
        int watch() {
            int poll = (int) epolls.epoll_create1(task, 0);
            EpollEvent wanted = new EpollEvent(Epoll.EPOLLIN | Epoll.EPOLLET, 7);
            assertThat(epolls.epoll_ctl(task, poll, Epoll.EPOLL_CTL_ADD, fd, UserRef.of(EpollEvent.LAYOUT, wanted)))
                    .isZero();
            return poll;
        }

        int await(int poll) {
            UserArray<EpollEvent> events = UserArray.room(EpollEvent.LAYOUT, 4);
            assertThat(epolls.epoll_wait(task, poll, events, -1)).isEqualTo(1);
            return events.get(0).events();
        }

        /** Goes on with the next connection, which it waits for. */
        int accept(boolean byEpoll) {
            if (byEpoll) {
                assertThat(await(watch())).isEqualTo(POLLIN);
            }
            return (int) sockets.accept4(task, fd, 0, UserInt.none(), 0);
        }

        long say(int to, String text) {
            return messages.sendto(task, to, UserBuffer.of(text.getBytes(US_ASCII)), 0, UserBuffer.of(new byte[0]));
        }

        String hear(int from) {
            byte[] bytes = new byte[100];
            long got = messages.recvfrom(task, from, UserBuffer.of(bytes), 0, 0, UserInt.none());
            return got < 0 ? "" + got : new String(bytes, 0, (int) got, US_ASCII);
        }

        void close(int which) {
            shim.calls(OpenCallsFamily.FAMILY).close(task, which);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_host_connects_with_a_program(boolean byEpoll) throws IOException {
        Path path = directory.resolve("socket");
        try (Shim shim = boot()) {
            Guest server = new Guest(shim).listen("/run/socket");
            assertThat(Files.getAttribute(path, "unix:mode")).isEqualTo(0140755);
            CompletableFuture<Integer> accepted = CompletableFuture.supplyAsync(() -> server.accept(byEpoll));
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                int fd = accepted.join();
                say(client, "hello");
                assertThat(server.hear(fd)).isEqualTo("hello");
                assertThat(server.say(fd, "welcome")).isEqualTo(7);
                assertThat(hear(client, 7)).isEqualTo("welcome");
                client.shutdownOutput();
                assertThat(server.hear(fd)).isEmpty();
                server.close(fd);
                assertThat(hear(client, 1)).isEmpty();
            }
            // Others of the shim come without the host, also with a name of their own there.
            Guest inside = new Guest(shim);
            assertThat(inside.bind("/run/inside")).isZero();
            assertThat(inside.connect("/run/socket")).isZero();
            int fd = server.accept(byEpoll);
            assertThat(inside.say(inside.fd, "inside")).isEqualTo(6);
            assertThat(server.hear(fd)).isEqualTo("inside");
            server.close(server.fd);
            assertThatThrownBy(() -> SocketChannel.open(UnixDomainSocketAddress.of(path)))
                    .isInstanceOf(SocketException.class);
            assertThat(new Guest(shim).connect("/run/socket")).isEqualTo(-Errnos.ECONNREFUSED);
            assertThat(new Guest(shim).bind("/run/socket")).isEqualTo(-Errnos.EADDRINUSE);
        }
    }

    @Test
    void a_program_connects_with_the_host() throws IOException {
        try (ServerSocketChannel server = listening(directory.resolve("socket"), 5);
                Shim shim = boot()) {
            Files.createSymbolicLink(directory.resolve("link"), Path.of("socket"));
            Guest client = new Guest(shim);
            assertThat(client.connect("/run/link")).isZero();
            try (SocketChannel accepted = server.accept()) {
                assertThat(client.say(client.fd, "hello")).isEqualTo(5);
                assertThat(hear(accepted, 5)).isEqualTo("hello");
                CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> client.hear(client.fd));
                say(accepted, "welcome");
                assertThat(heard.join()).isEqualTo("welcome");
            }
            assertThat(client.hear(client.fd)).isEmpty();
        }
    }

    @Test
    void who_finds_the_backlog_of_the_host_full_waits_or_is_told() throws IOException {
        try (ServerSocketChannel server = listening(directory.resolve("socket"), 1);
                Shim shim = boot()) {
            long result;
            do {
                result = new Guest(shim, SOCK_STREAM | SOCK_NONBLOCK).connect("/run/socket");
            } while (result == 0);
            assertThat(result).isEqualTo(-Errnos.EAGAIN);
            Guest late = new Guest(shim);
            CompletableFuture<Long> connected = CompletableFuture.supplyAsync(() -> late.connect("/run/socket"));
            server.accept().close();
            server.accept().close();
            assertThat(connected.join()).isZero();
        }
    }

    @Test
    void only_where_programs_may_write_are_sockets_of_the_host_reached() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Path inside = Files.createDirectory(directory.resolve("inside"));
        try (ServerSocketChannel server = listening(outside.resolve("socket"), 5)) {
            Files.createSymbolicLink(inside.resolve("way"), outside.resolve("socket"));
            Files.createSymbolicLink(inside.resolve("back"), Path.of("../outside/socket"));
            List<Mount> mounts =
                    List.of(Mount.host(directory, "/run"), Mount.overlay(directory, "/run"), Mount.memory("/run"));
            for (Mount each : mounts) {
                // That something else may be written to does not matter.
                try (Shim shim = boot(each, new Mount.Host(inside, "/mnt", true))) {
                    assertThat(new Guest(shim).connect("/run/outside/socket")).isNegative();
                    assertThat(new Guest(shim).connect("/mnt/way")).isEqualTo(-Errnos.ENOENT);
                    assertThat(new Guest(shim).connect("/mnt/back")).isEqualTo(-Errnos.ENOENT);
                    assertThat(new Guest(shim).connect("/mnt/../mnt/../outside/socket"))
                            .isEqualTo(-Errnos.ENOENT);
                }
            }
            try (Shim shim = boot(Mount.overlay(directory, "/run"))) {
                Guest server2 = new Guest(shim).listen("/run/own");
                assertThat(new Guest(shim).connect("/run/own")).isZero();
                assertThat(directory.resolve("own")).doesNotExist();
                server2.close(server2.fd);
            }
            try (Shim shim = boot(Mount.host(directory, "/run"))) {
                assertThat(new Guest(shim).bind("/run/own")).isEqualTo(-Errnos.EROFS);
            }
            server.configureBlocking(false);
            assertThat(server.accept()).isNull();
        }
    }

    @Test
    void other_kinds_stay_among_programs() throws IOException {
        try (ServerSocketChannel server = listening(directory.resolve("socket"), 5);
                Shim shim = boot()) {
            for (int type : new int[] {SOCK_DGRAM, SOCK_SEQPACKET}) {
                assertThat(new Guest(shim, type).connect("/run/socket")).isEqualTo(-Errnos.ECONNREFUSED);
                String own = "/run/own" + type;
                Guest named = new Guest(shim, type);
                assertThat(named.bind(own)).isZero();
                if (type == SOCK_SEQPACKET) {
                    assertThat(named.sockets.listen(named.task, named.fd, 5)).isZero();
                }
                assertThat(new Guest(shim, type).connect(own)).isZero();
            }
            assertThat(new Guest(shim).bind("/run/" + "x".repeat(95))).isEqualTo(-Errnos.ENAMETOOLONG);
            server.configureBlocking(false);
            assertThat(server.accept()).isNull();
        }
    }

    @Test
    void nothing_is_left_behind() throws IOException {
        long before = descriptors();
        for (int i = 0; i < 3; i++) {
            try (ServerSocketChannel server = listening(directory.resolve("host" + i), 5);
                    Shim shim = boot()) {
                new Guest(shim).listen("/run/own" + i);
                assertThat(new Guest(shim).bind("/run/bound" + i)).isZero();
                assertThat(new Guest(shim).connect("/run/host" + i)).isZero();
                server.accept().close();
            }
        }
        // Less, if servers of tests before have come to their ends meanwhile.
        assertThat(descriptors()).isLessThanOrEqualTo(before);
    }

    private static long descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(each -> {
                        try {
                            String to = Files.readSymbolicLink(each).toString();
                            return to.startsWith("socket:") || to.startsWith("anon_inode:");
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "close", "shut", "unread", "full"})
    void a_connection_ends_as_natively(String how) throws IOException {
        Path path = directory.resolve("socket");
        try (ServerSocketChannel server = listening(path, 5);
                Shim shim = boot(new Mount.Host(directory, directory.toString(), true))) {
            CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
                try {
                    while (true) {
                        SocketChannel accepted = server.accept();
                        hear(accepted, how.equals("unread") ? 1 : 3);
                        say(accepted, "hello");
                        switch (how) {
                            case "close", "unread" -> accepted.close();
                            case "shut" -> accepted.shutdownOutput();
                            default -> {}
                        }
                    }
                } catch (IOException over) {
                    // it is
                }
            });
            CallScript script = new CallScript();
            Buffer name = script.buffer(address(path.toString()));
            Buffer in = script.buffer();
            Buffer polls = script.buffer();
            Buffer text = script.buffer("abcdefghijklmnop".getBytes(US_ASCII));
            Value fd = script.call("socket", AF_UNIX, SOCK_STREAM, 0);
            script.call("connect", fd, name, 2 + path.toString().length());
            script.call("connect", fd, name, 2 + path.toString().length());
            script.call("sendto", fd, text, 3, 0, 0, 0);
            script.ints(polls, 0, fd, how.isEmpty() || how.equals("full") ? POLLIN : POLLRDHUP);
            script.call("poll", polls, 1, 60_000);
            script.show(polls, 4, 4);
            script.call("ioctl", fd, FIONREAD, in);
            script.show(in, 0, 4);
            script.call("ioctl", fd, SIOCOUTQ, in);
            script.call("recvfrom", fd, in, 2, MSG_PEEK, 0, 0);
            script.show(in, 0, 8);
            if (how.equals("full")) {
                for (int i = 0; i < 3; i++) {
                    script.call("sendto", fd, in, 60_000, MSG_DONTWAIT, 0, 0);
                }
            }
            for (int i = 0; i < 3; i++) {
                script.call("recvfrom", fd, in, 10, MSG_DONTWAIT, 0, 0);
                script.show(in, 0, 16);
                if (!how.equals("full")) {
                    script.call("sendto", fd, text, 3, MSG_NOSIGNAL, 0, 0);
                }
                script.ints(polls, 0, fd, 0x27ff);
                script.call("poll", polls, 1, 0);
                script.show(polls, 4, 4);
            }
            for (String call : new String[] {"getsockname", "getpeername"}) {
                script.ints(polls, 0, 110);
                script.call(call, fd, in, polls);
                script.show(in, 0, 110);
                script.show(polls, 0, 4);
            }
            script.call("shutdown", fd, SHUT_RDWR);
            script.call("recvfrom", fd, in, 10, MSG_DONTWAIT, 0, 0);
            script.ints(polls, 0, fd, 0x27ff);
            script.call("poll", polls, 1, 0);
            script.show(polls, 4, 4);
            script.agree(host, shim.newProcess("test"));
        }
    }

    @Test
    void who_was_watched_before_it_was_connected_is_watched_at_the_host() throws IOException {
        try (Shim shim = boot();
                ServerSocketChannel server = listening(directory.resolve("s"), 5)) {
            Guest guest = new Guest(shim);
            int poll = guest.watch();
            assertThat(guest.await(poll)).isEqualTo(POLLHUP);
            assertThat(guest.connect("/run/s")).isZero();
            CompletableFuture<Integer> told = CompletableFuture.supplyAsync(() -> guest.await(poll));
            try (SocketChannel channel = server.accept()) {
                say(channel, "hello");
                assertThat(told.join()).isEqualTo(POLLIN);
            }
        }
    }
}
