package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * The kernel's {@code struct sigaction} (man 2 sigaction, "C library/kernel differences").
 *
 * @param handler SIG_DFL, SIG_IGN or an address
 * @param flags SA_*
 * @param restorer where the handler returns to, with SA_RESTORER
 * @param mask signals that are blocked as well while the handler runs
 */
public record SigAction(long handler, long flags, long restorer, long mask) {
    /** Four 64-bit words. */
    public static final StructLayout<SigAction> LAYOUT = new Layout();

    /** The default action. */
    public static final SigAction DEFAULT = new SigAction(0, 0, 0, 0);

    private static final class Layout extends StructLayout<SigAction> {
        Layout() {
            super("sigaction", 32);
        }

        @Override
        public SigAction decode(ByteBuffer in, int at) {
            return new SigAction(in.getLong(at), in.getLong(at + 8), in.getLong(at + 16), in.getLong(at + 24));
        }

        @Override
        public void encode(SigAction value, ByteBuffer out, int at) {
            out.putLong(at, value.handler).putLong(at + 8, value.flags);
            out.putLong(at + 16, value.restorer).putLong(at + 24, value.mask);
        }
    }
}
