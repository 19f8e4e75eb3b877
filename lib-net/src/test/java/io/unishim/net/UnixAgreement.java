package io.unishim.net;

import static io.unishim.abi.Socket.*;

import io.unishim.Shim;
import io.unishim.testing.CallScript;
import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import java.nio.charset.StandardCharsets;

/** A script about AF_UNIX sockets, that runs against the host, too. */
abstract class UnixAgreement extends WithHost {
    /** Abstract names are the whole machine's: another run of these tests has others. */
    private static final String RUN = ProcessHandle.current().pid() + "-";

    final CallScript script = new CallScript();
    final Buffer pair = script.buffer();
    final Buffer in = script.buffer();
    final Buffer length = script.buffer();
    final Buffer header = script.buffer();
    final Buffer control = script.buffer();
    final Buffer iov = script.buffer();
    final Buffer text = script.buffer("abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII));

    void agree() {
        try (Shim shim = Shim.builder().only("net", "vfscore").boot()) {
            script.agree(host, shim.newProcess("test"));
        }
    }

    /** @return the address of an abstract name; the same name is free in the next run on the host */
    Buffer name(String name) {
        byte[] bytes = ("\1\0\0" + RUN + name).getBytes(StandardCharsets.ISO_8859_1);
        return script.buffer(bytes);
    }

    static int size(String name) {
        return 3 + RUN.length() + name.length();
    }

    void connected(int type) {
        script.call("socketpair", AF_UNIX, type, 0, pair);
    }

    Value one() {
        return pair.word(0);
    }

    Value other() {
        return pair.word(4);
    }

    Value send(Value fd, int from, int count, int flags) {
        return script.call("sendto", fd, text.at(from), count, flags | MSG_NOSIGNAL, 0, 0);
    }

    void receive(Value fd, int count, int flags) {
        script.call("recvfrom", fd, in, count, flags | MSG_DONTWAIT, 0, 0);
        script.show(in, 0, 32);
    }

    void named(Value fd, String call, int room) {
        script.ints(length, 0, room);
        script.bytes(in, new byte[128]);
        script.call(call, fd, in, length);
        script.show(in, 0, 32);
        script.show(length, 0, 4);
    }

    void option(Value fd, int option, int room) {
        script.ints(length, 0, room);
        script.longs(in, 0, -1, -1, -1);
        script.call("getsockopt", fd, SOL_SOCKET, option, in, length);
        script.show(in, 0, 24);
        script.show(length, 0, 4);
    }

    Buffer path(String path) {
        return script.buffer(("\1\0" + path + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }
}
