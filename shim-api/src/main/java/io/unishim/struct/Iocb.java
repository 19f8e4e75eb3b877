package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct iocb} (man 2 io_submit).
 *
 * @param data the caller's own 64 bits, given back with the event
 * @param key the kernel's: 0 once it was submitted
 * @param rwFlags RWF_*
 * @param opcode IOCB_CMD_*
 * @param priority class and level, with IOCB_FLAG_IOPRIO
 * @param fd what is read or written
 * @param buffer an address; of IOCB_CMD_POLL the events to wait for
 * @param count bytes at the address, or members of an array of {@code struct iovec}
 * @param offset in the file
 * @param reserved 0
 * @param flags IOCB_FLAG_*
 * @param eventFd the event counter to tell, with IOCB_FLAG_RESFD
 */
public record Iocb(
        long data,
        int key,
        int rwFlags,
        int opcode,
        int priority,
        int fd,
        long buffer,
        long count,
        long offset,
        long reserved,
        int flags,
        int eventFd) {
    /** 64 bytes. */
    public static final StructLayout<Iocb> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Iocb> {
        Layout() {
            super("iocb", 64);
        }

        @Override
        public Iocb decode(ByteBuffer in, int at) {
            return new Iocb(
                    in.getLong(at),
                    in.getInt(at + 8),
                    in.getInt(at + 12),
                    in.getShort(at + 16) & 0xffff,
                    in.getShort(at + 18) & 0xffff,
                    in.getInt(at + 20),
                    in.getLong(at + 24),
                    in.getLong(at + 32),
                    in.getLong(at + 40),
                    in.getLong(at + 48),
                    in.getInt(at + 56),
                    in.getInt(at + 60));
        }

        @Override
        public void encode(Iocb value, ByteBuffer out, int at) {
            out.putLong(at, value.data).putInt(at + 8, value.key).putInt(at + 12, value.rwFlags);
            out.putShort(at + 16, (short) value.opcode).putShort(at + 18, (short) value.priority);
            out.putInt(at + 20, value.fd).putLong(at + 24, value.buffer).putLong(at + 32, value.count);
            out.putLong(at + 40, value.offset).putLong(at + 48, value.reserved);
            out.putInt(at + 56, value.flags).putInt(at + 60, value.eventFd);
        }
    }
}
