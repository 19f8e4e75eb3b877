package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct io_event} (man 2 io_getevents).
 *
 * @param data the caller's own 64 bits
 * @param request the address of the {@code struct iocb}
 * @param result what the call of that kind would have answered: a count or a negative errno
 * @param second always 0
 */
public record IoEvent(long data, long request, long result, long second) {
    /** 32 bytes. */
    public static final StructLayout<IoEvent> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<IoEvent> {
        Layout() {
            super("io_event", 32);
        }

        @Override
        public IoEvent decode(ByteBuffer in, int at) {
            return new IoEvent(in.getLong(at), in.getLong(at + 8), in.getLong(at + 16), in.getLong(at + 24));
        }

        @Override
        public void encode(IoEvent value, ByteBuffer out, int at) {
            out.putLong(at, value.data).putLong(at + 8, value.request);
            out.putLong(at + 16, value.result).putLong(at + 24, value.second);
        }
    }
}
