package io.unishim.struct;

import static io.unishim.abi.StatModes.STATX_ATTR_AUTOMOUNT;
import static io.unishim.abi.StatModes.STATX_ATTR_DAX;
import static io.unishim.abi.StatModes.STATX_ATTR_MOUNT_ROOT;
import static io.unishim.abi.StatModes.STATX_BASIC_STATS;
import static io.unishim.abi.StatModes.STATX_BTIME;
import static io.unishim.abi.StatModes.STATX_MNT_ID;
import static io.unishim.abi.StatModes.STATX_MNT_ID_UNIQUE;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct statx} (man 2 statx).
 *
 * @param mask STATX_*: which members hold
 * @param attributes STATX_ATTR_*
 * @param attributesMask the attributes that the file system knows
 * @param stat what {@code stat(2)} would tell; sizes beyond 32 bits are cut
 * @param birth when the file was made, or null
 * @param mount the number of the mount
 */
public record Statx(
        int mask,
        long attributes,
        long attributesMask,
        Stat stat,
        @Nullable Timespec birth,
        long mount) {
    private static final long EVERYWHERE = STATX_ATTR_MOUNT_ROOT | STATX_ATTR_AUTOMOUNT | STATX_ATTR_DAX;

    /** 256 bytes. */
    public static final StructLayout<Statx> LAYOUT = new Layout();

    /**
     * Tells what is known of a file.
     *
     * @param stat what {@code stat(2)} tells
     * @param birth when it was made, or null
     * @param mount the number of its mount
     * @param unique whether that number is the mount's for ever
     * @return the structure
     */
    public static Statx of(Stat stat, @Nullable Timespec birth, long mount, boolean unique) {
        int mask =
                STATX_BASIC_STATS | (unique ? STATX_MNT_ID_UNIQUE : STATX_MNT_ID) | (birth == null ? 0 : STATX_BTIME);
        return new Statx(mask, 0, EVERYWHERE, stat, birth, mount);
    }

    /** @return this structure with attributes that hold, and others that could */
    public Statx withAttributes(long holding, long possible) {
        return new Statx(mask, attributes | holding, attributesMask | possible, stat, birth, mount);
    }

    private static final class Layout extends StructLayout<Statx> {
        Layout() {
            super("statx", 256);
        }

        private static Timespec time(ByteBuffer in, int at) {
            return new Timespec(in.getLong(at), in.getInt(at + 8));
        }

        private static void time(Timespec time, ByteBuffer out, int at) {
            out.putLong(at, time.seconds()).putInt(at + 8, (int) time.nanos());
        }

        private static long device(ByteBuffer in, int at) {
            return Devices.of(Integer.toUnsignedLong(in.getInt(at)), Integer.toUnsignedLong(in.getInt(at + 4)));
        }

        private static void device(long device, ByteBuffer out, int at) {
            out.putInt(at, (int) Devices.major(device));
            out.putInt(at + 4, (int) Devices.minor(device));
        }

        @Override
        public Statx decode(ByteBuffer in, int at) {
            int mask = in.getInt(at);
            Stat stat = new Stat(
                    device(in, at + 136),
                    in.getLong(at + 32),
                    Short.toUnsignedInt(in.getShort(at + 28)),
                    Integer.toUnsignedLong(in.getInt(at + 16)),
                    in.getInt(at + 20),
                    in.getInt(at + 24),
                    device(in, at + 128),
                    in.getLong(at + 40),
                    Integer.toUnsignedLong(in.getInt(at + 4)),
                    in.getLong(at + 48),
                    time(in, at + 64),
                    time(in, at + 112),
                    time(in, at + 96));
            Timespec birth = (mask & STATX_BTIME) == 0 ? null : time(in, at + 80);
            return new Statx(mask, in.getLong(at + 8), in.getLong(at + 56), stat, birth, in.getLong(at + 144));
        }

        @Override
        public void encode(Statx value, ByteBuffer out, int at) {
            Stat stat = value.stat;
            out.putInt(at, value.mask).putInt(at + 4, (int) stat.blksize()).putLong(at + 8, value.attributes);
            out.putInt(at + 16, (int) stat.nlink());
            out.putInt(at + 20, stat.uid()).putInt(at + 24, stat.gid());
            out.putShort(at + 28, (short) stat.mode());
            out.putLong(at + 32, stat.ino()).putLong(at + 40, stat.size()).putLong(at + 48, stat.blocks());
            out.putLong(at + 56, value.attributesMask);
            time(stat.atime(), out, at + 64);
            Timespec birth = value.birth;
            if (birth != null) {
                time(birth, out, at + 80);
            }
            time(stat.ctime(), out, at + 96);
            time(stat.mtime(), out, at + 112);
            device(stat.rdev(), out, at + 128);
            device(stat.dev(), out, at + 136);
            out.putLong(at + 144, value.mount);
        }
    }
}
