package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct shm_info} (man 2 shmctl): how much shared memory there is.
 *
 * @param usedIds segments
 * @param total pages of all segments
 * @param resident of these in memory
 * @param swapped of these swapped out
 */
public record ShmInfo(int usedIds, long total, long resident, long swapped) {
    /** 48 bytes. */
    public static final StructLayout<ShmInfo> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<ShmInfo> {
        Layout() {
            super("shm_info", 48);
        }

        @Override
        public ShmInfo decode(ByteBuffer in, int at) {
            return new ShmInfo(in.getInt(at), in.getLong(at + 8), in.getLong(at + 16), in.getLong(at + 24));
        }

        @Override
        public void encode(ShmInfo value, ByteBuffer out, int at) {
            out.putInt(at, value.usedIds);
            out.putLong(at + 8, value.total);
            out.putLong(at + 16, value.resident);
            out.putLong(at + 24, value.swapped);
        }
    }
}
