package io.unishim.net;

import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Ioctls.SIOCATMARK;
import static io.unishim.abi.Ioctls.SIOCOUTQ;
import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLPRI;
import static io.unishim.abi.Poll.POLLRDHUP;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.TcpOptions.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.net.InetScript.Family;
import io.unishim.testing.CallScript.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to permitted destinations: what the other end does is told as the host tells its own programs. */
@Timeout(180)
class HostConnectionsTest extends WithHost {
    private final InetScript s = new InetScript(Family.V4);

    private Value connected(OutsideServer outside) {
        Value fd = s.socket(SOCK_STREAM);
        s.to(outside.port);
        s.connect(fd);
        return fd;
    }

    private void ask(Value fd, String commands) {
        s.script.call(
                "sendto", fd, s.script.buffer(commands.getBytes(US_ASCII)), commands.length(), MSG_NOSIGNAL, 0, 0);
    }

    /** All that has to do with errors and ends; each is asked for again, for some go once they are told. */
    private void after(Value fd, String what) {
        for (int i = 0; i < what.length(); i++) {
            switch (what.charAt(i)) {
                case 'e' -> s.error(fd);
                case 'r' -> s.receive(fd, 10, 0);
                case 'w' -> s.send(fd, 0, 3, 0);
                case 'p' -> s.name("getpeername", fd, 64);
                case 'n' -> s.name("getsockname", fd, 64);
                case 'i' -> state(fd);
                default -> throw new IllegalArgumentException(what);
            }
            s.ready(fd);
        }
    }

    private void state(Value fd) {
        s.script.ints(s.length, 0, 1);
        s.script.call("getsockopt", fd, SOL_TCP, TCP_INFO, s.in, s.length);
        s.script.show(s.in, 0, 1);
    }

    private void agree(OutsideServer outside) {
        s.agree(host, outside.permitted());
    }

    @ParameterizedTest
    @EnumSource(names = {"V4", "MAPPED"})
    void what_was_said_comes_back(Family family) throws IOException {
        try (OutsideServer outside = new OutsideServer()) {
            InetScript all = new InetScript(family);
            Value fd = all.socket(SOCK_STREAM);
            all.to(outside.port);
            all.connect(fd);
            all.connect(fd);
            all.name("getsockname", fd, 64);
            all.name("getpeername", fd, 64);
            all.ready(fd);
            all.send(fd, 4, 5, 0); // echoes
            all.await(fd, POLLIN);
            all.receive(fd, 2, MSG_PEEK);
            all.script.call("recvfrom", fd, all.in, 5, MSG_WAITALL, 0, 0);
            all.script.show(all.in, 0, 8);
            all.receive(fd, 10, 0);
            all.ready(fd);
            all.send(fd, 4, 5, 0);
            all.await(fd, POLLIN);
            all.receive(fd, 2, MSG_TRUNC);
            all.script.call("recvfrom", fd, all.in, 2, MSG_WAITALL, 0, 0);
            all.script.call("ioctl", fd, SIOCOUTQ, all.in);
            all.script.call("shutdown", fd, SHUT_WR);
            all.await(fd, POLLRDHUP);
            all.receive(fd, 10, 0);
            all.send(fd, 0, 1, 0);
            all.ready(fd);
            all.agree(host, outside.permitted());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"r", "e", "w", "p", "n", "i", "err", "wer", "rre", "ewr", "iprw", "wwrre"})
    void the_other_end_resets(String then) throws IOException {
        try (OutsideServer outside = new OutsideServer()) {
            Value fd = connected(outside);
            ask(fd, "R");
            s.await(fd, POLLRDHUP);
            s.ready(fd);
            after(fd, then);
            agree(outside);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"r", "e", "rr", "we", "ip", "wir"})
    void the_other_end_says_something_and_is_gone(String then) throws IOException {
        try (OutsideServer outside = new OutsideServer()) {
            Value fd = connected(outside);
            ask(fd, "HC");
            s.await(fd, POLLRDHUP);
            s.ready(fd);
            s.script.call("ioctl", fd, FIONREAD, s.in);
            s.script.show(s.in, 0, 4);
            for (int i = 0; i < then.length(); i++) {
                if (then.charAt(i) == 'w') {
                    // Nobody is there who wanted it: a reset comes back.
                    s.send(fd, 0, 3, 0);
                    s.await(fd, 0);
                } else {
                    after(fd, then.substring(i, i + 1));
                }
            }
            agree(outside);
        }
    }

    @Test
    void the_other_end_has_said_all_and_listens_on() throws IOException {
        try (OutsideServer outside = new OutsideServer()) {
            Value fd = connected(outside);
            ask(fd, "W");
            s.await(fd, POLLRDHUP);
            after(fd, "irwei");
            ask(fd, "R");
            s.await(fd, 0);
            after(fd, "eirwe");
            agree(outside);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SHUT_RD, SHUT_WR, SHUT_RDWR})
    void this_end_is_shut(int how) throws IOException {
        try (OutsideServer outside = new OutsideServer()) {
            Value fd = connected(outside);
            ask(fd, "H");
            s.await(fd, POLLIN);
            s.script.call("shutdown", fd, how);
            if (how == SHUT_RD) {
                s.ready(fd);
            } else {
                s.await(fd, POLLRDHUP); // the other end does the same at once
            }
            // Without the name of the other end: it goes with the connection, which no event tells.
            after(fd, "rrwen");
            if (how != SHUT_RDWR) {
                s.script.call("shutdown", fd, how);
                s.script.call("shutdown", fd, SHUT_RDWR);
                after(fd, "rwe");
            }
            agree(outside);
        }
    }

    @Test
    void urgent_data_comes_and_goes() throws IOException {
        try (OutsideServer outside = new OutsideServer()) {
            Value fd = connected(outside);
            ask(fd, "HO");
            s.await(fd, POLLPRI);
            s.ready(fd);
            s.receive(fd, 1, MSG_OOB);
            s.ready(fd);
            s.receive(fd, 1, MSG_OOB);
            s.script.call("ioctl", fd, SIOCATMARK, s.in);
            s.script.show(s.in, 0, 4);
            s.receive(fd, 10, 0);
            s.script.call("ioctl", fd, SIOCATMARK, s.in);
            s.script.show(s.in, 0, 4);
            s.ready(fd);
            s.option(fd, SOL_SOCKET, SO_OOBINLINE, 1);
            ask(fd, "O");
            s.await(fd, POLLPRI);
            s.receive(fd, 1, MSG_OOB);
            s.receive(fd, 10, 0);
            s.ready(fd);
            agree(outside);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobody_listens_there(boolean waits) throws IOException {
        try (OutsideServer outside = new OutsideServer()) {
            Value fd = s.socket(SOCK_STREAM | (waits ? 0 : SOCK_NONBLOCK));
            s.to(outside.nobody);
            s.connect(fd);
            if (!waits) {
                s.await(fd, POLLOUT);
                after(fd, "iep");
                s.connect(fd);
                s.await(fd, POLLOUT);
                s.connect(fd);
            }
            s.ready(fd);
            after(fd, "erwpi");
            // The socket may be used again.
            s.to(outside.port);
            s.connect(fd);
            s.await(fd, POLLOUT);
            after(fd, "eip");
            agree(outside);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 5})
    void a_close_is_told_as_the_program_wants_it_told(int seconds) throws IOException {
        try (OutsideServer outside = new OutsideServer()) {
            Value fd = connected(outside);
            ask(fd, "H");
            s.await(fd, POLLIN);
            s.receive(fd, 10, 0);
            if (seconds >= 0) {
                s.linger(fd, seconds);
                s.getOption(fd, SOL_SOCKET, SO_LINGER, 8);
            }
            s.script.call("close", fd);
            agree(outside);
            outside.ended(seconds == 0 ? "reset" : "end", 2);
        }
    }

    @Test
    void a_close_with_something_unread_resets() throws IOException {
        try (OutsideServer outside = new OutsideServer()) {
            Value fd = connected(outside);
            ask(fd, "H");
            s.await(fd, POLLIN);
            s.script.call("close", fd);
            agree(outside);
            outside.ended("reset", 2);
        }
    }

    @Test
    void more_than_the_host_takes_at_once_waits_until_it_is_read() throws IOException {
        try (OutsideServer outside = new OutsideServer()) {
            Value fd = connected(outside);
            ask(fd, "B");
            s.script.call("recvfrom", fd, s.in, 65_000, MSG_WAITALL, 0, 0);
            s.script.call("recvfrom", fd, s.in, 35_000, MSG_WAITALL, 0, 0);
            s.receive(fd, 1, 0);
            s.ready(fd);
            agree(outside);
        }
    }

    @Test
    void a_lingering_close_waits_until_all_has_come_to_the_other_end() throws IOException {
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Shim shim = Shim.builder()
                        .only("net", "vfscore")
                        .option(NetLibrary.PERMITTED, List.of(new Permitted("127.0.0.1", slow.getLocalPort())))
                        .boot()) {
            GuestSocket client = new GuestSocket(shim, SOCK_STREAM).connected(slow.getLocalPort());
            client.option(SOL_SOCKET, SO_LINGER, 1, 3600);
            AtomicBoolean read = new AtomicBoolean();
            try (Socket other = slow.accept()) {
                long sent = client.fill();
                CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> {
                    client.close();
                    return read.get();
                });
                read.set(true);
                assertThat(other.getInputStream().readAllBytes()).hasSize((int) sent);
                assertThat(closed.join()).isTrue();
            }
        }
    }

    @Test
    void the_socket_of_the_host_is_tuned_as_the_program_says() throws IOException {
        try (OutsideServer outside = new OutsideServer();
                Shim shim = Shim.builder()
                        .only("net", "vfscore")
                        .option(NetLibrary.PERMITTED, outside.permitted())
                        .boot()) {
            GuestSocket client = new GuestSocket(shim, SOCK_STREAM);
            client.option(SOL_SOCKET, SO_KEEPALIVE, 1);
            client.option(SOL_TCP, TCP_KEEPIDLE, 77);
            client.option(SOL_IP, IP_TTL, 33);
            client.connected(outside.port);
            client.option(SOL_TCP, TCP_NODELAY, 1);
            client.option(SOL_TCP, TCP_USER_TIMEOUT, 4321);
            client.option(SOL_IP, IP_TOS, 0x10);
            client.option(SOL_SOCKET, SO_RCVBUF, 5000);
            int fd = client.hostDescriptor();
            assertThat(HostSocketCalls.option(fd, SOL_SOCKET, SO_KEEPALIVE)).isEqualTo(1);
            assertThat(HostSocketCalls.option(fd, SOL_TCP, TCP_KEEPIDLE)).isEqualTo(77);
            assertThat(HostSocketCalls.option(fd, SOL_IP, IP_TTL)).isEqualTo(33);
            assertThat(HostSocketCalls.option(fd, SOL_TCP, TCP_NODELAY)).isEqualTo(1);
            assertThat(HostSocketCalls.option(fd, SOL_TCP, TCP_USER_TIMEOUT)).isEqualTo(4321);
            assertThat(HostSocketCalls.option(fd, SOL_IP, IP_TOS)).isEqualTo(0x10);
            assertThat(HostSocketCalls.option(fd, SOL_SOCKET, SO_RCVBUF)).isEqualTo(10_000);
            assertThat(HostSocketCalls.option(fd, SOL_TCP, TCP_INFO, 512)).hasSizeGreaterThan(200);
        }
    }
}
