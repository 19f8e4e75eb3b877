package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct mq_attr} (man 3 mq_getattr).
 *
 * @param flags O_NONBLOCK, of the description
 * @param maxmsg most messages in the queue
 * @param msgsize most bytes of a message
 * @param curmsgs messages in the queue
 */
public record MqAttr(long flags, long maxmsg, long msgsize, long curmsgs) {
    /** 64 bytes, of which the last half is reserved. */
    public static final StructLayout<MqAttr> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<MqAttr> {
        Layout() {
            super("mq_attr", 64);
        }

        @Override
        public MqAttr decode(ByteBuffer in, int at) {
            return new MqAttr(in.getLong(at), in.getLong(at + 8), in.getLong(at + 16), in.getLong(at + 24));
        }

        @Override
        public void encode(MqAttr value, ByteBuffer out, int at) {
            out.putLong(at, value.flags).putLong(at + 8, value.maxmsg);
            out.putLong(at + 16, value.msgsize).putLong(at + 24, value.curmsgs);
        }
    }
}
