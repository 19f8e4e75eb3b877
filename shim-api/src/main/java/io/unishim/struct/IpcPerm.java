package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct ipc_perm} (man 7 sysvipc): who may do what with an object of System V IPC.
 *
 * @param key what {@code shmget(2)} and its kin name it by, or IPC_PRIVATE
 * @param uid its owner
 * @param gid its owner's group
 * @param cuid who made it
 * @param cgid the maker's group
 * @param mode nine permission bits, and what the kind of object adds
 * @param seq tells apart the objects that had one place after another
 */
public record IpcPerm(int key, int uid, int gid, int cuid, int cgid, int mode, short seq) {
    /** 48 bytes. */
    public static final StructLayout<IpcPerm> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<IpcPerm> {
        Layout() {
            super("ipc_perm", 48);
        }

        @Override
        public IpcPerm decode(ByteBuffer in, int at) {
            return new IpcPerm(
                    in.getInt(at),
                    in.getInt(at + 4),
                    in.getInt(at + 8),
                    in.getInt(at + 12),
                    in.getInt(at + 16),
                    in.getInt(at + 20),
                    in.getShort(at + 24));
        }

        @Override
        public void encode(IpcPerm value, ByteBuffer out, int at) {
            out.putInt(at, value.key);
            out.putInt(at + 4, value.uid);
            out.putInt(at + 8, value.gid);
            out.putInt(at + 12, value.cuid);
            out.putInt(at + 16, value.cgid);
            out.putInt(at + 20, value.mode);
            out.putShort(at + 24, value.seq);
        }
    }
}
