package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct msqid_ds} (man 2 msgctl).
 *
 * @param perm owner and permissions
 * @param stime when a message was last sent, seconds, or 0
 * @param rtime when one was last received, or 0
 * @param ctime when it was made or changed
 * @param cbytes bytes in the queue
 * @param qnum messages in the queue
 * @param qbytes most bytes in the queue
 * @param lspid the process that sent last
 * @param lrpid the process that received last
 */
public record MsqidDs(
        IpcPerm perm, long stime, long rtime, long ctime, long cbytes, long qnum, long qbytes, int lspid, int lrpid) {
    /** 120 bytes. */
    public static final StructLayout<MsqidDs> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<MsqidDs> {
        Layout() {
            super("msqid_ds", 120);
        }

        @Override
        public MsqidDs decode(ByteBuffer in, int at) {
            return new MsqidDs(
                    IpcPerm.LAYOUT.decode(in, at),
                    in.getLong(at + 48),
                    in.getLong(at + 56),
                    in.getLong(at + 64),
                    in.getLong(at + 72),
                    in.getLong(at + 80),
                    in.getLong(at + 88),
                    in.getInt(at + 96),
                    in.getInt(at + 100));
        }

        @Override
        public void encode(MsqidDs value, ByteBuffer out, int at) {
            IpcPerm.LAYOUT.encode(value.perm, out, at);
            out.putLong(at + 48, value.stime);
            out.putLong(at + 56, value.rtime);
            out.putLong(at + 64, value.ctime);
            out.putLong(at + 72, value.cbytes);
            out.putLong(at + 80, value.qnum);
            out.putLong(at + 88, value.qbytes);
            out.putInt(at + 96, value.lspid);
            out.putInt(at + 100, value.lrpid);
        }
    }
}
