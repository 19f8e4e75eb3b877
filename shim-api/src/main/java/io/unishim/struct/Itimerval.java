package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct itimerval} (man 2 setitimer).
 *
 * @param interval from one expiration to the next; 0 for a single one
 * @param value until the first one; 0 for a timer that is not armed
 */
public record Itimerval(Timeval interval, Timeval value) {
    /** Four 64-bit words. */
    public static final StructLayout<Itimerval> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Itimerval> {
        Layout() {
            super("itimerval", 32);
        }

        @Override
        public Itimerval decode(ByteBuffer in, int at) {
            return new Itimerval(Timeval.LAYOUT.decode(in, at), Timeval.LAYOUT.decode(in, at + 16));
        }

        @Override
        public void encode(Itimerval value, ByteBuffer out, int at) {
            Timeval.LAYOUT.encode(value.interval, out, at);
            Timeval.LAYOUT.encode(value.value, out, at + 16);
        }
    }
}
