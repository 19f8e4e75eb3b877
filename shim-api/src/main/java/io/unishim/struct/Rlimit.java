package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct rlimit} (man 2 getrlimit); unsigned, -1 is RLIM_INFINITY.
 *
 * @param soft what holds
 * @param hard what the soft limit may be raised to
 */
public record Rlimit(long soft, long hard) {
    /** Two 64-bit words. */
    public static final StructLayout<Rlimit> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Rlimit> {
        Layout() {
            super("rlimit", 16);
        }

        @Override
        public Rlimit decode(ByteBuffer in, int at) {
            return new Rlimit(in.getLong(at), in.getLong(at + 8));
        }

        @Override
        public void encode(Rlimit value, ByteBuffer out, int at) {
            out.putLong(at, value.soft).putLong(at + 8, value.hard);
        }
    }
}
