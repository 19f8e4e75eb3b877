package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct sembuf} (man 2 semop).
 *
 * @param number which semaphore of the set, from 0
 * @param operation what is added; 0 waits until the value is 0
 * @param flags IPC_NOWAIT, SEM_UNDO
 */
public record Sembuf(short number, short operation, short flags) {
    /** 6 bytes. */
    public static final StructLayout<Sembuf> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<Sembuf> {
        Layout() {
            super("sembuf", 6);
        }

        @Override
        public Sembuf decode(ByteBuffer in, int at) {
            return new Sembuf(in.getShort(at), in.getShort(at + 2), in.getShort(at + 4));
        }

        @Override
        public void encode(Sembuf value, ByteBuffer out, int at) {
            out.putShort(at, value.number);
            out.putShort(at + 2, value.operation);
            out.putShort(at + 4, value.flags);
        }
    }
}
