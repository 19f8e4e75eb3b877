package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What ping sockets send and get: ICMP messages that ask for an echo, and the echoes (man 7 icmp). A message has a type, a
 * code, a checksum, the socket's identifier, a number and data.
 */
final class Echo {
    private static final int HEADER = 8;
    private static final byte ASK4 = 8;
    private static final byte ASK6 = (byte) 128;
    private static final byte ECHO4 = 0;
    private static final byte ECHO6 = (byte) 129;
    private static final int ICMPV6 = 58;

    private Echo() {}

    /** @return 0, or why a message cannot be sent by a ping socket */
    static long check(byte[] message, boolean six) {
        boolean asks = message.length >= HEADER && message[0] == (six ? ASK6 : ASK4) && message[1] == 0;
        return asks ? 0 : -EINVAL;
    }

    static int identifier(byte[] message) {
        return ByteBuffer.wrap(message).getChar(4);
    }

    /** @return the same with the header of IP before it, as raw sockets get it (man 7 raw). Of version 4 only */
    static Datagram withHeader(Datagram message) {
        byte[] bytes = new byte[20 + message.bytes().length];
        ByteBuffer out = ByteBuffer.wrap(bytes);
        out.put((byte) 0x45)
                .put((byte) message.service())
                .putShort((short) bytes.length)
                .putInt(0);
        out.put((byte) message.hops()).put((byte) 1).putShort((short) 0);
        out.putInt(message.from().ip().v4()).putInt(message.to().ip().v4());
        out.putShort(10, (short) checksum(Arrays.copyOf(bytes, 20), false, Ip.ANY4, Ip.ANY4));
        out.put(20, message.bytes());
        return message.withBytes(bytes);
    }

    /** @return the answer to a checked message. @param identifier that of the answer */
    static Datagram answer(Datagram asked, int identifier, long time) {
        boolean six = !asked.to().ip().isV4();
        byte[] bytes = asked.bytes().clone();
        ByteBuffer out = ByteBuffer.wrap(bytes);
        out.put(0, six ? ECHO6 : ECHO4);
        out.putShort(2, (short) 0).putShort(4, (short) identifier);
        out.putShort(
                2, (short) checksum(bytes, six, asked.to().ip(), asked.from().ip()));
        return Datagram.of(bytes, new Endpoint(asked.to().ip(), 0), asked.from(), asked.hops(), time)
                .comingBy(asked.by());
    }

    private static int checksum(byte[] bytes, boolean six, Ip from, Ip to) {
        long sum =
                six ? sum(from.high()) + sum(from.low()) + sum(to.high()) + sum(to.low()) + bytes.length + ICMPV6 : 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (i & 1) == 0 ? (bytes[i] & 0xff) << 8 : bytes[i] & 0xff;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }

    private static long sum(long bits) {
        return (bits >>> 48) + (bits >>> 32 & 0xffff) + (bits >>> 16 & 0xffff) + (bits & 0xffff);
    }
}
