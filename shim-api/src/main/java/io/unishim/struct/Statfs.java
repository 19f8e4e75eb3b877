package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct statfs} (man 2 statfs), in the layout of 64-bit architectures.
 *
 * @param type the file system's magic number: TMPFS_MAGIC and its kin
 * @param bsize bytes in a block
 * @param blocks all blocks
 * @param bfree free blocks
 * @param bavail free blocks for those without privileges
 * @param files all inodes
 * @param ffree free inodes
 * @param fsid an id of the file system, two ints in one long
 * @param namelen the longest name in bytes
 * @param frsize bytes in a fragment
 * @param flags ST_RDONLY and its kin
 */
public record Statfs(
        long type,
        long bsize,
        long blocks,
        long bfree,
        long bavail,
        long files,
        long ffree,
        long fsid,
        long namelen,
        long frsize,
        long flags) {
    /** 120 bytes, of which the last four words are spare. */
    public static final StructLayout<Statfs> LAYOUT = new Layout();

    /** @return the same with other flags, as the mount decides them */
    public Statfs withFlags(long newFlags) {
        return new Statfs(type, bsize, blocks, bfree, bavail, files, ffree, fsid, namelen, frsize, newFlags);
    }

    private static final class Layout extends StructLayout<Statfs> {
        Layout() {
            super("statfs", 120);
        }

        @Override
        public Statfs decode(ByteBuffer in, int at) {
            return new Statfs(
                    in.getLong(at),
                    in.getLong(at + 8),
                    in.getLong(at + 16),
                    in.getLong(at + 24),
                    in.getLong(at + 32),
                    in.getLong(at + 40),
                    in.getLong(at + 48),
                    in.getLong(at + 56),
                    in.getLong(at + 64),
                    in.getLong(at + 72),
                    in.getLong(at + 80));
        }

        @Override
        public void encode(Statfs value, ByteBuffer out, int at) {
            out.putLong(at, value.type).putLong(at + 8, value.bsize).putLong(at + 16, value.blocks);
            out.putLong(at + 24, value.bfree).putLong(at + 32, value.bavail).putLong(at + 40, value.files);
            out.putLong(at + 48, value.ffree).putLong(at + 56, value.fsid).putLong(at + 64, value.namelen);
            out.putLong(at + 72, value.frsize).putLong(at + 80, value.flags);
        }
    }
}
