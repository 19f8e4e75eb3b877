package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct timezone} (man 2 gettimeofday), which nobody should use.
 *
 * @param minutesWest of Greenwich
 * @param dstTime without meaning
 */
public record Timezone(int minutesWest, int dstTime) {
    /** Two 32-bit words. */
    public static final StructLayout<Timezone> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Timezone> {
        Layout() {
            super("timezone", 8);
        }

        @Override
        public Timezone decode(ByteBuffer in, int at) {
            return new Timezone(in.getInt(at), in.getInt(at + 4));
        }

        @Override
        public void encode(Timezone value, ByteBuffer out, int at) {
            out.putInt(at, value.minutesWest).putInt(at + 4, value.dstTime);
        }
    }
}
