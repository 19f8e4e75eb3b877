package io.unishim.net;

import static io.unishim.abi.Fcntl.F_GETFD;
import static io.unishim.abi.Fcntl.F_GETFL;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Socket.*;

import io.unishim.Shim;
import io.unishim.testing.CallScript;
import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import io.unishim.testing.HostProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AF_UNIX sockets against the host's: results, errno, addresses and data. */
class SocketsAgreeWithLinuxTest {
    private static HostProgram host;

    private final CallScript script = new CallScript();
    private final Buffer pair = script.buffer();
    private final Buffer in = script.buffer();
    private final Buffer length = script.buffer();
    private final Buffer header = script.buffer();
    private final Buffer control = script.buffer();
    private final Buffer iov = script.buffer();
    private final Buffer text = script.buffer("abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII));

    @BeforeAll
    static void compile() {
        host = CallScript.host();
    }

    @AfterAll
    static void delete() throws IOException {
        if (host != null) {
            host.close();
        }
    }

    private void agree() {
        try (Shim shim = Shim.builder().only("net", "vfscore").boot()) {
            script.agree(host, shim.newProcess("test"));
        }
    }

    /** @return the address of an abstract name; the same name is free in the next run on the host */
    private Buffer name(String name) {
        byte[] bytes = ("\1\0\0" + name).getBytes(StandardCharsets.ISO_8859_1);
        return script.buffer(bytes);
    }

    private static int size(String name) {
        return 3 + name.length();
    }

    private void connected(int type) {
        script.call("socketpair", AF_UNIX, type, 0, pair);
    }

    private Value one() {
        return pair.word(0);
    }

    private Value other() {
        return pair.word(4);
    }

    private Value send(Value fd, int from, int count, int flags) {
        return script.call("sendto", fd, text.at(from), count, flags | MSG_NOSIGNAL, 0, 0);
    }

    private void receive(Value fd, int count, int flags) {
        script.call("recvfrom", fd, in, count, flags | MSG_DONTWAIT, 0, 0);
        script.show(in, 0, 32);
    }

    private void named(Value fd, String call, int room) {
        script.ints(length, 0, room);
        script.bytes(in, new byte[128]);
        script.call(call, fd, in, length);
        script.show(in, 0, 32);
        script.show(length, 0, 4);
    }

    private void option(Value fd, int option, int room) {
        script.ints(length, 0, room);
        script.longs(in, 0, -1, -1, -1);
        script.call("getsockopt", fd, SOL_SOCKET, option, in, length);
        script.show(in, 0, 24);
        script.show(length, 0, 4);
    }

    @Test
    void which_sockets_there_are() {
        for (int type = 0; type < 12; type++) {
            script.call("socket", AF_UNIX, type, 0);
            script.call("socketpair", AF_UNIX, type, 0, pair);
        }
        for (int domain : new int[] {-1, AF_MAX, AF_MAX + 1, 1000}) {
            script.call("socket", domain, SOCK_STREAM, 0);
        }
        script.call("socket", AF_UNIX, SOCK_STREAM, 1);
        script.call("socket", AF_UNIX, SOCK_STREAM, 2);
        script.call("socket", AF_UNIX, SOCK_STREAM | 0x10, 0);
        script.call("socket", AF_UNIX, -1, 0);
        script.call("socket", AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        Value fd = script.call("socket", AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        script.call("fcntl", fd, F_GETFL, 0);
        script.call("fcntl", fd, F_GETFD, 0);
        script.call("socketpair", AF_UNIX, SOCK_STREAM, 0, 0);
        script.call("socketpair", AF_UNIX, SOCK_STREAM, 0, pair.last(4));
        script.call("socket", AF_UNIX, SOCK_STREAM, 0);
        agree();
    }

    private Buffer path(String path) {
        return script.buffer(("\1\0" + path + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void names_that_are_paths(int type) {
        String directory = "sockets-" + ProcessHandle.current().pid() + "-" + type;
        Buffer place = script.buffer((directory + "\0").getBytes(StandardCharsets.US_ASCII));
        script.call("umask", 027);
        script.call("mkdir", place, 0700);
        script.call("chdir", place);
        Buffer sock = path("sock");
        int size = 7;
        Value server = script.call("socket", AF_UNIX, type, 0);
        Value client = script.call("socket", AF_UNIX, type, 0);
        script.call("connect", client, sock, size);
        script.call("bind", server, path("no/sock"), 10);
        script.call("bind", server, sock, size);
        named(server, "getsockname", 100);
        script.call("bind", server, path("other"), 8);
        Value second = script.call("socket", AF_UNIX, type, 0);
        script.call("bind", second, sock, size);
        script.call("bind", second, sock, size + 40);
        script.call("connect", client, sock.at(0), size + 30);
        script.call("listen", server, 1);
        script.call("symlink", sock.at(2), text.at(20));
        script.call("connect", client, path("uvwxyz"), 9);
        named(client, "getpeername", 100);
        send(client, 0, 5, 0);
        Value end = type == SOCK_DGRAM ? server : script.call("accept", server, in, length);
        receive(end, 20, 0);
        named(end, "getsockname", 100);
        // What is no socket, a socket of another type, and one that nobody has open any more.
        script.call("mknod", text.at(24), 0100600, 0);
        script.call("connect", second, path("yz"), 5);
        Value unlike = script.call("socket", AF_UNIX, type == SOCK_DGRAM ? SOCK_STREAM : SOCK_DGRAM, 0);
        script.call("connect", unlike, sock, size);
        script.call("sendto", unlike, text, 3, MSG_NOSIGNAL, sock, size);
        script.call("sendto", second, text, 3, MSG_NOSIGNAL, sock, size);
        script.call("close", server);
        script.call("connect", second, sock, size);
        script.call("unlink", sock.at(2));
        script.call("connect", second, sock, size);
        script.call("bind", second, sock, size - 1);
        named(second, "getsockname", 100);
        for (Value each : new Value[] {sock.at(2), text.at(20), text.at(24)}) {
            script.call("unlink", each);
        }
        script.call("chdir", script.buffer("..\0".getBytes(StandardCharsets.US_ASCII)));
        script.call("rmdir", place);
        agree();
    }

    @Test
    void calls_on_what_is_no_socket() {
        Value file = script.call("memfd_create", text, 0);
        for (Object fd : new Object[] {file, 99, -1}) {
            script.call("bind", fd, in, 3);
            script.call("listen", fd, 1);
            script.call("accept", fd, 0, 0);
            script.call("accept4", fd, 0, 0, 1);
            script.call("connect", fd, in, 3);
            script.call("shutdown", fd, 5);
            script.call("getsockname", fd, in, length);
            script.call("getpeername", fd, in, length);
            script.call("getsockopt", fd, SOL_SOCKET, SO_TYPE, in, length);
            script.call("setsockopt", fd, SOL_SOCKET, SO_REUSEADDR, in, 4);
            script.call("sendto", fd, text, 3, 0, 0, 0);
            script.call("recvfrom", fd, in, 3, 0, 0, 0);
            script.call("sendmsg", fd, header, 0);
            script.call("recvmsg", fd, header, 0);
        }
        agree();
    }

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

    @Test
    void names() {
        Value first = script.call("socket", AF_UNIX, SOCK_STREAM, 0);
        Value second = script.call("socket", AF_UNIX, SOCK_STREAM, 0);
        Value third = script.call("socket", AF_UNIX, SOCK_DGRAM, 0);
        Buffer name = name("unishim-names");
        script.call("bind", first, name, size("unishim-names"));
        named(first, "getsockname", 110);
        named(first, "getsockname", 6);
        script.call("bind", first, name, size("unishim-names"));
        script.call("bind", second, name, size("unishim-names"));
        script.call("bind", second, name, size("unishim-names") - 1);
        script.call("bind", third, name, size("unishim-names"));
        script.call("close", first);
        Value fourth = script.call("socket", AF_UNIX, SOCK_STREAM, 0);
        script.call("bind", fourth, name, size("unishim-names"));
        Value fifth = script.call("socket", AF_UNIX, SOCK_STREAM, 0);
        script.call("bind", fifth, name, 2);
        script.ints(length, 0, 110);
        script.call("getsockname", fifth, in, length);
        script.show(length, 0, 4);
        script.show(in, 0, 3);
        script.call("bind", fifth, name, 2);
        script.call("getsockname", fifth, in.last(2), length);
        script.call("getsockname", fifth, in, 0);
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
    void datagrams_by_name() {
        Buffer name = name("unishim-datagrams");
        int size = size("unishim-datagrams");
        Buffer own = name("unishim-sender");
        Value server = script.call("socket", AF_UNIX, SOCK_DGRAM, 0);
        Value client = script.call("socket", AF_UNIX, SOCK_DGRAM, 0);
        Value stream = script.call("socket", AF_UNIX, SOCK_STREAM, 0);
        script.call("bind", server, name, size);
        script.call("connect", stream, name, size);
        script.call("sendto", client, text, 3, 0, name, size);
        script.call("bind", client, own, size("unishim-sender"));
        script.call("sendto", client, text, 4, 0, name, size);
        for (int i = 0; i < 3; i++) {
            script.ints(length, 0, 110);
            script.bytes(in, new byte[128]);
            script.call("recvfrom", server, in, 32, MSG_DONTWAIT, in.at(64), length);
            script.show(in, 0, 100);
            script.show(length, 0, 4);
        }
        script.call("connect", client, name, size);
        named(client, "getpeername", 110);
        send(client, 0, 5, 0);
        receive(server, 32, 0);
        script.call("connect", server, own, size("unishim-sender"));
        Value third = script.call("socket", AF_UNIX, SOCK_DGRAM, 0);
        script.call("connect", third, name, size);
        script.call("sendto", third, text, 3, 0, name, size);
        script.call("connect", client, script.buffer(new byte[] {0, 0}), 2);
        named(client, "getpeername", 110);
        send(client, 0, 3, 0);
        script.call("close", server);
        script.call("sendto", client, text, 3, 0, name, size);
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

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void options(int type) {
        connected(type);
        int[] known = {
            SO_TYPE, SO_DOMAIN, SO_PROTOCOL, SO_ERROR, SO_ACCEPTCONN, SO_PASSCRED, SO_REUSEADDR, SO_KEEPALIVE,
                    SO_BROADCAST,
            SO_OOBINLINE, SO_DONTROUTE, SO_PRIORITY, SO_RCVLOWAT, SO_SNDLOWAT, SO_SNDBUF, SO_RCVBUF, SO_LINGER,
                    SO_RCVTIMEO,
            SO_SNDTIMEO, SO_TIMESTAMP
        };
        for (int each : known) {
            for (int room : new int[] {0, 1, 3, 4, 24, -1}) {
                option(one(), each, room);
            }
        }
        option(one(), 9999, 4);
        script.ints(length, 0, 4);
        script.call("getsockopt", one(), 6, 1, in, length);
        script.call("getsockopt", one(), 0, 1, in, length);
        script.call("getsockopt", one(), SOL_SOCKET, SO_TYPE, in, 0);
        script.call("getsockopt", one(), SOL_SOCKET, SO_TYPE, 0, length);
        for (int each : known) {
            for (int value : new int[] {0, 1, 2, 100, 100_000, 5_000_000, -1}) {
                boolean privileged = each == SO_PRIORITY && (value < 0 || value > 6);
                if (!privileged
                        && each != SO_RCVTIMEO
                        && each != SO_SNDTIMEO
                        && each != SO_SNDBUF
                        && each != SO_RCVBUF) {
                    script.ints(text, 0, value, 7);
                    script.call("setsockopt", one(), SOL_SOCKET, each, text, 8);
                    option(one(), each, 24);
                }
            }
            script.call("setsockopt", one(), SOL_SOCKET, each, text, 3);
            script.call("setsockopt", one(), SOL_SOCKET, each, text, -1);
            script.call("setsockopt", one(), SOL_SOCKET, each, 0, 4);
        }
        for (int value : new int[] {0, 1, 5_000, 100_000}) {
            script.ints(text, 0, value);
            script.call("setsockopt", one(), SOL_SOCKET, SO_SNDBUF, text, 4);
            option(one(), SO_SNDBUF, 4);
            script.call("setsockopt", one(), SOL_SOCKET, SO_RCVBUF, text, 4);
            option(one(), SO_RCVBUF, 4);
        }
        for (long[] time : new long[][] {{5, 0}, {5, 1_000_000}, {5, -1}, {-1, 0}, {0, 0}, {0, 500_000}}) {
            script.longs(text, 0, time[0], time[1]);
            script.call("setsockopt", one(), SOL_SOCKET, SO_RCVTIMEO, text, 16);
            option(one(), SO_RCVTIMEO, 24);
            script.call("setsockopt", one(), SOL_SOCKET, SO_RCVTIMEO, text, 15);
        }
        script.call("setsockopt", one(), 6, 1, text, 4);
        script.call("setsockopt", one(), SOL_SOCKET, 9999, text, 4);
        agree();
    }

    @Test
    void receiving_gives_up_after_the_time_set() {
        connected(SOCK_STREAM);
        script.longs(text, 0, 0, 1000);
        script.call("setsockopt", one(), SOL_SOCKET, SO_RCVTIMEO, text, 16);
        script.call("recvfrom", one(), in, 5, 0, 0, 0);
        script.call("read", one(), in, 5);
        script.call("sendto", other(), text, 2, 0, 0, 0);
        script.call("recvfrom", one(), in, 5, MSG_WAITALL, 0, 0);
        agree();
    }

    private void message(int controlLength, int... pieces) {
        int at = 0;
        for (int i = 0; i < pieces.length; i++) {
            script.longs(iov, 16 * i, text.at(at), pieces[i]);
            at += pieces[i];
        }
        script.longs(header, 0, 0, 0, iov, pieces.length, control, controlLength, 0);
    }

    private void receiveMessage(Value fd, int room, int controlRoom, int flags) {
        script.longs(iov, 512, in, room);
        script.bytes(control, new byte[256]);
        script.bytes(in, new byte[64]);
        script.longs(header, 256, in.at(4096), 110, iov.at(512), 1, control, controlRoom, 0);
        script.call("recvmsg", fd, header.at(256), flags | MSG_DONTWAIT);
        script.show(in, 0, 32);
        script.show(header, 256 + 8, 4);
        script.show(header, 256 + 40, 12);
        script.show(control, 0, 16);
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void messages_in_pieces(int type) {
        connected(type);
        message(0, 3, 0, 5);
        script.call("sendmsg", one(), header, 0);
        receiveMessage(other(), 4, 0, 0);
        receiveMessage(other(), 32, 0, 0);
        script.longs(header, 0, 0, 0, iov, 1025, 0, 0, 0);
        script.call("sendmsg", one(), header, 0);
        script.call("recvmsg", other(), header, MSG_DONTWAIT);
        script.longs(header, 0, 0, 0, 0, 1, 0, 0, 0);
        script.call("sendmsg", one(), header, 0);
        script.call("sendmsg", one(), 0, 0);
        script.call("sendmsg", one(), header.last(20), 0);
        script.longs(iov, 0, text, -1);
        script.longs(header, 0, 0, 0, iov, 1, 0, 0, 0);
        script.call("sendmsg", one(), header, 0);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void descriptors_are_passed(int type) {
        connected(type);
        Buffer pipe = script.buffer();
        script.call("socketpair", AF_UNIX, SOCK_STREAM, 0, pipe);
        for (int controlRoom : new int[] {64, 24, 20, 19, 16, 0}) {
            script.bytes(control, new byte[64]);
            script.longs(control, 0, 24);
            script.ints(control, 8, SOL_SOCKET, SCM_RIGHTS, pipe.word(0), pipe.word(4));
            message(24, 4);
            script.call("sendmsg", one(), header, 0);
            receiveMessage(other(), 32, controlRoom, controlRoom == 24 ? MSG_CMSG_CLOEXEC : 0);
            script.show(control, 16, 8);
            script.call("fcntl", control.word(16), F_GETFD, 0);
        }
        script.call("write", pipe.word(4), text, 5);
        script.call("close", pipe.word(0));
        script.call("read", 6, in, 5);
        script.call("close", one());
        receiveMessage(other(), 32, 64, 0);
        agree();
    }

    @Test
    void control_messages_that_are_none() {
        connected(SOCK_STREAM);
        for (long size : new long[] {0, 15, 16, 17, 20, 25, 1000, -1}) {
            script.longs(control, 0, size);
            script.ints(control, 8, SOL_SOCKET, SCM_RIGHTS, one(), other());
            message(24, 4);
            script.call("sendmsg", one(), header, 0);
        }
        script.longs(control, 0, 20);
        script.ints(control, 8, SOL_SOCKET, SCM_RIGHTS, 999);
        message(20, 4);
        script.call("sendmsg", one(), header, 0);
        script.ints(control, 8, SOL_SOCKET, 77, 999);
        script.call("sendmsg", one(), header, 0);
        script.ints(control, 8, 77, 77, 999);
        script.call("sendmsg", one(), header, 0);
        script.longs(header, 40, -1);
        script.call("sendmsg", one(), header, 0);
        script.longs(header, 40, 1 << 20);
        script.call("sendmsg", one(), header, 0);
        script.longs(header, 32, 0, 16);
        script.call("sendmsg", one(), header, 0);
        script.longs(control, 0, 1048);
        script.ints(control, 8, SOL_SOCKET, SCM_RIGHTS);
        message(1048, 4);
        script.call("sendmsg", one(), header, 0);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void descriptors_divide_a_stream(int type) {
        connected(type);
        send(one(), 0, 3, 0);
        script.longs(control, 0, 20);
        script.ints(control, 8, SOL_SOCKET, SCM_RIGHTS, one());
        message(20, 4);
        script.call("sendmsg", one(), header, 0);
        send(one(), 5, 3, 0);
        receiveMessage(other(), 32, 64, MSG_PEEK);
        receiveMessage(other(), 32, 64, 0);
        receiveMessage(other(), 32, 64, 0);
        receiveMessage(other(), 32, 64, 0);
        agree();
    }
}
