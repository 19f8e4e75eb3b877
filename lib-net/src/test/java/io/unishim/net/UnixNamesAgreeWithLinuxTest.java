package io.unishim.net;

import static io.unishim.abi.Fcntl.F_GETFD;
import static io.unishim.abi.Fcntl.F_GETFL;
import static io.unishim.abi.Socket.*;

import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which AF_UNIX sockets there are and how they are named, against the host. */
class UnixNamesAgreeWithLinuxTest extends UnixAgreement {
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
}
