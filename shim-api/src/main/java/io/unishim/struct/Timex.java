package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct timex} (man 2 adjtimex), without the members for a pulse per second, which are 0.
 *
 * @param modes what to change: ADJ_*
 * @param offset from the reference, microseconds, or nanoseconds with STA_NANO
 * @param frequency offset, ppm with 16 bits after the point
 * @param maxError microseconds
 * @param estimatedError microseconds
 * @param status STA_*
 * @param constant of the phase-locked loop
 * @param precision microseconds
 * @param tolerance ppm with 16 bits after the point
 * @param time the wall clock
 * @param tick microseconds between ticks
 * @param tai seconds from UTC to atomic time
 */
public record Timex(
        int modes,
        long offset,
        long frequency,
        long maxError,
        long estimatedError,
        int status,
        long constant,
        long precision,
        long tolerance,
        Timeval time,
        long tick,
        int tai) {
    /** 208 bytes. */
    public static final StructLayout<Timex> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Timex> {
        Layout() {
            super("timex", 208);
        }

        @Override
        public Timex decode(ByteBuffer in, int at) {
            return new Timex(
                    in.getInt(at),
                    in.getLong(at + 8),
                    in.getLong(at + 16),
                    in.getLong(at + 24),
                    in.getLong(at + 32),
                    in.getInt(at + 40),
                    in.getLong(at + 48),
                    in.getLong(at + 56),
                    in.getLong(at + 64),
                    Timeval.LAYOUT.decode(in, at + 72),
                    in.getLong(at + 88),
                    in.getInt(at + 160));
        }

        @Override
        public void encode(Timex value, ByteBuffer out, int at) {
            out.putInt(at, value.modes).putLong(at + 8, value.offset).putLong(at + 16, value.frequency);
            out.putLong(at + 24, value.maxError).putLong(at + 32, value.estimatedError);
            out.putInt(at + 40, value.status).putLong(at + 48, value.constant);
            out.putLong(at + 56, value.precision).putLong(at + 64, value.tolerance);
            Timeval.LAYOUT.encode(value.time, out, at + 72);
            out.putLong(at + 88, value.tick).putInt(at + 160, value.tai);
        }
    }
}
