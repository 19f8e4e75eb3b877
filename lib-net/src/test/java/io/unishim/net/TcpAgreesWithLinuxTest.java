package io.unishim.net;

import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Ioctls.SIOCATMARK;
import static io.unishim.abi.Ioctls.SIOCOUTQ;
import static io.unishim.abi.Socket.*;

import io.unishim.net.InetScript.Ends;
import io.unishim.net.InetScript.Family;
import io.unishim.testing.CallScript.Value;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TCP against the host's loopback: states, data, errors, readiness. */
class TcpAgreesWithLinuxTest extends WithHost {
    @ParameterizedTest
    @EnumSource(Family.class)
    void a_fresh_socket(Family family) {
        InetScript s = new InetScript(family);
        Value fd = s.socket(SOCK_STREAM);
        s.ready(fd);
        s.name("getsockname", fd, 64);
        s.name("getpeername", fd, 64);
        s.receive(fd, 4, 0);
        s.send(fd, 0, 3, 0);
        s.script.call("accept", fd, 0, 0);
        s.script.call("ioctl", fd, FIONREAD, s.in);
        s.script.call("ioctl", fd, SIOCOUTQ, s.in);
        s.script.call("ioctl", fd, SIOCATMARK, s.in);
        s.script.call("ioctl", fd, 0x5401, s.in);
        s.receive(fd, 4, MSG_OOB);
        s.receive(fd, 4, MSG_ERRQUEUE);
        s.error(fd);
        s.script.call("read", fd, s.in, 0);
        s.script.call("write", fd, s.text, 0);
        s.script.call("lseek", fd, 0, 0);
        s.script.call("pread64", fd, s.in, 1, 0);
        s.script.call("fsync", fd);
        s.script.call("ftruncate", fd, 0);
        s.script.call("shutdown", fd, SHUT_RD);
        s.ready(fd);
        s.receive(fd, 4, 0);
        s.script.call("shutdown", fd, 7);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void a_connection(Family family) {
        InetScript s = new InetScript(family);
        Value listener = s.socket(SOCK_STREAM | SOCK_NONBLOCK);
        s.script.call("bind", listener, s.loopback(0), family.size());
        s.learn(listener, s.there);
        s.script.call("accept", listener, 0, 0);
        s.script.call("listen", listener, 3);
        s.ready(listener);
        s.script.call("accept", listener, 0, 0);
        s.receive(listener, 4, 0);
        s.send(listener, 0, 3, 0);
        s.script.call("ioctl", listener, FIONREAD, s.in);
        s.script.call("ioctl", listener, SIOCOUTQ, s.in);
        s.connect(listener);
        Value client = s.socket(SOCK_STREAM);
        s.connect(client);
        s.connect(client);
        s.script.call("listen", client, 1);
        s.ready(listener);
        s.ready(client);
        s.send(client, 0, 5, 0);
        s.script.ints(s.length, 0, 64);
        Value server = s.script.call("accept4", listener, s.in.at(256), s.length, SOCK_NONBLOCK | SOCK_CLOEXEC);
        s.script.show(s.in, 256, 32, InetScript::withoutPort);
        s.script.show(s.length, 0, 4);
        s.script.call("fcntl", server, 3, 0);
        s.script.call("fcntl", server, 1, 0);
        for (Value each : new Value[] {client, server, listener}) {
            s.name("getsockname", each, 64);
            s.name("getsockname", each, 5);
            s.name("getpeername", each, 64);
            s.name("getpeername", each, -1);
        }
        s.ready(server);
        s.script.call("ioctl", server, FIONREAD, s.in);
        s.script.show(s.in, 0, 4);
        s.receive(server, 3, MSG_PEEK);
        s.receive(server, 3, 0);
        s.receive(server, 32, 0);
        s.receive(server, 32, 0);
        s.script.ints(s.length, 0, 64);
        s.send(server, 4, 6, 0);
        s.script.call("recvfrom", client, s.in, 32, MSG_DONTWAIT, s.in.at(64), s.length);
        s.script.show(s.length, 0, 4);
        s.script.call("sendto", client, s.text, 3, MSG_NOSIGNAL, s.there, family.size());
        s.receive(server, 32, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({
        "V4, 0, false", "V4, 1, false", "V4, 2, false", "V6, 0, false", "V6, 1, false", "V6, 2, false",
        "MAPPED, 0, false", "MAPPED, 1, false", "MAPPED, 2, false", "V4, 0, true", "V4, 1, true", "V4, 2, true",
        "V6, 0, true", "V6, 1, true", "V6, 2, true"
    })
    void directions_that_were_shut(Family family, int how, boolean unread) {
        InetScript s = new InetScript(family);
        Ends ends = s.connected();
        if (unread) {
            s.send(ends.client(), 0, 3, 0);
            s.send(ends.server(), 3, 3, 0);
        }
        s.script.call("shutdown", ends.client(), how);
        s.ready(ends.client());
        s.ready(ends.server());
        s.receive(ends.client(), 32, 0);
        s.receive(ends.client(), 32, 0);
        s.receive(ends.server(), 32, 0);
        s.receive(ends.server(), 32, 0);
        s.send(ends.client(), 0, 2, 0);
        s.send(ends.server(), 0, 2, 0);
        s.ready(ends.client());
        s.ready(ends.server());
        s.receive(ends.client(), 32, 0);
        s.error(ends.client());
        s.error(ends.server());
        s.send(ends.server(), 0, 2, 0);
        s.receive(ends.server(), 32, 0);
        s.name("getpeername", ends.client(), 64);
        s.name("getpeername", ends.server(), 64);
        s.script.call("shutdown", ends.client(), how);
        s.script.call("shutdown", ends.server(), SHUT_WR);
        s.ready(ends.client());
        s.ready(ends.server());
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void both_directions_one_after_the_other(Family family) {
        InetScript s = new InetScript(family);
        Ends ends = s.connected();
        s.send(ends.client(), 0, 3, 0);
        s.script.call("shutdown", ends.client(), SHUT_WR);
        s.send(ends.server(), 5, 4, 0);
        s.script.call("shutdown", ends.server(), SHUT_WR);
        for (Value each : new Value[] {ends.client(), ends.server()}) {
            s.ready(each);
            s.name("getpeername", each, 64);
            s.receive(each, 32, 0);
            s.receive(each, 32, 0);
            s.send(each, 0, 1, 0);
            s.script.call("shutdown", each, SHUT_RDWR);
            s.ready(each);
            s.connect(each);
        }
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({
        "V4, false, false",
        "V4, true, false",
        "V4, false, true",
        "V4, true, true",
        "V6, false, false",
        "V6, true, false",
        "V6, false, true",
        "MAPPED, true, true"
    })
    void after_the_other_end_was_closed(Family family, boolean unreadThere, boolean unreadHere) {
        InetScript s = new InetScript(family);
        Ends ends = s.connected();
        if (unreadThere) {
            s.send(ends.server(), 0, 3, 0);
        }
        if (unreadHere) {
            s.send(ends.client(), 3, 4, 0);
        }
        s.script.call("close", ends.client());
        s.ready(ends.server());
        s.receive(ends.server(), 2, 0);
        s.receive(ends.server(), 32, 0);
        s.receive(ends.server(), 32, 0);
        s.send(ends.server(), 0, 3, 0);
        s.ready(ends.server());
        s.send(ends.server(), 0, 3, 0);
        s.receive(ends.server(), 32, 0);
        s.error(ends.server());
        s.name("getpeername", ends.server(), 64);
        s.name("getsockname", ends.server(), 64);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void the_error_of_a_reset_is_told_once(Family family) {
        InetScript s = new InetScript(family);
        for (int way = 0; way < 4; way++) {
            Ends ends = s.connected();
            s.send(ends.client(), 0, 3, 0);
            s.linger(ends.client(), 0);
            s.script.call("close", ends.client());
            s.ready(ends.server());
            switch (way) {
                case 0 -> s.receive(ends.server(), 32, 0);
                case 1 -> s.send(ends.server(), 0, 3, 0);
                case 2 -> s.error(ends.server());
                default -> s.script.call("shutdown", ends.server(), SHUT_WR);
            }
            s.ready(ends.server());
            s.receive(ends.server(), 32, 0);
            s.receive(ends.server(), 32, 0);
            s.receive(ends.server(), 32, 0);
            s.send(ends.server(), 0, 3, 0);
            s.error(ends.server());
            s.connect(ends.server());
        }
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({"V4, 5", "V4, -1", "V6, 5", "V6, 1"})
    void a_linger_that_is_not_zero_loses_nothing(Family family, int seconds) {
        InetScript s = new InetScript(family);
        Ends ends = s.connected();
        s.linger(ends.client(), seconds);
        s.send(ends.client(), 0, 3, 0);
        s.script.call("close", ends.client());
        s.receive(ends.server(), 32, 0);
        s.receive(ends.server(), 32, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void nobody_listens(Family family) {
        InetScript s = new InetScript(family);
        Value holder = s.bound(SOCK_STREAM);
        s.learn(holder, s.there);
        Value client = s.socket(SOCK_STREAM);
        s.connect(client);
        s.error(client);
        s.ready(client);
        s.connect(client);
        s.name("getpeername", client, 64);
        Value other = s.socket(SOCK_STREAM | SOCK_NONBLOCK);
        s.connect(other);
        s.script.call("poll", s.polls, 0, 20);
        s.ready(other);
        s.error(other);
        s.error(other);
        s.ready(other);
        s.receive(other, 4, 0);
        s.send(other, 0, 3, 0);
        s.connect(other);
        s.connect(other);
        s.script.call("poll", s.polls, 0, 20);
        s.connect(other);
        s.receive(other, 4, 0);
        Value third = s.socket(SOCK_STREAM | SOCK_NONBLOCK);
        s.connect(third);
        s.script.call("poll", s.polls, 0, 20);
        s.receive(third, 4, 0);
        s.receive(third, 4, 0);
        s.send(third, 0, 1, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void connecting_without_waiting(Family family) {
        InetScript s = new InetScript(family);
        Value listener = s.listening(5);
        Value client = s.socket(SOCK_STREAM | SOCK_NONBLOCK);
        s.connect(client);
        s.script.call("poll", s.polls, 0, 20);
        s.ready(client);
        s.error(client);
        s.connect(client);
        s.connect(client);
        s.name("getpeername", client, 64);
        Value second = s.socket(SOCK_STREAM | SOCK_NONBLOCK);
        s.connect(second);
        s.script.call("poll", s.polls, 0, 20);
        s.send(second, 0, 3, 0);
        Value server = s.script.call("accept", listener, 0, 0);
        s.receive(server, 8, 0);
        server = s.script.call("accept", listener, 0, 0);
        s.receive(server, 8, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({"V4, 0", "V4, 1", "V4, 3", "V6, 1", "MAPPED, 0"})
    void a_full_backlog(Family family, int backlog) {
        InetScript s = new InetScript(family);
        Value unused = s.listening(backlog);
        Value[] clients = new Value[backlog + 2];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = s.socket(SOCK_STREAM | SOCK_NONBLOCK);
            s.connect(clients[i]);
            s.script.call("poll", s.polls, 0, 20);
            s.ready(clients[i]);
        }
        Value last = clients[backlog + 1];
        s.connect(last);
        s.send(last, 0, 1, 0);
        s.receive(last, 4, 0);
        s.name("getpeername", last, 64);
        s.name("getsockname", last, 64);
        s.script.call("shutdown", last, SHUT_WR);
        s.ready(last);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void a_listener_that_goes(Family family) {
        InetScript s = new InetScript(family);
        Value listener = s.listening(5);
        Value client = s.socket(SOCK_STREAM);
        s.connect(client);
        s.send(client, 0, 4, 0);
        s.script.call("shutdown", listener, SHUT_WR);
        s.ready(listener);
        s.script.call("shutdown", listener, SHUT_RD);
        s.ready(listener);
        s.script.call("accept", listener, 0, 0);
        s.ready(client);
        s.receive(client, 4, 0);
        s.receive(client, 4, 0);
        Value second = s.socket(SOCK_STREAM);
        s.connect(second);
        s.script.call("listen", listener, 2);
        s.connect(second);
        s.script.call("close", listener);
        s.ready(second);
        s.send(second, 0, 1, 0);
        s.receive(second, 4, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void ends_of_a_connection_by_no_family(Family family) {
        InetScript s = new InetScript(family);
        Ends ends = s.connected();
        s.send(ends.client(), 0, 3, 0);
        s.script.bytes(s.text.at(64), new byte[32]);
        s.script.call("connect", ends.client(), s.text.at(64), 1);
        s.script.call("connect", ends.client(), s.text.at(64), 16);
        s.ready(ends.client());
        s.name("getpeername", ends.client(), 64);
        s.name("getsockname", ends.client(), 64);
        s.receive(ends.server(), 32, 0);
        s.receive(ends.server(), 32, 0);
        s.receive(ends.server(), 32, 0);
        s.connect(ends.client());
        s.ready(ends.client());
        Value again = s.script.call("accept", ends.listener(), 0, 0);
        s.send(ends.client(), 0, 3, 0);
        s.receive(again, 32, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({"V4, false", "V4, true", "V6, false", "V6, true"})
    void urgent_data(Family family, boolean inline) {
        InetScript s = new InetScript(family);
        Ends ends = s.connected();
        s.option(ends.server(), SOL_SOCKET, SO_OOBINLINE, inline ? 1 : 0);
        s.receive(ends.server(), 4, MSG_OOB);
        s.send(ends.client(), 0, 3, 0);
        s.send(ends.client(), 3, 2, MSG_OOB);
        s.send(ends.client(), 6, 4, 0);
        s.ready(ends.server());
        s.script.call("ioctl", ends.server(), FIONREAD, s.in);
        s.script.show(s.in, 0, 4);
        s.script.call("ioctl", ends.server(), SIOCATMARK, s.in);
        s.script.show(s.in, 0, 4);
        s.receive(ends.server(), 4, MSG_OOB | MSG_PEEK);
        s.receive(ends.server(), 4, MSG_OOB);
        s.receive(ends.server(), 4, MSG_OOB);
        s.ready(ends.server());
        s.receive(ends.server(), 32, MSG_PEEK);
        s.receive(ends.server(), 32, 0);
        s.script.call("ioctl", ends.server(), SIOCATMARK, s.in);
        s.script.show(s.in, 0, 4);
        s.ready(ends.server());
        s.receive(ends.server(), 2, 0);
        s.receive(ends.server(), 32, 0);
        s.receive(ends.server(), 32, 0);
        s.send(ends.client(), 0, 1, MSG_OOB);
        s.ready(ends.server());
        s.receive(ends.server(), 32, 0);
        s.receive(ends.server(), 4, MSG_OOB);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void flags_of_receiving(Family family) {
        InetScript s = new InetScript(family);
        Ends ends = s.connected();
        s.send(ends.client(), 0, 10, 0);
        s.receive(ends.server(), 4, MSG_PEEK);
        s.receive(ends.server(), 4, MSG_TRUNC);
        s.receive(ends.server(), 4, MSG_WAITALL);
        s.receive(ends.server(), 4, MSG_WAITALL);
        s.receive(ends.server(), 4, MSG_WAITALL);
        s.send(ends.client(), 0, 10, 0);
        s.script.call("recvfrom", ends.server(), s.in, 10, MSG_WAITALL, 0, 0);
        s.send(ends.client(), 0, 10, 0);
        s.script.call("recvfrom", ends.server(), s.in, 10, MSG_WAITALL | MSG_PEEK, 0, 0);
        s.script.call("recvfrom", ends.server(), 0, 5, MSG_DONTWAIT, 0, 0);
        s.script.call("recvfrom", ends.server(), s.in.last(3), 5, MSG_DONTWAIT, 0, 0);
        s.receive(ends.server(), 0, 0);
        s.receive(ends.server(), 32, 0);
        s.script.call("sendto", ends.client(), 0, 3, MSG_NOSIGNAL, 0, 0);
        s.script.call("sendto", ends.client(), s.text.last(3), 5, MSG_NOSIGNAL, 0, 0);
        s.script.call("sendto", ends.client(), s.text, 0, MSG_NOSIGNAL, 0, 0);
        s.receive(ends.server(), 32, 0);
        s.option(ends.server(), SOL_SOCKET, SO_RCVLOWAT, 5);
        s.send(ends.client(), 0, 4, 0);
        s.ready(ends.server());
        s.send(ends.client(), 0, 1, 0);
        s.ready(ends.server());
        s.receive(ends.server(), 32, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void times_out(Family family) {
        InetScript s = new InetScript(family);
        Ends ends = s.connected();
        s.script.longs(s.text, 64, 0, 2000);
        s.script.call("setsockopt", ends.server(), SOL_SOCKET, SO_RCVTIMEO, s.text.at(64), 16);
        s.script.call("recvfrom", ends.server(), s.in, 5, 0, 0, 0);
        s.send(ends.client(), 0, 3, 0);
        s.script.call("recvfrom", ends.server(), s.in, 5, MSG_WAITALL, 0, 0);
        s.script.call("setsockopt", ends.listener(), SOL_SOCKET, SO_RCVTIMEO, s.text.at(64), 16);
        s.script.call("accept", ends.listener(), 0, 0);
        s.agree(host);
    }
}
