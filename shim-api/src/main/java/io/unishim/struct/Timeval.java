package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct timeval} (man 3 timeval).
 *
 * @param seconds any number
 * @param micros 0 to 999,999 where valid
 */
public record Timeval(long seconds, long micros) {
    /** Two 64-bit words. */
    public static final StructLayout<Timeval> LAYOUT = new Layout();

    /** @return the time in whole microseconds, rounded down */
    public static Timeval ofNanos(long nanos) {
        return new Timeval(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L) / 1000);
    }

    private static final class Layout extends StructLayout<Timeval> {
        Layout() {
            super("timeval", 16);
        }

        @Override
        public Timeval decode(ByteBuffer in, int at) {
            return new Timeval(in.getLong(at), in.getLong(at + 8));
        }

        @Override
        public void encode(Timeval value, ByteBuffer out, int at) {
            out.putLong(at, value.seconds).putLong(at + 8, value.micros);
        }
    }
}
