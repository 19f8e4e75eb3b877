package io.unishim.elfloader.engine;

import io.unishim.memory.OffHeap;
import io.unishim.task.ReadAhead;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the program of a slot may read and write by itself; {@link AheadCode} does it.
 *
 * <p>The program's thread counts what it has done in the grant by compare and exchange, the JVM takes that away by exchange:
 * whoever comes first decides whether a call was made. What the program makes of it is believed only as far as it read what
 * was there and wrote what there was room for: that it could have done by calls.
 *
 * <p>Of the threads of a process, who can tell each other by their memory what they did, only one at a time may write; before
 * another one's call is served it is settled.
 */
final class Places implements ReadAhead {
    /** How long at most what was written may wait, if the program's thread makes no other call. */
    static final long WRITTEN_NANOS = 500_000;

    /** After so many times as long without anything written the program computes: it shall go undisturbed. */
    static final int MOST_WAITS = 16;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Calls of the program that lay nothing out, at most, after it did not read what was laid out. */
    private static final int LONGEST_PAUSE = 256;

    private final OffHeap block;
    private final ByteBuffer words;
    private final Place[] places = new Place[Mail.MOST_AHEAD];
    private int count;
    private boolean offered;
    private boolean read;
    private int pause;
    private int left;

    /** Where the one of the process's threads is named that may write; null where none may. */
    private @Nullable AtomicReference<@Nullable Places> writer;

    private volatile boolean writes;

    Places(OffHeap block, ByteBuffer words) {
        this.block = block;
        this.words = words;
    }

    /**
     * A call begins in which something may be laid out.
     *
     * @param ofProcess where the one of the process's threads is named that may write; null where none may
     * @return whether it is worth while
     */
    boolean open(@Nullable AtomicReference<@Nullable Places> ofProcess) {
        if (left != 0 && --left != 0) {
            return false;
        }
        writer = ofProcess;
        writes = ofProcess != null && (ofProcess.get() == this || ofProcess.compareAndSet(null, this));
        return true;
    }

    @Override
    public boolean takesWrites() {
        return writes;
    }

    @Override
    public synchronized @Nullable Place place(int fd) {
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
        return place;
    }

    /** The program is to be entered. @return whether something may be written that is to be told in time */
    synchronized boolean grant() {
        if (offered) {
            block.putInt(Mail.AHEAD_USED, 0);
            block.putInt(Mail.AHEAD_COUNT, count);
            INT.setVolatile(words, Mail.AHEAD_GRANT, Mail.GRANTED);
        }
        return offered && writes;
    }

    /** @return whether something was written that was not told */
    boolean hasWritten() {
        int done = doneOf((int) INT.getVolatile(words, Mail.AHEAD_GRANT));
        for (int i = 0; i < done; i++) {
            if ((block.getInt(Mail.AHEAD_DONE + Integer.BYTES * i) & Mail.AHEAD_WRITTEN) != 0) {
                return true;
            }
        }
        return false;
    }

    private static int doneOf(int grant) {
        return (grant & Mail.GRANTED) == 0 ? 0 : Math.min(grant & 0xffff, Mail.MOST_DONE);
    }

    /** The program has come out, or its thread is dead. */
    synchronized void end() {
        if (count != 0) {
            settle();
            count = 0;
            block.putInt(Mail.AHEAD_COUNT, 0);
            pause = read ? 0 : Math.min(LONGEST_PAUSE, 2 * pause + 1);
            left = pause;
            read = false;
        }
        AtomicReference<@Nullable Places> named = writer;
        if (writes && named != null) {
            writes = false;
            named.compareAndSet(this, null);
        }
    }

    /** Lets the program do no more by itself, and tells what it did. May be called by any thread. */
    synchronized void settle() {
        if (!offered) {
            return;
        }
        offered = false;
        int done = doneOf((int) INT.getAndSet(words, Mail.AHEAD_GRANT, 0));
        int used = 0;
        for (int i = 0; i < done; i++) {
            int what = block.getInt(Mail.AHEAD_DONE + Integer.BYTES * i);
            int length = what & 0xffff;
            int index = (what & ~Mail.AHEAD_WRITTEN) >>> Short.SIZE;
            Place place = index < count ? places[index] : null;
            if (place != null && (what & Mail.AHEAD_WRITTEN) != 0) {
                used += place.written(used, length);
            } else if (place != null) {
                place.taken += length;
                read = true;
            }
        }
        for (int i = 0; i < count; i++) {
            places[i].end();
        }
    }

    private final class Place implements ReadAhead.Place {
        private final int index;
        private int offer;
        private int room;
        private int taken;
        private @Nullable Source source;

        Place(int index) {
            this.index = index;
        }

        @Override
        public long address() {
            return block.address() + Mail.AHEAD_PLACES + (long) Mail.AHEAD_SIZE * index;
        }

        @Override
        public int size() {
            return Mail.AHEAD_SIZE;
        }

        @Override
        public void offer(int length, int mostWritten, Source from) {
            synchronized (Places.this) {
                source = from;
                offer = length;
                room = writes ? Math.min(mostWritten, Mail.OUTPUT_SIZE) : 0;
                taken = 0;
                say(length << Short.SIZE, room);
                offered = true;
            }
        }

        private void say(int state, int written) {
            block.putInt(Mail.AHEAD_STATES + Integer.BYTES * index, state);
            block.putInt(Mail.AHEAD_ROOMS + Integer.BYTES * index, written);
        }

        @Override
        public void settle() {
            Places.this.settle();
        }

        /** @return how many bytes were the program's to write */
        int written(int at, int length) {
            Source to = source;
            if (to == null || length > room || length > Mail.OUTPUT_SIZE - at) {
                return 0;
            }
            room -= length;
            to.written(block.address() + Mail.AHEAD_OUTPUT + at, length);
            return length;
        }

        void end() {
            Source from = source;
            if (from != null) {
                source = null;
                say(0, 0);
                from.taken(Math.min(taken, offer));
            }
        }
    }
}
