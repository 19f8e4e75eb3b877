package io.unishim.struct;

import io.unishim.memory.StructLayout;
import io.unishim.memory.StructRoom;
import java.nio.ByteBuffer;

/**
 * {@code struct stat} (man 2 stat), in x86-64's layout.
 *
 * @param dev device that holds the file
 * @param ino inode number
 * @param mode type and permissions, S_IFMT and S_IRWXU and their kin
 * @param nlink number of hard links
 * @param uid owner
 * @param gid group
 * @param rdev device that a device file stands for
 * @param size bytes
 * @param blksize preferred bytes for one read or write
 * @param blocks 512-byte blocks that the file takes
 * @param atime last access
 * @param mtime last change of the content
 * @param ctime last change of the inode
 */
public record Stat(
        long dev,
        long ino,
        int mode,
        long nlink,
        int uid,
        int gid,
        long rdev,
        long size,
        long blksize,
        long blocks,
        Timespec atime,
        Timespec mtime,
        Timespec ctime) {
    /** 144 bytes; nlink stands before mode. */
    public static final StructLayout<Stat> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Stat> {
        Layout() {
            super("stat", 144);
        }

        @Override
        public Stat decode(ByteBuffer in, int at) {
            return new Stat(
                    in.getLong(at),
                    in.getLong(at + 8),
                    in.getInt(at + 24),
                    in.getLong(at + 16),
                    in.getInt(at + 28),
                    in.getInt(at + 32),
                    in.getLong(at + 40),
                    in.getLong(at + 48),
                    in.getLong(at + 56),
                    in.getLong(at + 64),
                    Timespec.LAYOUT.decode(in, at + 72),
                    Timespec.LAYOUT.decode(in, at + 88),
                    Timespec.LAYOUT.decode(in, at + 104));
        }

        @Override
        public void encode(Stat value, ByteBuffer out, int at) {
            out.putLong(at, value.dev);
            out.putLong(at + 8, value.ino);
            out.putLong(at + 16, value.nlink);
            out.putInt(at + 24, value.mode);
            out.putInt(at + 28, value.uid);
            out.putInt(at + 32, value.gid);
            out.putLong(at + 40, value.rdev);
            out.putLong(at + 48, value.size);
            out.putLong(at + 56, value.blksize);
            out.putLong(at + 64, value.blocks);
            Timespec.LAYOUT.encode(value.atime, out, at + 72);
            Timespec.LAYOUT.encode(value.mtime, out, at + 88);
            Timespec.LAYOUT.encode(value.ctime, out, at + 104);
        }

        @Override
        protected StructRoom<Stat> room(Stat value) {
            return new Room(value);
        }
    }

    /** The members one by one: programs ask for them all the time. */
    private static final class Room extends StructRoom<Stat> {
        private long dev;
        private long ino;
        private int mode;
        private long nlink;
        private int uid;
        private int gid;
        private long rdev;
        private long size;
        private long blksize;
        private long blocks;
        private Timespec atime;
        private Timespec mtime;
        private Timespec ctime;

        Room(Stat value) {
            atime = value.atime;
            mtime = value.mtime;
            ctime = value.ctime;
            set(value);
        }

        @Override
        public Stat get() {
            return new Stat(dev, ino, mode, nlink, uid, gid, rdev, size, blksize, blocks, atime, mtime, ctime);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // whether there is anything to store
        public void set(Stat value) {
            dev = value.dev;
            ino = value.ino;
            mode = value.mode;
            nlink = value.nlink;
            uid = value.uid;
            gid = value.gid;
            rdev = value.rdev;
            size = value.size;
            blksize = value.blksize;
            blocks = value.blocks;
            // Most are what they were, and to look costs less than to store a reference.
            if (atime != value.atime) {
                atime = value.atime;
            }
            if (mtime != value.mtime) {
                mtime = value.mtime;
            }
            if (ctime != value.ctime) {
                ctime = value.ctime;
            }
        }
    }
}
