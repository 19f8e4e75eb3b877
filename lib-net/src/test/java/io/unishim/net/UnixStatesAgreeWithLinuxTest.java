package io.unishim.net;

import static io.unishim.abi.Fcntl.F_GETFL;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Socket.*;

import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What AF_UNIX sockets do before, within and after a connection, against the host. */
class UnixStatesAgreeWithLinuxTest extends UnixAgreement {
    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void a_socket_that_is_not_connected(int type) {
        Value fd = script.call("socket", AF_UNIX, type, 0);
        named(fd, "getsockname", 110);
        named(fd, "getsockname", 1);
        named(fd, "getsockname", -1);
        named(fd, "getpeername", 110);
        send(fd, 0, 3, 0);
        script.call("sendto", fd, text, 3, MSG_NOSIGNAL, name("uni-nobody"), size("uni-nobody"));
        receive(fd, 10, 0);
        script.call("listen", fd, 5);
        script.call("accept", fd, 0, 0);
        script.call("connect", fd, name("uni-nobody"), size("uni-nobody"));
        script.call("connect", fd, name("x"), 2);
        script.call("connect", fd, name("x"), 1);
        script.call("connect", fd, name("x"), 200);
        script.call("connect", fd, 0, 10);
        script.call("connect", fd, script.buffer(new byte[] {2, 0, 0, 0}), 16);
        script.call("bind", fd, name("x"), 1);
        script.call("bind", fd, name("x"), 111);
        script.call("bind", fd, 0, 5);
        script.call("bind", fd, script.buffer(new byte[] {2, 0, 0, 0}), 16);
        script.call("shutdown", fd, 3);
        script.call("shutdown", fd, -1);
        script.call("shutdown", fd, SHUT_RDWR);
        script.call("ioctl", fd, FIONREAD, in);
        script.call("ioctl", fd, 0x5401, in);
        receive(fd, 10, 0);
        send(fd, 0, 3, 0);
        script.call("read", fd, in, 0);
        script.call("write", fd, text, 0);
        script.call("lseek", fd, 0, 0);
        script.call("pread64", fd, in, 1, 0);
        script.call("fsync", fd);
        script.call("ftruncate", fd, 0);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void data_between_two_ends(int type) {
        connected(type);
        named(one(), "getsockname", 110);
        named(one(), "getpeername", 110);
        receive(one(), 5, 0);
        send(one(), 0, 3, 0);
        send(one(), 3, 4, 0);
        send(one(), 7, 0, 0);
        script.call("ioctl", other(), FIONREAD, in);
        script.show(in, 0, 4);
        receive(other(), 2, MSG_PEEK);
        receive(other(), 6, MSG_PEEK);
        receive(other(), 2, MSG_TRUNC);
        receive(other(), 32, 0);
        receive(other(), 32, 0);
        receive(other(), 32, 0);
        script.call("write", other(), text, 5);
        script.call("read", one(), in, 3);
        script.call("read", one(), in, 0);
        script.call("recvfrom", one(), in, 2, MSG_DONTWAIT | MSG_WAITALL, 0, 0);
        script.call("recvfrom", one(), in, 4, MSG_DONTWAIT | MSG_WAITALL, 0, 0);
        if (type != SOCK_STREAM) {
            script.call("sendto", one(), text, 3, MSG_OOB | MSG_NOSIGNAL | MSG_DONTWAIT, 0, 0);
        }
        script.call("sendto", one(), text, 3, MSG_NOSIGNAL, name("nn"), size("nn"));
        script.call("sendto", one(), 0, 3, MSG_NOSIGNAL, 0, 0);
        script.call("sendto", one(), text.last(3), 5, MSG_NOSIGNAL, 0, 0);
        script.call("sendto", one(), text, 1 << 30, MSG_NOSIGNAL | MSG_DONTWAIT, 0, 0);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void a_bad_address_to_receive_into(int type) {
        connected(type);
        send(one(), 0, 8, 0);
        script.call("recvfrom", other(), 0, 8, MSG_DONTWAIT, 0, 0);
        receive(other(), 32, 0);
        send(one(), 0, 8, 0);
        script.call("recvfrom", other(), in, 8, MSG_DONTWAIT, in, 0);
        receive(other(), 32, 0);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void after_the_other_end_was_closed(int type) {
        connected(type);
        send(one(), 0, 3, 0);
        script.call("close", one());
        receive(other(), 32, 0);
        receive(other(), 32, 0);
        send(other(), 0, 3, 0);
        send(other(), 0, 3, 0);
        script.call("write", other(), text, 3);
        named(other(), "getpeername", 110);
        receive(other(), 32, 0);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void after_the_other_end_was_closed_with_data_unread(int type) {
        connected(type);
        send(other(), 0, 3, 0);
        send(one(), 0, 2, 0);
        script.call("close", one());
        option(other(), SO_ERROR, 4);
        option(other(), SO_ERROR, 4);
        receive(other(), 32, 0);
        receive(other(), 32, 0);
        send(other(), 0, 3, 0);
        connected(type);
        send(other(), 0, 3, 0);
        script.call("close", one());
        receive(other(), 32, 0);
        receive(other(), 32, 0);
        connected(type);
        send(other(), 0, 3, 0);
        script.call("close", one());
        send(other(), 0, 3, 0);
        send(other(), 0, 3, 0);
        receive(other(), 32, 0);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void directions_that_were_shut(int type) {
        for (int how = SHUT_RD; how <= SHUT_RDWR; how++) {
            connected(type);
            send(one(), 0, 3, 0);
            send(other(), 3, 3, 0);
            script.call("shutdown", one(), how);
            send(one(), 0, 2, 0);
            send(other(), 0, 2, 0);
            receive(one(), 32, 0);
            receive(one(), 32, 0);
            receive(other(), 32, 0);
            receive(other(), 32, 0);
            receive(other(), 32, 0);
        }
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_SEQPACKET})
    void a_connection(int type) {
        String label = "unishim-connection" + type;
        Buffer name = name(label);
        Value server = script.call("socket", AF_UNIX, type | SOCK_NONBLOCK, 0);
        Value client = script.call("socket", AF_UNIX, type | SOCK_NONBLOCK, 0);
        script.call("bind", server, name, size(label));
        script.call("connect", client, name, size(label));
        script.call("accept", server, 0, 0);
        option(server, SO_ACCEPTCONN, 4);
        script.call("listen", server, 1);
        option(server, SO_ACCEPTCONN, 4);
        script.call("accept4", server, 0, 0, 1);
        script.call("accept", server, 0, 0);
        script.call("connect", client, name, size(label) - 1);
        script.call("connect", client, name, size(label));
        script.call("connect", client, name, size(label));
        script.call("connect", server, name, size(label));
        named(client, "getpeername", 110);
        send(client, 0, 3, 0);
        script.ints(length, 0, 110);
        Value end = script.call("accept4", server, in, length, SOCK_NONBLOCK);
        script.show(length, 0, 4);
        script.call("fcntl", end, F_GETFL, 0);
        named(end, "getsockname", 110);
        named(end, "getpeername", 110);
        receive(end, 32, 0);
        send(end, 5, 4, 0);
        script.ints(length, 0, 110);
        script.call("recvfrom", client, in, 32, MSG_DONTWAIT, in.at(64), length);
        script.show(in, 64, 32);
        script.show(length, 0, 4);
        for (int i = 0; i < 4; i++) {
            Value more = script.call("socket", AF_UNIX, type | SOCK_NONBLOCK, 0);
            script.call("connect", more, name, size(label));
        }
        script.call("accept", server, 0, 0);
        Value last = script.call("socket", AF_UNIX, type | SOCK_NONBLOCK, 0);
        script.call("connect", last, name, size(label));
        send(server, 0, 3, 0);
        receive(server, 3, 0);
        script.call("ioctl", server, FIONREAD, in);
        script.call("accept", server, in.last(1), length.last(2));
        script.call("shutdown", server, SHUT_RD);
        script.call("accept", server, 0, 0);
        script.call("accept", server, 0, 0);
        script.call("close", server);
        receive(last, 32, 0);
        receive(last, 32, 0);
        send(last, 0, 1, 0);
        agree();
    }

    @Test
    void a_full_queue_of_datagrams() {
        Buffer name = name("unishim-full");
        int size = size("unishim-full");
        Value server = script.call("socket", AF_UNIX, SOCK_DGRAM, 0);
        Value client = script.call("socket", AF_UNIX, SOCK_DGRAM, 0);
        script.call("bind", server, name, size);
        for (int i = 0; i < 13; i++) {
            script.call("sendto", client, text, 3, MSG_DONTWAIT, name, size);
        }
        receive(server, 5, 0);
        script.call("sendto", client, text, 3, MSG_DONTWAIT, name, size);
        script.call("sendto", client, text, 3, MSG_DONTWAIT, name, size);
        agree();
    }
}
