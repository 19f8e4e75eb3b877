package io.unishim.net;

import static io.unishim.abi.Ipv6Options.IPV6_V6ONLY;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.IPPROTO_IPV6;
import static io.unishim.abi.Socket.MSG_DONTWAIT;
import static io.unishim.abi.Socket.MSG_NOSIGNAL;
import static io.unishim.abi.Socket.SOCK_DGRAM;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static io.unishim.abi.Socket.SOL_SOCKET;
import static io.unishim.abi.Socket.SO_LINGER;
import static io.unishim.abi.Socket.SO_REUSEADDR;

import io.unishim.Shim;
import io.unishim.abi.Socket;
import io.unishim.testing.CallScript;
import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import io.unishim.testing.HostProgram;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A script about Internet sockets. Ports are chosen by the kernel, and not compared. */
final class InetScript {
    /** What addresses the two ends have. */
    enum Family {
        V4(AF_INET, "7f000001", "00000000"),
        V6(AF_INET6, "00000000000000000000000000000001", "00000000000000000000000000000000"),
        MAPPED(AF_INET6, "00000000000000000000ffff7f000001", "00000000000000000000ffff00000000");

        final int domain;
        final String loopback;
        final String any;

        Family(int domain, String loopback, String any) {
            this.domain = domain;
            this.loopback = loopback;
            this.any = any;
        }

        int size() {
            return domain == AF_INET ? 16 : 28;
        }
    }

    final CallScript script = new CallScript();
    final Family family;
    final Buffer in = script.buffer();
    final Buffer length = script.buffer();
    final Buffer polls = script.buffer();
    final Buffer text = script.buffer("abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII));
    final Buffer there = script.buffer();

    InetScript(Family family) {
        this.family = family;
    }

    void agree(HostProgram host) {
        agree(host, List.of());
    }

    /** @param permitted where the shim may send datagrams to over the host's network */
    void agree(HostProgram host, List<Permitted> permitted) {
        try (Shim shim = Shim.builder()
                .only("net", "vfscore")
                .option(NetLibrary.PERMITTED, permitted)
                .boot()) {
            script.agree(host, shim.newProcess("test"));
        }
    }

    /** Whoever is meant from now on has this port of the loopback. */
    void to(int port) {
        script.bytes(there, address(family.loopback, port));
    }

    /** @return an address of the family. @param ip in hexadecimal */
    byte[] address(String ip, int port) {
        byte[] bytes = HexFormat.of().parseHex(ip);
        ByteBuffer out = ByteBuffer.allocate(family.size());
        out.put((byte) family.domain).put((byte) 0).putShort((short) port);
        if (family.domain == AF_INET6) {
            out.putInt(0);
        }
        return out.put(bytes).array();
    }

    Buffer loopback(int port) {
        return script.buffer(address(family.loopback, port));
    }

    Value socket(int type) {
        return script.call("socket", family.domain, type, 0);
    }

    Value bound(int type) {
        Value fd = socket(type);
        script.call("bind", fd, loopback(0), family.size());
        return fd;
    }

    /** Puts the socket's name where {@link #there} is: an address with its port. */
    void learn(Value fd, Buffer where) {
        script.ints(length, 0, family.size());
        script.call("getsockname", fd, where, length);
    }

    Value listening(int backlog) {
        Value fd = bound(SOCK_STREAM);
        learn(fd, there);
        script.call("listen", fd, backlog);
        return fd;
    }

    /** @return a socket for datagrams, whose address is {@link #there} */
    Value server() {
        Value fd = bound(SOCK_DGRAM);
        learn(fd, there);
        return fd;
    }

    /** Has {@link #there} be an address that no socket for datagrams has. */
    void nobody() {
        script.call("close", server());
    }

    Value connect(Value fd) {
        return script.call("connect", fd, there, family.size());
    }

    /** Client and server end of a new connection. */
    record Ends(Value listener, Value client, Value server) {}

    Ends connected() {
        Value listener = listening(5);
        Value client = socket(SOCK_STREAM);
        connect(client);
        return new Ends(listener, client, script.call("accept", listener, 0, 0));
    }

    Value send(Value fd, int from, int count, int flags) {
        return script.call("sendto", fd, text.at(from), count, flags | MSG_NOSIGNAL | MSG_DONTWAIT, 0, 0);
    }

    void receive(Value fd, int count, int flags) {
        script.call("recvfrom", fd, in, count, flags | MSG_DONTWAIT, 0, 0);
        script.show(in, 0, 32);
    }

    /** Compares what {@code poll(2)} tells of everything that it can. */
    void ready(Value fd) {
        script.ints(polls, 0, fd, 0x27ff);
        script.call("poll", polls, 1, 0);
        script.show(polls, 4, 4);
    }

    void linger(Value fd, int seconds) {
        script.ints(text, 64, 1, seconds);
        script.call("setsockopt", fd, SOL_SOCKET, SO_LINGER, text.at(64), 8);
    }

    void reuse(Value fd) {
        option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    }

    void onlyV6(Value fd, int value) {
        option(fd, IPPROTO_IPV6, IPV6_V6ONLY, value);
    }

    void option(Value fd, int level, int name, int value) {
        script.ints(text, 64, value);
        script.call("setsockopt", fd, level, name, text.at(64), 4);
    }

    void getOption(Value fd, int level, int name, int room) {
        script.ints(length, 0, room);
        script.longs(in, 0, -1, -1, -1, -1);
        script.call("getsockopt", fd, level, name, in, length);
        script.show(in, 0, 16);
        script.show(length, 0, 4);
    }

    void error(Value fd) {
        getOption(fd, SOL_SOCKET, Socket.SO_ERROR, 4);
    }

    /** Compares a name but for its port. */
    void name(String call, Value fd, int room) {
        script.ints(length, 0, room);
        script.bytes(in.at(1024), new byte[64]);
        script.call(call, fd, in.at(1024), length);
        script.show(in, 1024, 32, InetScript::withoutPort);
        script.show(length, 0, 4);
    }

    /** Waits for events, and compares which came. */
    void await(Value fd, int events) {
        script.ints(polls, 0, fd, events);
        script.call("poll", polls, 1, 60_000);
        script.show(polls, 4, 4);
    }

    static String withoutPort(byte[] address) {
        byte[] shown = address.clone();
        boolean some = shown[2] != 0 || shown[3] != 0;
        Arrays.fill(shown, 2, 4, (byte) (some ? 0xff : 0));
        return HexFormat.of().formatHex(shown);
    }
}
