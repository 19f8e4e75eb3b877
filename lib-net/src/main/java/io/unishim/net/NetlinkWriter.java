package io.unishim.net;

import static io.unishim.abi.Netlink.NLMSG_DONE;
import static io.unishim.abi.Netlink.NLM_F_MULTI;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Messages of netlink on their way to a socket (man 7 netlink): each a header of 16 bytes, a structure and attributes. */
final class NetlinkWriter {
    static final int HEADER = 16;

    /** What one datagram holds at most: the room that receivers give at least. */
    private static final int MOST = 8192;

    private final List<byte[]> datagrams = new ArrayList<>(1);
    private final int port;
    private final int sequence;
    private ByteBuffer out = fresh();
    private int start;

    NetlinkWriter(int port, int sequence) {
        this.port = port;
        this.sequence = sequence;
    }

    private static ByteBuffer fresh() {
        return ByteBuffer.allocate(MOST).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Begins a message, whose structure follows. */
    NetlinkWriter begin(int type, int flags) {
        if (out.remaining() < MOST / 4) {
            flush();
        }
        start = out.position();
        out.putInt(0)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence)
                .putInt(port);
        return this;
    }

    NetlinkWriter bytes(int... values) {
        for (int each : values) {
            out.put((byte) each);
        }
        return this;
    }

    NetlinkWriter half(int value) {
        out.putShort((short) value);
        return this;
    }

    NetlinkWriter word(int value) {
        out.putInt(value);
        return this;
    }

    NetlinkWriter raw(byte[] value) {
        out.put(value, 0, Math.min(value.length, out.remaining()));
        return this;
    }

    private NetlinkWriter attribute(int type, byte[] value) {
        out.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        out.position(out.position() + 3 & ~3);
        return this;
    }

    NetlinkWriter attribute(int type, int value) {
        return attribute(type, OptionCalls.ints(value));
    }

    NetlinkWriter attributeByte(int type, int value) {
        return attribute(type, new byte[] {(byte) value});
    }

    NetlinkWriter attribute(int type, String value) {
        return attribute(type, (value + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    NetlinkWriter attributeBytes(int type, byte[] value) {
        return attribute(type, value);
    }

    NetlinkWriter attribute(int type, Ip ip) {
        ByteBuffer bytes = ByteBuffer.allocate(ip.isV4() ? 4 : 16);
        return attribute(
                type,
                (ip.isV4() ? bytes.putInt(ip.v4()) : bytes.putLong(ip.high()).putLong(ip.low())).array());
    }

    /** Ends the message. */
    void end() {
        out.putInt(start, out.position() - start);
        out.position(out.position() + 3 & ~3);
    }

    /** Ends several messages. */
    NetlinkWriter done() {
        return done(0);
    }

    /** Ends several messages. @param errno 0, or what went wrong on the way, negative */
    NetlinkWriter done(int errno) {
        begin(NLMSG_DONE, NLM_F_MULTI).word(errno).end();
        return this;
    }

    /** Ends a datagram. */
    @SuppressWarnings("ByteBufferBackingArray") // the whole of an array, as it was made
    void flush() {
        if (out.position() > 0) {
            datagrams.add(Arrays.copyOf(out.array(), out.position()));
            out.clear();
            Arrays.fill(out.array(), (byte) 0);
        }
    }

    /** @return what is to be received, one after the other */
    List<byte[]> datagrams() {
        flush();
        return datagrams;
    }
}
