package io.unishim.elfloader.engine;

import io.unishim.memory.OffHeap;
import io.unishim.task.ReadAhead;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What the program of a slot may read by itself; {@link ReadingCode} does it.
 *
 * <p>The state of a place says how many bytes lie there, in its upper half, and how many of them were read. The program's
 * thread advances it by compare and exchange, the JVM takes it away by exchange: whoever comes first decides whether bytes
 * were read. What the program makes of it is believed only as far as it read no more than was there: that it could have done
 * by a call.
 */
final class Places implements ReadAhead {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Calls of the program that lay nothing out, at most, after it did not read what was laid out. */
    private static final int LONGEST_PAUSE = 256;

    private final OffHeap block;
    private final ByteBuffer words;
    private final Place[] places = new Place[Mail.MOST_AHEAD];
    private int count;
    private boolean read;
    private int pause;
    private int left;

    Places(OffHeap block, ByteBuffer words) {
        this.block = block;
        this.words = words;
    }

    /** @return whether it is worth while to lay something out for the call that is being served */
    boolean open() {
        return left == 0 || --left == 0;
    }

    @Override
    public @Nullable Place place(int fd) {
        if (count == places.length) {
            return null;
        }
        Place place = places[count];
        if (place == null) {
            place = new Place(count);
            places[count] = place;
        }
        block.putInt(Mail.AHEAD + Integer.BYTES * count, fd);
        count++;
        block.putInt(Mail.AHEAD_COUNT, count);
        return place;
    }

    /** The program has come out, or its thread is dead. */
    void settle() {
        if (count == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            places[i].settle();
        }
        count = 0;
        block.putInt(Mail.AHEAD_COUNT, 0);
        pause = read ? 0 : Math.min(LONGEST_PAUSE, 2 * pause + 1);
        left = pause;
        read = false;
    }

    private final class Place implements ReadAhead.Place {
        private final int state;
        private final long address;
        private int offered;
        private @Nullable Source source;

        Place(int index) {
            this.state = Mail.AHEAD_STATES + Integer.BYTES * index;
            this.address = block.address() + Mail.AHEAD_PLACES + (long) Mail.AHEAD_SIZE * index;
        }

        @Override
        public long address() {
            return address;
        }

        @Override
        public int size() {
            return Mail.AHEAD_SIZE;
        }

        @Override
        public synchronized void offer(int length, Source from) {
            source = from;
            offered = length;
            INT.setVolatile(words, state, length << Short.SIZE);
        }

        @Override
        public synchronized void settle() {
            Source from = source;
            if (from != null) {
                source = null;
                int taken = (int) INT.getAndSet(words, state, 0) & 0xffff;
                read |= taken != 0;
                from.taken(Math.min(taken, offered));
            }
        }
    }
}
