package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code stack_t} (man 2 sigaltstack).
 *
 * @param base its lowest address
 * @param flags SS_*
 * @param size bytes
 */
public record SignalStack(long base, int flags, long size) {
    /** 24 bytes, of which 4 are padding. */
    public static final StructLayout<SignalStack> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<SignalStack> {
        Layout() {
            super("sigaltstack", 24);
        }

        @Override
        public SignalStack decode(ByteBuffer in, int at) {
            return new SignalStack(in.getLong(at), in.getInt(at + 8), in.getLong(at + 16));
        }

        @Override
        public void encode(SignalStack value, ByteBuffer out, int at) {
            out.putLong(at, value.base).putInt(at + 8, value.flags).putLong(at + 16, value.size);
        }
    }
}
