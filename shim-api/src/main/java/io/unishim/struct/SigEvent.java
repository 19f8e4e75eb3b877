package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct sigevent} (man 3 sigevent): how somebody wants to hear of something.
 *
 * @param value what comes with the signal
 * @param signo the signal
 * @param how SIGEV_SIGNAL, SIGEV_NONE, SIGEV_THREAD or SIGEV_THREAD_ID
 * @param tid for SIGEV_THREAD_ID: the task that gets the signal
 */
public record SigEvent(long value, int signo, int how, int tid) {
    /** 64 bytes. */
    public static final StructLayout<SigEvent> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<SigEvent> {
        Layout() {
            super("sigevent", 64);
        }

        @Override
        public SigEvent decode(ByteBuffer in, int at) {
            return new SigEvent(in.getLong(at), in.getInt(at + 8), in.getInt(at + 12), in.getInt(at + 16));
        }

        @Override
        public void encode(SigEvent value, ByteBuffer out, int at) {
            out.putLong(at, value.value).putInt(at + 8, value.signo);
            out.putInt(at + 12, value.how).putInt(at + 16, value.tid);
        }
    }
}
