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
 * the other again, ever more rarely as long as it wins.
 *
 * <p>Both threads are bound while they are together. They are free again before a clone of the child, or a thread that Java
 * starts to serve one, could inherit that; once the child computes for a second, so that the scheduler can place it; and when
 * the Java thread serves it no more. What else runs on that processor the scheduler can move.
 */
final class Pair {
    private static final int TURNS = 256;

    /** Windows at most until the other way is compared again. */
    private static final int LONGEST_SPAN = 256;

    /** Windows without two that are awake until they are brought together the first time. */
    private static final int HOPELESS = 64;

    /** Windows that two which were together get until they are awake on two processors. */
    private static final int WARM = 16;

    /** A processor set of the host: as many bits as Linux can be built for. */
    private static final int SET_SIZE = 1024;

    private static final int FREE = 0;
    private static final int BOUND = SET_SIZE;

    private final boolean possible;
    private boolean wanted;
    private boolean bound;
    private int tid;
    private int turns = TURNS;
    private long windowBegan;

    /** What the last window took of each way: apart, together. */
    private final long[] nanos = {Long.MAX_VALUE, Long.MAX_VALUE};

    /** Windows until the other way is tried, and how many it will be the next time. */
    private int left = HOPELESS;

    private int span = 1;
    private boolean trying;
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
     * @param awake whether both see each other's answers without sleeping: nothing is quicker
     * @return whether they have just been parted: what they learnt of looking is out of date
     */
    boolean turn(int child, boolean awake) {
        if (--turns == 0) {
            turns = TURNS;
            decide(awake);
        }
        if (wanted != bound && possible) {
            if (wanted) {
                bind(child);
            } else {
                part();
                return true;
            }
        }
        return false;
    }

    /** A window is over. */
    private void decide(boolean awake) {
        long now = System.nanoTime();
        nanos[wanted ? 1 : 0] = now - windowBegan;
        windowBegan = now;
        if (trying && !wanted) {
            warm += awake ? WARM / 2 : 1;
        }
        if (trying && (wanted || warm >= WARM)) {
            warm = 0;
            trying = false;
            boolean better = nanos[1] < nanos[0];
            span = better == wanted ? 1 : Math.min(LONGEST_SPAN, 2 * span);
            left = span;
            wanted = better;
        } else if (awake && !wanted) {
            left = HOPELESS;
        } else if (!trying && --left <= 0) {
            trying = true;
            wanted = !wanted;
        }
    }

    private void bind(int child) {
        OffHeap room = sets;
        if (room == null) {
            room = OffHeap.allocate(2 * SET_SIZE);
            sets = room;
            setSize = HostCalls.call(Syscall.SCHED_GETAFFINITY.number(), 0, SET_SIZE, room.address());
        }
        long here = HostCalls.call(Syscall.GETCPU.number(), room.address() + BOUND, 0, 0);
        int processor = room.getInt(BOUND);
        if (here < 0 || processor >= setSize * Byte.SIZE) {
            wanted = false;
            return;
        }
        room.zero(BOUND, SET_SIZE);
        room.putLong(BOUND + Long.BYTES * (processor / Long.SIZE), 1L << processor % Long.SIZE);
        tid = child;
        place(room, BOUND);
        bound = true;
    }

    private void place(OffHeap room, int set) {
        for (int thread : new int[] {0, tid}) {
            HostCalls.call(Syscall.SCHED_SETAFFINITY.number(), thread, setSize, room.address() + set);
        }
        Reference.reachabilityFence(room);
    }

    /** Frees both; called by the thread that serves the child. They come together again at a later turn. */
    void part() {
        OffHeap room = sets;
        if (bound && room != null) {
            bound = false;
            place(room, FREE);
        }
    }
}
