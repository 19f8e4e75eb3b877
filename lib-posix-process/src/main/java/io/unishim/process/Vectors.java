package io.unishim.process;

import static io.unishim.abi.Errnos.EFAULT;

import io.unishim.memory.UserMemory;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of {@code struct iovec} that name memory of two processes.
 *
 * @param addresses where each range begins
 * @param lengths bytes of each
 */
record Vectors(long[] addresses, long[] lengths) {
    private static final int MOST = 1024;
    private static final int SIZE = 16;
    private static final int PAGE = 4096;

    /** @return what is there; null for too many, or lengths that together are too large */
    static @Nullable Vectors read(Task task, long address, long count) {
        if (Long.compareUnsigned(count, MOST) > 0) {
            return null;
        }
        byte[] bytes = new byte[(int) count * SIZE];
        task.memory().readFully(address, bytes);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Vectors all = new Vectors(new long[(int) count], new long[(int) count]);
        for (int i = 0; i < count; i++) {
            all.addresses[i] = in.getLong(i * SIZE);
            all.lengths[i] = in.getLong(i * SIZE + 8);
            if (all.lengths[i] < 0) {
                return null;
            }
        }
        return all;
    }

    /** @return bytes of all, at most 2^63-1 */
    long length() {
        long sum = 0;
        for (long each : lengths) {
            sum = sum + each < 0 ? Long.MAX_VALUE : sum + each;
        }
        return sum;
    }

    /**
     * Copies until one side ends or cannot be accessed.
     *
     * @param writes whether from the local side to the remote one
     * @return the bytes copied, or {@code -EFAULT} if there are none
     */
    static long copy(Vectors local, UserMemory here, Vectors remote, UserMemory there, boolean writes) {
        byte[] page = new byte[PAGE];
        Cursor near = new Cursor(local);
        Cursor far = new Cursor(remote);
        long done = 0;
        while (near.left() > 0 && far.left() > 0) {
            // Up to the end of a page on the other side, as Linux copies.
            int step = (int) Math.min(Math.min(near.left(), far.left()), PAGE - (far.address() & (PAGE - 1)));
            int got = writes ? here.read(near.address(), page, 0, step) : there.read(far.address(), page, 0, step);
            int put = got == 0
                    ? 0
                    : writes ? there.write(far.address(), page, 0, got) : here.write(near.address(), page, 0, got);
            done += put;
            if (put < step) {
                return done == 0 ? -EFAULT : done;
            }
            near.advance(step);
            far.advance(step);
        }
        return done;
    }

    /** A place in the ranges. */
    private static final class Cursor {
        private final Vectors all;
        private int index;
        private long offset;

        Cursor(Vectors all) {
            this.all = all;
            advance(0);
        }

        long address() {
            return all.addresses[index] + offset;
        }

        /** @return bytes left in this range; 0 at the end of all */
        long left() {
            return index < all.lengths.length ? all.lengths[index] - offset : 0;
        }

        void advance(long bytes) {
            offset += bytes;
            while (index < all.lengths.length && offset == all.lengths[index]) {
                index++;
                offset = 0;
            }
        }
    }
}
