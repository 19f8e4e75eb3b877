package io.unishim.call;

import io.unishim.Shim;
import io.unishim.task.Task;
import java.nio.ByteBuffer;

/** What a friendly view stands on: a shim and the task that calls. */
public interface View {
    /** @return the shim */
    Shim shim();

    /** @return the task that calls */
    Task task();

    /**
     * Moves the positions of buffers past what a call read or wrote, as channels do.
     *
     * @param count bytes from the first buffer's position on; what is too many for the buffers is not counted
     * @param buffers in order
     */
    static void advance(long count, ByteBuffer... buffers) {
        long left = count;
        for (ByteBuffer buffer : buffers) {
            int moved = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + moved);
            left -= moved;
        }
    }
}
