package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct tms} (man 2 times), in ticks of 10 ms.
 *
 * @param user of the process, in user mode
 * @param system of the process, in the kernel
 * @param childrenUser of children that were waited for
 * @param childrenSystem of children that were waited for
 */
public record Tms(long user, long system, long childrenUser, long childrenSystem) {
    /** Four 64-bit words. */
    public static final StructLayout<Tms> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Tms> {
        Layout() {
            super("tms", 32);
        }

        @Override
        public Tms decode(ByteBuffer in, int at) {
            return new Tms(in.getLong(at), in.getLong(at + 8), in.getLong(at + 16), in.getLong(at + 24));
        }

        @Override
        public void encode(Tms value, ByteBuffer out, int at) {
            out.putLong(at, value.user).putLong(at + 8, value.system);
            out.putLong(at + 16, value.childrenUser).putLong(at + 24, value.childrenSystem);
        }
    }
}
