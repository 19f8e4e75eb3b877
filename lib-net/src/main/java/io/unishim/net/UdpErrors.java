package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.IpOptions.IP_RECVERR;
import static io.unishim.abi.Ipv6Options.IPV6_RECVERR;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.MSG_ERRQUEUE;
import static io.unishim.abi.Socket.MSG_TRUNC;
import static io.unishim.abi.Socket.SOL_IP;
import static io.unishim.abi.Socket.SOL_IPV6;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;

/** The error queue of a socket with IP_RECVERR (man 7 ip): which messages nobody took. */
final class UdpErrors {
    private static final int MOST = 64;

    /** SO_EE_ORIGIN_ICMP, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, and the same of version 6. */
    static final byte[] UNREACHABLE4 = {2, 3, 3, 0};

    static final byte[] UNREACHABLE6 = {3, 1, 4, 0};

    private record Failure(int errno, byte[] origin, Datagram message) {}

    private final UdpSocket socket;
    private final ArrayDeque<Failure> failures = new ArrayDeque<>();

    UdpErrors(UdpSocket socket) {
        this.socket = socket;
    }

    /** @param origin who says so, and the type and code of ICMP: ee_origin, ee_type, ee_code, and nothing */
    synchronized void add(int errno, byte[] origin, Datagram message) {
        if (failures.size() < MOST) {
            failures.add(new Failure(errno, origin, message));
        }
    }

    synchronized boolean some() {
        return !failures.isEmpty();
    }

    private synchronized @org.jspecify.annotations.Nullable Failure poll() {
        return failures.poll();
    }

    /** Tells the oldest: the message, whom it was for, and why not. */
    long take(UserBuffer into, Incoming in) {
        Failure failure = poll();
        if (failure == null) {
            return -EAGAIN;
        }
        Datagram message = failure.message();
        int count = (int) Math.min(message.bytes().length, into.length());
        if (count > 0 && into.put(0, message.bytes(), 0, count) != count) {
            throw MemoryFault.FAULT;
        }
        in.resultFlags |= MSG_ERRQUEUE | (count < message.bytes().length ? MSG_TRUNC : 0);
        in.from = message.to().address(socket.domain());
        boolean four = message.to().ip().isV4();
        byte[] offender = new Endpoint(message.to().ip(), 0).address(four ? AF_INET : AF_INET6);
        ByteBuffer error = ByteBuffer.allocate(16 + offender.length).order(ByteOrder.LITTLE_ENDIAN);
        error.putInt(failure.errno()).put(failure.origin()).putLong(0);
        error.put(offender);
        in.add(four ? SOL_IP : SOL_IPV6, four ? IP_RECVERR : IPV6_RECVERR, error.array());
        if (!some()) {
            socket.takeError();
        }
        return count;
    }
}
