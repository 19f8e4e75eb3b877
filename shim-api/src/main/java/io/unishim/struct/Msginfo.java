package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct msginfo} (man 2 msgctl): the limits of message queues.
 *
 * @param msgpool of no meaning; for MSG_INFO the queues there are
 * @param msgmap of no meaning; for MSG_INFO the messages there are
 * @param msgmax most bytes of a message
 * @param msgmnb most bytes of a queue, unless said otherwise
 * @param msgmni most queues
 * @param msgssz of no meaning
 * @param msgtql of no meaning; for MSG_INFO the bytes in all queues
 * @param msgseg of no meaning
 */
public record Msginfo(
        int msgpool, int msgmap, int msgmax, int msgmnb, int msgmni, int msgssz, int msgtql, short msgseg) {
    /** 32 bytes. */
    public static final StructLayout<Msginfo> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Msginfo> {
        Layout() {
            super("msginfo", 32);
        }

        @Override
        public Msginfo decode(ByteBuffer in, int at) {
            return new Msginfo(
                    in.getInt(at),
                    in.getInt(at + 4),
                    in.getInt(at + 8),
                    in.getInt(at + 12),
                    in.getInt(at + 16),
                    in.getInt(at + 20),
                    in.getInt(at + 24),
                    in.getShort(at + 28));
        }

        @Override
        public void encode(Msginfo value, ByteBuffer out, int at) {
            out.putInt(at, value.msgpool);
            out.putInt(at + 4, value.msgmap);
            out.putInt(at + 8, value.msgmax);
            out.putInt(at + 12, value.msgmnb);
            out.putInt(at + 16, value.msgmni);
            out.putInt(at + 20, value.msgssz);
            out.putInt(at + 24, value.msgtql);
            out.putShort(at + 28, value.msgseg);
        }
    }
}
