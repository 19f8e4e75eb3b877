package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct sysinfo} (man 2 sysinfo); loads and swap are told as 0, sizes in bytes.
 *
 * @param uptime seconds
 * @param totalRam bytes
 * @param freeRam bytes
 * @param procs how many tasks there are
 */
public record Sysinfo(long uptime, long totalRam, long freeRam, int procs) {
    /** 112 bytes. */
    public static final StructLayout<Sysinfo> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Sysinfo> {
        Layout() {
            super("sysinfo", 112);
        }

        @Override
        public Sysinfo decode(ByteBuffer in, int at) {
            return new Sysinfo(
                    in.getLong(at),
                    in.getLong(at + 32),
                    in.getLong(at + 40),
                    Short.toUnsignedInt(in.getShort(at + 80)));
        }

        @Override
        public void encode(Sysinfo value, ByteBuffer out, int at) {
            out.putLong(at, value.uptime).putLong(at + 32, value.totalRam).putLong(at + 40, value.freeRam);
            out.putShort(at + 80, (short) Math.min(value.procs, 0xffff));
            // mem_unit: the sizes are in units of so many bytes.
            out.putInt(at + 104, 1);
        }
    }
}
