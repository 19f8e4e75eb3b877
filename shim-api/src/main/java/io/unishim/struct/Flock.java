package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct flock} (man 2 fcntl), in the layout of 64-bit architectures.
 *
 * @param type F_RDLCK, F_WRLCK or F_UNLCK
 * @param whence what {@code start} counts from: SEEK_SET, SEEK_CUR or SEEK_END
 * @param start first byte
 * @param len bytes; 0 for all that follow, negative for those before
 * @param pid who holds the lock, by F_GETLK; -1 for a lock of an open file description
 */
public record Flock(short type, short whence, long start, long len, int pid) {
    /** 32 bytes. */
    public static final StructLayout<Flock> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Flock> {
        Layout() {
            super("flock", 32);
        }

        @Override
        public Flock decode(ByteBuffer in, int at) {
            return new Flock(
                    in.getShort(at), in.getShort(at + 2), in.getLong(at + 8), in.getLong(at + 16), in.getInt(at + 24));
        }

        @Override
        public void encode(Flock value, ByteBuffer out, int at) {
            out.putShort(at, value.type).putShort(at + 2, value.whence);
            out.putLong(at + 8, value.start).putLong(at + 16, value.len).putInt(at + 24, value.pid);
        }
    }
}
