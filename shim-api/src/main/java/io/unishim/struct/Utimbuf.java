package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct utimbuf} (man 2 utime).
 *
 * @param actime time of access, seconds since 1970
 * @param modtime time of modification, seconds since 1970
 */
public record Utimbuf(long actime, long modtime) {
    /** Two 64-bit words. */
    public static final StructLayout<Utimbuf> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Utimbuf> {
        Layout() {
            super("utimbuf", 16);
        }

        @Override
        public Utimbuf decode(ByteBuffer in, int at) {
            return new Utimbuf(in.getLong(at), in.getLong(at + 8));
        }

        @Override
        public void encode(Utimbuf value, ByteBuffer out, int at) {
            out.putLong(at, value.actime).putLong(at + 8, value.modtime);
        }
    }
}
