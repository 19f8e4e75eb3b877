package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct rusage} (man 2 getrusage). What is not counted here is 0: faults, input and output, switches.
 *
 * @param userMicros processor time in user mode, microseconds
 * @param systemMicros processor time in the kernel, microseconds
 * @param maxRss most memory resident at a time, KiB
 */
public record Rusage(long userMicros, long systemMicros, long maxRss) {
    /** Two timevals and 14 64-bit words. */
    public static final StructLayout<Rusage> LAYOUT = new Layout();

    /** Nothing used. */
    public static final Rusage NONE = new Rusage(0, 0, 0);

    private static final long PER_SECOND = 1_000_000;

    /** @return the sum of the times, and the greater of the sizes */
    public Rusage plus(Rusage other) {
        return new Rusage(
                userMicros + other.userMicros, systemMicros + other.systemMicros, Math.max(maxRss, other.maxRss));
    }

    private static final class Layout extends StructLayout<Rusage> {
        Layout() {
            super("rusage", 144);
        }

        @Override
        public Rusage decode(ByteBuffer in, int at) {
            return new Rusage(
                    in.getLong(at) * PER_SECOND + in.getLong(at + 8),
                    in.getLong(at + 16) * PER_SECOND + in.getLong(at + 24),
                    in.getLong(at + 32));
        }

        @Override
        public void encode(Rusage value, ByteBuffer out, int at) {
            out.putLong(at, value.userMicros / PER_SECOND).putLong(at + 8, value.userMicros % PER_SECOND);
            out.putLong(at + 16, value.systemMicros / PER_SECOND).putLong(at + 24, value.systemMicros % PER_SECOND);
            out.putLong(at + 32, value.maxRss);
        }
    }
}
