package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct shminfo} (man 2 shmctl): the limits of shared memory.
 *
 * @param shmmax most bytes of a segment
 * @param shmmin least bytes of a segment
 * @param shmmni most segments
 * @param shmseg most segments of a process
 * @param shmall most pages of all segments
 */
public record Shminfo(long shmmax, long shmmin, long shmmni, long shmseg, long shmall) {
    /** 72 bytes. */
    public static final StructLayout<Shminfo> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Shminfo> {
        Layout() {
            super("shminfo", 72);
        }

        @Override
        public Shminfo decode(ByteBuffer in, int at) {
            return new Shminfo(
                    in.getLong(at), in.getLong(at + 8), in.getLong(at + 16), in.getLong(at + 24), in.getLong(at + 32));
        }

        @Override
        public void encode(Shminfo value, ByteBuffer out, int at) {
            out.putLong(at, value.shmmax);
            out.putLong(at + 8, value.shmmin);
            out.putLong(at + 16, value.shmmni);
            out.putLong(at + 24, value.shmseg);
            out.putLong(at + 32, value.shmall);
        }
    }
}
