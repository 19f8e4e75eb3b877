package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct shmid_ds} (man 2 shmctl).
 *
 * @param perm owner and permissions
 * @param size bytes, as asked for
 * @param atime when it was last attached, seconds, or 0
 * @param dtime when it was last detached, or 0
 * @param ctime when it was made or changed
 * @param cpid the process that made it
 * @param lpid the process that attached or detached it last
 * @param nattch how often it is attached now
 */
public record ShmidDs(IpcPerm perm, long size, long atime, long dtime, long ctime, int cpid, int lpid, long nattch) {
    /** 112 bytes. */
    public static final StructLayout<ShmidDs> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<ShmidDs> {
        Layout() {
            super("shmid_ds", 112);
        }

        @Override
        public ShmidDs decode(ByteBuffer in, int at) {
            return new ShmidDs(
                    IpcPerm.LAYOUT.decode(in, at),
                    in.getLong(at + 48),
                    in.getLong(at + 56),
                    in.getLong(at + 64),
                    in.getLong(at + 72),
                    in.getInt(at + 80),
                    in.getInt(at + 84),
                    in.getLong(at + 88));
        }

        @Override
        public void encode(ShmidDs value, ByteBuffer out, int at) {
            IpcPerm.LAYOUT.encode(value.perm, out, at);
            out.putLong(at + 48, value.size);
            out.putLong(at + 56, value.atime);
            out.putLong(at + 64, value.dtime);
            out.putLong(at + 72, value.ctime);
            out.putInt(at + 80, value.cpid);
            out.putInt(at + 84, value.lpid);
            out.putLong(at + 88, value.nattch);
        }
    }
}
