package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct pollfd} (man 2 poll).
 *
 * @param fd the descriptor; a negative one is skipped
 * @param events what interests, an or of POLLIN and its kin
 * @param revents what happened, also POLLERR, POLLHUP and POLLNVAL
 */
public record PollFd(int fd, short events, short revents) {
    /** 8 bytes. */
    public static final StructLayout<PollFd> LAYOUT = new Layout();

    /** @return a question about a descriptor */
    public static PollFd of(int fd, int events) {
        return new PollFd(fd, (short) events, (short) 0);
    }

    private static final class Layout extends StructLayout<PollFd> {
        Layout() {
            super("pollfd", 8);
        }

        @Override
        public PollFd decode(ByteBuffer in, int at) {
            return new PollFd(in.getInt(at), in.getShort(at + 4), in.getShort(at + 6));
        }

        @Override
        public void encode(PollFd value, ByteBuffer out, int at) {
            out.putInt(at, value.fd).putShort(at + 4, value.events).putShort(at + 6, value.revents);
        }
    }
}
