package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct epoll_event} (man 2 epoll_ctl), in x86-64's layout, which is packed.
 *
 * @param events an or of EPOLLIN and its kin
 * @param data the caller's own 64 bits, given back with the events
 */
public record EpollEvent(int events, long data) {
    /** 12 bytes. */
    public static final StructLayout<EpollEvent> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<EpollEvent> {
        Layout() {
            super("epoll_event", 12);
        }

        @Override
        public EpollEvent decode(ByteBuffer in, int at) {
            return new EpollEvent(in.getInt(at), in.getLong(at + 4));
        }

        @Override
        public void encode(EpollEvent value, ByteBuffer out, int at) {
            out.putInt(at, value.events).putLong(at + 4, value.data);
        }
    }
}
