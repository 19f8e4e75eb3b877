package io.unishim.vfscore.tty;

import io.unishim.memory.UserBuffer;
import java.util.BitSet;

/**
 * What was received and not read yet, and where lines end in it: the read buffer of the kernel's n_tty. Positions count up
 * for ever; a byte's place is its position modulo the size.
 */
final class InputQueue {
    /** Bytes that it holds; one stays free. */
    static final int SIZE = 4096;

    private static final int MASK = SIZE - 1;

    private final byte[] bytes = new byte[SIZE];
    private final BitSet ends = new BitSet(SIZE);

    /** Where the next byte goes. */
    long head;

    /** Where the line that can still be edited begins. */
    long lineHead;

    /** Up to where bytes may be read that belong to no line. */
    long commitHead;

    /** What is read next. */
    long tail;

    /** All that is here is forgotten. */
    void reset() {
        head = 0;
        lineHead = 0;
        commitHead = 0;
        tail = 0;
        ends.clear();
    }

    int count() {
        return (int) (head - tail);
    }

    int at(long position) {
        return bytes[(int) position & MASK] & 0xff;
    }

    void add(int c) {
        bytes[(int) head++ & MASK] = (byte) c;
    }

    /** Adds a byte that ends a line, itself or as a mark: {@link Settings#DISABLED} is no part of it. */
    void addEnd(int c) {
        ends.set((int) head & MASK);
        add(c);
        lineHead = head;
    }

    /** The settings changed between lines and single bytes: what is here counts as a line. @param lines from now on */
    void regroup(boolean lines) {
        ends.clear();
        if (!lines || head == tail) {
            lineHead = tail;
        } else {
            ends.set((int) (head - 1) & MASK);
            lineHead = head;
        }
        commitHead = head;
    }

    private boolean endsAt(long position) {
        return ends.get((int) position & MASK);
    }

    private boolean isMark(long position) {
        return endsAt(position) && at(position) == Settings.DISABLED;
    }

    /** @return the bytes of whole lines, without marks */
    int inLines() {
        int count = 0;
        for (long at = tail; at != lineHead; at++) {
            count += isMark(at) ? 0 : 1;
        }
        return count;
    }

    /** Moves bytes to a reader, who has room for them. */
    private void move(UserBuffer buffer, long at, int count) {
        int from = (int) tail & MASK;
        int step = Math.min(count, SIZE - from);
        // As on Linux: what could not be handed over is gone.
        tail += count;
        if (step > 0 && buffer.put(at, bytes, from, step) == step && count > step) {
            buffer.put(at + step, bytes, 0, count - step);
        }
    }

    /** Reads single bytes. @return how many */
    int takeBytes(UserBuffer buffer, long at, int most) {
        int count = (int) Math.min(most, commitHead - tail);
        move(buffer, at, count);
        return count;
    }

    /**
     * Reads at most one line, and after it, or after as much as fits, a mark.
     *
     * @return how many bytes
     */
    int takeLine(UserBuffer buffer, long at, int most) {
        if (most == 0) {
            return 0;
        }
        int count = 0;
        boolean ended = false;
        long from = tail;
        while (!ended && count < most && from + count != lineHead) {
            ended = endsAt(from + count);
            count++;
        }
        boolean mark = ended && isMark(from + count - 1);
        if (ended) {
            ends.clear((int) (from + count - 1) & MASK);
        }
        move(buffer, at, mark ? count - 1 : count);
        if (mark) {
            tail++;
            return count - 1;
        }
        if (!ended && tail != lineHead && isMark(tail)) {
            ends.clear((int) tail & MASK);
            tail++;
        }
        return count;
    }
}
