package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct semid_ds} (man 2 semctl).
 *
 * @param perm owner and permissions
 * @param otime when it was last operated on, seconds, or 0
 * @param ctime when it was made or changed
 * @param nsems how many semaphores it has
 */
public record SemidDs(IpcPerm perm, long otime, long ctime, long nsems) {
    /** 104 bytes. */
    public static final StructLayout<SemidDs> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<SemidDs> {
        Layout() {
            super("semid_ds", 104);
        }

        @Override
        public SemidDs decode(ByteBuffer in, int at) {
            return new SemidDs(
                    IpcPerm.LAYOUT.decode(in, at), in.getLong(at + 48), in.getLong(at + 64), in.getLong(at + 80));
        }

        @Override
        public void encode(SemidDs value, ByteBuffer out, int at) {
            IpcPerm.LAYOUT.encode(value.perm, out, at);
            out.putLong(at + 48, value.otime);
            out.putLong(at + 64, value.ctime);
            out.putLong(at + 80, value.nsems);
        }
    }
}
