package io.unishim.elfloader.engine;

import io.unishim.memory.MemoryWindow;
import io.unishim.memory.OffHeap;
import org.jspecify.annotations.Nullable;

/**
 * What a slot's thread has laid out of the memory of the program that makes a call: up to two windows, each of what an
 * argument points to, a page at most.
 *
 * <p>One of {@link Mail#INPUT} holds what the memory held when the call was made. One of {@link Mail#OUTPUT} holds nothing, but
 * the memory could be written then: what is written here in one piece is delivered before the program is entered again, or
 * when the memory is read or written where it overlaps. The thread that waits for its call sees no difference, and others of
 * its process cannot know that the call is done.
 *
 * <p>What the program makes of its slot is believed, since it says nothing but what its own memory holds; only the length is
 * not.
 */
final class SlotWindow implements MemoryWindow {
    private static final int COUNT = 2;
    private static final ThreadLocal<@Nullable SlotWindow> SERVED = new ThreadLocal<>();

    private final Slot slot;
    private final OffHeap block;
    private boolean open;
    private final int[] kinds = new int[COUNT];
    private final long[] starts = new long[COUNT];
    private final int[] lengths = new int[COUNT];

    /** What is to be delivered of each: from here to there in the window. */
    private final int[] from = new int[COUNT];

    private final int[] to = new int[COUNT];

    SlotWindow(Slot slot, OffHeap block) {
        this.slot = slot;
        this.block = block;
    }

    /** @return of the slot that the current thread serves, or null */
    static @Nullable SlotWindow served() {
        return SERVED.get();
    }

    /** Says that the current thread serves this slot. */
    void serve() {
        SERVED.set(this);
    }

    static void serveNone() {
        SERVED.remove();
    }

    Slot slot() {
        return slot;
    }

    @Override
    public OffHeap block() {
        return block;
    }

    private static int word(int window) {
        return Mail.WINDOW + window * Mail.WINDOW_SIZE;
    }

    private static int pane(int window) {
        return Mail.PANES + window * Mail.PANE_SIZE;
    }

    /** The program has come out. */
    void open() {
        int laid = block.getInt(Mail.WINDOWS);
        open = laid != 0;
        if (open) {
            for (int i = 0; i < COUNT; i++) {
                int length = block.getInt(word(i) + Mail.WINDOW_LENGTH);
                boolean good = length > 0 && length <= Mail.PANE_SIZE;
                kinds[i] = good ? laid >>> i * Byte.SIZE & 0xff : Mail.NO_WINDOW;
                starts[i] = block.getLong(word(i));
                lengths[i] = length;
                to[i] = 0;
                from[i] = 0;
            }
        }
    }

    /** The program is to be entered, and gets what was written. */
    void shut() {
        if (open) {
            open = false;
            for (int i = 0; i < COUNT; i++) {
                address(i);
            }
        }
    }

    /** Tells the child's thread what of a window it is to deliver. */
    private void address(int window) {
        int at = word(window);
        int length = to[window] - from[window];
        if (length > 0) {
            block.putLong(at + Mail.DELIVERY_SOURCE, block.address() + pane(window) + from[window]);
            block.putLong(at + Mail.DELIVERY_TARGET, starts[window] + from[window]);
        }
        block.putInt(at + Mail.DELIVERY, length);
    }

    /** @return where in a window bytes begin; {@link #NONE} if they are not all in it */
    private int in(int window, long address, int length) {
        long offset = address - starts[window];
        return offset >= 0 && offset <= lengths[window] - length ? (int) offset : NONE;
    }

    private boolean overlaps(int window, long address, int length) {
        return address < starts[window] + lengths[window] && starts[window] < address + length;
    }

    @Override
    public int read(long address, int length) {
        if (!open) {
            return NONE;
        }
        for (int i = 0; i < COUNT; i++) {
            int offset = kinds[i] == Mail.INPUT ? in(i, address, length) : NONE;
            if (offset >= 0) {
                return pane(i) + offset;
            }
        }
        for (int i = 0; i < COUNT; i++) {
            if (to[i] != from[i] && overlaps(i, address, length)) {
                deliver(i);
            }
        }
        return NONE;
    }

    @Override
    public int write(long address, int length) {
        if (!open) {
            return NONE;
        }
        for (int i = 0; i < COUNT; i++) {
            int offset = kinds[i] == Mail.OUTPUT ? in(i, address, length) : NONE;
            if (offset >= 0 && !othersOverlap(i, address, length) && joins(i, offset, offset + length)) {
                return pane(i) + offset;
            }
        }
        leave(address, length);
        return NONE;
    }

    private boolean othersOverlap(int window, long address, int length) {
        int other = 1 - window;
        return kinds[other] != Mail.NO_WINDOW && overlaps(other, address, length);
    }

    /** @return whether what is to be delivered is one piece with these bytes, too: it is from now on */
    private boolean joins(int window, int begin, int end) {
        if (to[window] == from[window]) {
            from[window] = begin;
            to[window] = end;
            return true;
        }
        if (begin > to[window] || end < from[window]) {
            return false;
        }
        from[window] = Math.min(from[window], begin);
        to[window] = Math.max(to[window], end);
        return true;
    }

    @Override
    public void leave(long address, int length) {
        for (int i = 0; open && i < COUNT; i++) {
            if (kinds[i] != Mail.NO_WINDOW && overlaps(i, address, length)) {
                deliver(i);
            }
        }
    }

    /** What was written into a window is delivered now, and it is closed. */
    private void deliver(int window) {
        kinds[window] = Mail.NO_WINDOW;
        if (to[window] != from[window]) {
            address(window);
            block.putInt(word(1 - window) + Mail.DELIVERY, 0);
            to[window] = from[window];
            slot.deliver();
        }
    }
}
