package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct sched_param} (man 2 sched_setscheduler).
 *
 * @param priority 1 to 99 for real-time policies, else 0
 */
public record SchedParam(int priority) {
    /** One 32-bit word. */
    public static final StructLayout<SchedParam> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<SchedParam> {
        Layout() {
            super("sched_param", 4);
        }

        @Override
        public SchedParam decode(ByteBuffer in, int at) {
            return new SchedParam(in.getInt(at));
        }

        @Override
        public void encode(SchedParam value, ByteBuffer out, int at) {
            out.putInt(at, value.priority);
        }
    }
}
