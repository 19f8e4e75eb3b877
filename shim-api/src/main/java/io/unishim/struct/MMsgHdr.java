package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct mmsghdr} (man 2 recvmmsg).
 *
 * @param header the message
 * @param length its bytes, as the call fills them in
 */
public record MMsgHdr(MsgHdr header, int length) {
    /** 64 bytes. */
    public static final StructLayout<MMsgHdr> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<MMsgHdr> {
        Layout() {
            super("mmsghdr", 64);
        }

        @Override
        public MMsgHdr decode(ByteBuffer in, int at) {
            return new MMsgHdr(MsgHdr.LAYOUT.decode(in, at), in.getInt(at + 56));
        }

        @Override
        public void encode(MMsgHdr value, ByteBuffer out, int at) {
            MsgHdr.LAYOUT.encode(value.header, out, at);
            out.putInt(at + 56, value.length);
        }
    }
}
