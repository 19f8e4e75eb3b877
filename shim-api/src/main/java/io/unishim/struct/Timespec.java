package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct timespec} (man 3 timespec).
 *
 * @param seconds any number
 * @param nanos 0 to 999,999,999 where valid; {@code utimensat(2)} has special values
 */
public record Timespec(long seconds, long nanos) {
    /** Two 64-bit words. */
    public static final StructLayout<Timespec> LAYOUT = new Layout();

    private static final long PER_SECOND = 1_000_000_000L;

    /** @return the time as seconds and a remainder of 0 to 999,999,999 ns */
    public static Timespec ofNanos(long nanos) {
        return new Timespec(Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
    }

    /** @return whether it can be a time to wait: not negative, nanoseconds in range */
    public boolean valid() {
        return seconds >= 0 && nanos >= 0 && nanos < PER_SECOND;
    }

    /** @return all of it in nanoseconds, 2^63-1 if that is too little room; for {@link #valid} times */
    public long toNanos() {
        return seconds > Long.MAX_VALUE / PER_SECOND - 1 ? Long.MAX_VALUE : seconds * PER_SECOND + nanos;
    }

    private static final class Layout extends StructLayout<Timespec> {
        Layout() {
            super("timespec", 16);
        }

        @Override
        public Timespec decode(ByteBuffer in, int at) {
            return new Timespec(in.getLong(at), in.getLong(at + 8));
        }

        @Override
        public void encode(Timespec value, ByteBuffer out, int at) {
            out.putLong(at, value.seconds).putLong(at + 8, value.nanos);
        }
    }
}
