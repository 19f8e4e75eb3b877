package io.unishim.elfloader.engine;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a thread of a child and the Java thread that serves it run: wherever the host's scheduler puts them, or both
 * on one processor.
 *
 * <p>Two threads that work in turn are quickest awake on two processors, each looking for the other's answer; who is, is left
 * alone. Where that does not come about, for turns take too long or others need the processors, they lose most when the
 * scheduler wakes each on a processor that idles: to bring one out of idle costs tens of times what a switch between two
 * threads on one processor does. Then both ways are tried: whichever had the quicker window of turns stays, and is compared with
 * the other again, ever more rarely as long as it wins, but so often that the comparisons cost little.
 *
 * <p>Two that begin to look are first put on two processors: the scheduler leaves two that wake each other on one, and there a
 * thread that looks keeps the other from what it looks for.
 *
 * <p>Both threads are bound while they are together. They are free again before a clone of the child, or a thread that Java
 * starts to serve one, could inherit that; once the child computes for a second, so that the scheduler can place it; and when
 * the Java thread serves it no more. What else runs on that processor the scheduler can move.
 */
final class Pair {
    private static final int TURNS = 64;

    /** Windows at most until the other way is compared again. */
    private static final int LONGEST_SPAN = 1024;

    /** Windows without two that are awake until they are brought together the first time. */
    private static final int HOPELESS = 2;

    /** Windows that two which were together get apart; the last counts: until then they can have come to be awake. */
    private static final int WARM = 2;

    /** How many times as long a way may stay that has won again. */
    private static final int GROWTH = 4;

    /** For how many times as long as a comparison took the better way stays at most. */
    private static final int WORTH = 16;

    /** A processor set of the host: as many bits as Linux can be built for. */
    private static final int SET_SIZE = 1024;

    private static final int FREE = 0;
    private static final int BOUND = SET_SIZE;

    private final boolean possible;
    private boolean wanted;
    private boolean bound;
    private boolean keptApart;
    private boolean wereAwake;
    private int tid;
    private int turns = TURNS;
    private long windowBegan;

    /** What the last window took of each way: apart, together. */
    private final long[] nanos = {Long.MAX_VALUE, Long.MAX_VALUE};

    /** Windows until the other way is tried, and how many it may be the next time. */
    private int left = HOPELESS;

    private int span = 1;
    private boolean trying;
    private long tryingBegan;
    private int warm;

    /** The set that they had before, and the one that they get: made when it is needed, for most pairs are never bound. */
    private @Nullable OffHeap sets;

    private long setSize;

    /** @param possible whether there are several processors */
    Pair(boolean possible) {
        this.possible = possible;
    }

    /** @return whether they are together: then looking is of no use, for the other cannot run meanwhile */
    boolean isBound() {
        return bound;
    }

    /**
     * A turn of the child begins, given by the current thread.
     *
     * @param child its thread's id
     * @param processor where that slept last
     * @param awake whether both look for each other's answers without sleeping: nothing is quicker, if they see them
     * @return whether they have just been parted: what they learnt of looking is out of date
     */
    boolean turn(int child, int processor, boolean awake) {
        if (--turns == 0) {
            turns = TURNS;
            decide(awake);
        }
        boolean begins = awake && !wereAwake;
        wereAwake = awake;
        boolean parts = bound && !wanted;
        if (parts || keptApart) {
            part();
        }
        if (wanted && !bound && possible) {
            bind(child);
        } else if ((begins || parts) && !bound && possible) {
            keepApart(child, processor);
        }
        return parts;
    }

    /** A window is over. */
    private void decide(boolean awake) {
        long now = System.nanoTime();
        nanos[wanted ? 1 : 0] = now - windowBegan;
        windowBegan = now;
        if (trying && !wanted) {
            warm++;
        }
        if (trying && (wanted || warm >= WARM)) {
            warm = 0;
            trying = false;
            boolean better = nanos[1] < nanos[0];
            span = better == wanted ? 1 : Math.min(LONGEST_SPAN, GROWTH * span);
            wanted = better;
            long windows = WORTH * (now - tryingBegan) / Math.max(1, nanos[wanted ? 1 : 0]);
            left = (int) Math.max(1, Math.min(span, windows));
        } else if (awake && !wanted) {
            left = HOPELESS;
        } else if (!trying && --left <= 0) {
            trying = true;
            tryingBegan = now;
            wanted = !wanted;
        }
    }

    private OffHeap sets() {
        OffHeap room = sets;
        if (room == null) {
            room = OffHeap.allocate(2 * SET_SIZE);
            sets = room;
            setSize = HostCalls.call(Syscall.SCHED_GETAFFINITY.number(), 0, SET_SIZE, room.address());
        }
        return room;
    }

    /** @return the processor that the current thread is on, or -1 */
    private int here(OffHeap room) {
        long told = HostCalls.call(Syscall.GETCPU.number(), room.address() + BOUND, 0, 0);
        int processor = room.getInt(BOUND);
        return told < 0 || processor >= setSize * Byte.SIZE ? -1 : processor;
    }

    private void bind(int child) {
        OffHeap room = sets();
        int processor = here(room);
        if (processor < 0) {
            wanted = false;
            return;
        }
        room.zero(BOUND, SET_SIZE);
        room.putLong(word(processor), bit(processor));
        tid = child;
        place(0, room, BOUND);
        place(tid, room, BOUND);
        bound = true;
    }

    /**
     * Sends the child's thread to another processor than the current one's, for a turn.
     *
     * @param childs processor, as far as that is known
     */
    private void keepApart(int child, int childs) {
        OffHeap room = sets();
        int processor = here(room);
        if (processor >= 0 && processor == childs) {
            room.put(BOUND, room, FREE, SET_SIZE);
            room.putLong(word(processor), room.getLong(word(processor)) & ~bit(processor));
            tid = child;
            keptApart = true;
            // Refused where no other processor is left.
            place(tid, room, BOUND);
        }
    }

    private static int word(int processor) {
        return BOUND + Long.BYTES * (processor / Long.SIZE);
    }

    private static long bit(int processor) {
        return 1L << processor % Long.SIZE;
    }

    private void place(int thread, OffHeap room, int set) {
        HostCalls.call(Syscall.SCHED_SETAFFINITY.number(), thread, setSize, room.address() + set);
        Reference.reachabilityFence(room);
    }

    /** Frees both; called by the thread that serves the child. They come together again at a later turn. */
    void part() {
        OffHeap room = sets;
        if (room == null) {
            return;
        }
        if (bound) {
            place(0, room, FREE);
        }
        if (bound || keptApart) {
            place(tid, room, FREE);
        }
        bound = false;
        keptApart = false;
    }
}
