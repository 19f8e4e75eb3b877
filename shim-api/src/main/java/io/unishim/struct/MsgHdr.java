package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct msghdr} (man 2 sendmsg), whose pointers are addresses in the program's memory.
 *
 * @param name address of an address of a socket, or 0
 * @param nameLength its bytes
 * @param iov address of an array of {@code struct iovec}
 * @param iovLength its elements
 * @param control address of control messages
 * @param controlLength its bytes
 * @param flags MSG_* of what was received
 */
public record MsgHdr(long name, int nameLength, long iov, long iovLength, long control, long controlLength, int flags) {
    /** 56 bytes. */
    public static final StructLayout<MsgHdr> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<MsgHdr> {
        Layout() {
            super("msghdr", 56);
        }

        @Override
        public MsgHdr decode(ByteBuffer in, int at) {
            return new MsgHdr(
                    in.getLong(at),
                    in.getInt(at + 8),
                    in.getLong(at + 16),
                    in.getLong(at + 24),
                    in.getLong(at + 32),
                    in.getLong(at + 40),
                    in.getInt(at + 48));
        }

        @Override
        public void encode(MsgHdr value, ByteBuffer out, int at) {
            out.putLong(at, value.name).putInt(at + 8, value.nameLength);
            out.putLong(at + 16, value.iov).putLong(at + 24, value.iovLength);
            out.putLong(at + 32, value.control)
                    .putLong(at + 40, value.controlLength)
                    .putInt(at + 48, value.flags);
        }
    }
}
