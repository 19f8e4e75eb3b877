package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct itimerspec} (man 2 timer_settime).
 *
 * @param interval from one expiration to the next; 0 for a single one
 * @param value until the first one, or when it is; 0 for a timer that is not armed
 */
public record Itimerspec(Timespec interval, Timespec value) {
    /** Four 64-bit words. */
    public static final StructLayout<Itimerspec> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Itimerspec> {
        Layout() {
            super("itimerspec", 32);
        }

        @Override
        public Itimerspec decode(ByteBuffer in, int at) {
            return new Itimerspec(Timespec.LAYOUT.decode(in, at), Timespec.LAYOUT.decode(in, at + 16));
        }

        @Override
        public void encode(Itimerspec value, ByteBuffer out, int at) {
            Timespec.LAYOUT.encode(value.interval, out, at);
            Timespec.LAYOUT.encode(value.value, out, at + 16);
        }
    }
}
