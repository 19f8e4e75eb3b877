package io.unishim.net;

import static io.unishim.abi.Epoll.*;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Ioctls.SIOCATMARK;
import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.TcpOptions.*;
import static io.unishim.abi.UdpOptions.*;

import io.unishim.Shim;
import io.unishim.testing.CallScript;
import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import io.unishim.testing.HostProgram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/**
 * Several sockets of one kind that get in each other's way: a program of small steps, each of which can be left out. All are
 * non-blocking, and what they do is compared with the host's.
 */
final class Interleaving {
    static final int SLOTS = 6;

    /** What the sockets are. */
    enum Kind {
        TCP(AF_INET, SOCK_STREAM),
        TCP6(AF_INET6, SOCK_STREAM),
        UDP(AF_INET, SOCK_DGRAM),
        UDP6(AF_INET6, SOCK_DGRAM),
        STREAM(AF_UNIX, SOCK_STREAM),
        SEQPACKET(AF_UNIX, SOCK_SEQPACKET),
        DATAGRAM(AF_UNIX, SOCK_DGRAM);

        final int domain;
        final int type;

        Kind(int domain, int type) {
            this.domain = domain;
            this.type = type;
        }

        boolean connects() {
            return type != SOCK_DGRAM;
        }

        boolean unix() {
            return domain == AF_UNIX;
        }

        boolean tcp() {
            return !unix() && connects();
        }

        int size() {
            return domain == AF_INET ? 16 : domain == AF_INET6 ? 28 : 8;
        }
    }

    /** Something that one socket does, by the numbers of slots. */
    record Step(String what, int slot, int other, int number, int flags) {
        @Override
        public String toString() {
            return what + " " + slot + " " + other + " " + number + " " + flags;
        }
    }

    private final Kind kind;
    private final CallScript script = new CallScript();
    private final Buffer in = script.buffer();
    private final Buffer length = script.buffer();
    private final Buffer small = script.buffer();
    private final Buffer text = script.buffer(text());
    private final Buffer loopback;
    private final Buffer listening = script.buffer();
    private final Value[] slots = new Value[SLOTS];
    private final Buffer[] names = new Buffer[SLOTS];
    private Value listener = script.call("epoll_create1", -1);
    private final Value epoll;

    private Interleaving(Kind kind) {
        this.kind = kind;
        this.loopback = script.buffer(address());
        this.epoll = script.call("epoll_create1", 0);
        script.about("preparing");
        if (kind.connects()) {
            listener = socket();
            bind(listener);
            learn(listener, listening);
            script.call("listen", listener, kind.tcp() ? 100 : 3);
        }
        for (int i = 0; i < SLOTS; i++) {
            names[i] = script.buffer();
            slots[i] = socket();
            if (!kind.connects()) {
                bind(slots[i]);
                learn(slots[i], names[i]);
            }
        }
        if (kind.connects()) {
            for (int i = 0; i < SLOTS - 2; i += 2) {
                script.call("connect", slots[i], listening, kind.size());
                slots[i + 1] = script.call("accept4", listener, 0, 0, SOCK_NONBLOCK);
            }
        }
    }

    private static byte[] text() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; all.length() < 8000; i++) {
            all.append(i).append(',');
        }
        return all.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] address() {
        ByteBuffer out = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN).putShort((short) kind.domain);
        if (kind.domain == AF_INET) {
            out.put(4, (byte) 127).put(7, (byte) 1);
        } else if (kind.domain == AF_INET6) {
            out.put(23, (byte) 1);
        }
        return out.array();
    }

    private Value socket() {
        return script.call("socket", kind.domain, kind.type | SOCK_NONBLOCK, 0);
    }

    private void bind(Value fd) {
        script.call("bind", fd, loopback, kind.unix() ? 2 : kind.size());
    }

    private void learn(Value fd, Buffer where) {
        script.ints(length, 0, 28);
        script.call("getsockname", fd, where, length);
    }

    /** @return what was not alike on the host and in a shim, the first of which the others may follow from */
    static List<String> differences(HostProgram host, Kind kind, List<Step> steps) {
        Interleaving run = new Interleaving(kind);
        for (int i = 0; i < steps.size(); i++) {
            run.script.about(i + " " + steps.get(i));
            run.step(steps.get(i));
        }
        try (Shim shim = Shim.builder().only("net", "vfscore").boot()) {
            return run.script.differences(host, shim.newProcess("test"));
        }
    }

    private void step(Step step) {
        Value fd = slots[step.slot()];
        switch (step.what()) {
            case "socket" -> slots[step.slot()] = socket();
            case "close" -> script.call("close", fd);
            case "bind" -> {
                bind(fd);
                learn(fd, names[step.slot()]);
            }
            case "connect" ->
                script.call("connect", fd, kind.connects() ? listening : names[step.other()], kind.size());
            case "disconnect" -> {
                script.ints(small, 0, 0, 0, 0, 0, 0, 0, 0);
                script.call("connect", fd, small, kind.unix() ? 2 : kind.size());
            }
            case "accept" -> slots[step.slot()] = script.call("accept4", listener, 0, 0, SOCK_NONBLOCK);
            case "send" -> script.call("sendto", fd, text.at(step.other()), step.number(), flags(step), 0, 0);
            case "sendto" ->
                script.call(
                        "sendto",
                        fd,
                        text.at(7 * step.number() & 0xff),
                        step.number(),
                        flags(step),
                        names[step.other()],
                        kind.size());
            case "write" -> script.call("write", fd, text.at(step.other()), step.number());
            case "receive" -> receive(fd, step);
            case "read" -> {
                script.call("read", fd, in, step.number());
                script.show(in, 0, 16);
            }
            case "shutdown" -> script.call("shutdown", fd, step.number() % 3);
            case "poll" -> {
                script.ints(small, 0, fd, 0x27ff);
                script.call("poll", small, 1, 0);
                script.show(small, 4, 4);
            }
            case "option" -> option(fd, step);
            case "error" -> {
                script.ints(length, 0, 4);
                script.call("getsockopt", fd, SOL_SOCKET, SO_ERROR, small, length);
                script.show(small, 0, 4);
            }
            case "ioctl" -> {
                script.ints(small, 0, 77);
                script.call("ioctl", fd, step.number() % 2 == 0 || !kind.tcp() ? FIONREAD : SIOCATMARK, small);
                script.show(small, 0, 4);
            }
            case "names" -> {
                script.ints(length, 0, 28);
                script.call(step.number() % 2 == 0 ? "getsockname" : "getpeername", fd, small.at(64), length);
                script.show(length, 0, 4);
            }
            case "watch" -> {
                script.ints(small, 0, step.flags());
                script.longs(small, 4, step.slot());
                script.call("epoll_ctl", epoll, 1 + step.number() % 3, fd, small);
            }
            case "wait" -> {
                script.bytes(in.at(1024), new byte[12 * SLOTS]);
                script.call("epoll_wait", epoll, in.at(1024), SLOTS, 0);
                script.show(in, 1024, 12 * SLOTS, Interleaving::sorted);
            }
            default -> throw new IllegalArgumentException(step.what());
        }
    }

    private int flags(Step step) {
        return MSG_NOSIGNAL | MSG_DONTWAIT | step.flags();
    }

    private void receive(Value fd, Step step) {
        script.ints(length, 0, 28);
        script.bytes(in, new byte[32]);
        script.bytes(small.at(128), new byte[32]);
        script.call("recvfrom", fd, in, step.number(), MSG_DONTWAIT | step.flags(), small.at(128), length);
        if ((step.flags() & MSG_TRUNC) == 0 || !kind.tcp()) {
            script.show(in, 0, 24);
        }
        script.show(length, 0, 4);
    }

    private void option(Value fd, Step step) {
        int[][] all = {
            {SOL_SOCKET, SO_RCVLOWAT, 5},
            {SOL_SOCKET, SO_RCVLOWAT, 1},
            {SOL_SOCKET, SO_PEEK_OFF, 3},
            {SOL_SOCKET, SO_PEEK_OFF, 0},
            {SOL_SOCKET, SO_PEEK_OFF, -1},
            {SOL_SOCKET, SO_OOBINLINE, 1},
            {SOL_SOCKET, SO_OOBINLINE, 0},
            {SOL_SOCKET, SO_LINGER, 1},
            {SOL_TCP, TCP_NODELAY, 1},
            {SOL_IP, IP_RECVERR, 1},
            {SOL_UDP, UDP_CORK, 1},
            {SOL_UDP, UDP_CORK, 0},
            {SOL_SOCKET, SO_KEEPALIVE, 1},
            {SOL_SOCKET, SO_PASSCRED, 1}
        };
        int[] chosen = all[step.number() % all.length];
        script.ints(small, 0, chosen[2], 0);
        script.call("setsockopt", fd, chosen[0], chosen[1], small, 8);
    }

    /** The order of what is ready is not compared. */
    private static String sorted(byte[] events) {
        TreeSet<String> all = new TreeSet<>();
        ByteBuffer each = ByteBuffer.wrap(events).order(ByteOrder.LITTLE_ENDIAN);
        while (each.hasRemaining()) {
            int bits = each.getInt();
            all.add(each.getLong() + ":" + Integer.toHexString(bits));
        }
        return all.toString();
    }
}
