package io.unishim.elfloader.engine;

import io.unishim.task.Patience;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How a child's thread and the Java thread that serves it wait for each other: awake, looking for the answer, or asleep. Each
 * looks as long as that has lately been worth while.
 */
final class Alertness {
    /** What a turn takes that is worth waiting for: of the child, with both woken; of a handler. */
    private static final long QUICK_TURN_NANOS = 100_000;

    private static final long QUICK_CALL_NANOS = 20_000;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    static final boolean ONE_CORE = PROCESSORS == 1;
    /** A thread that looks keeps one core busy, and the one that it looks for another. */
    private static final int MOST_LOOKING = PROCESSORS / 2;

    private static final AtomicInteger LOOKING = new AtomicInteger();

    private final Patience ours = new Patience(QUICK_TURN_NANOS);
    private final Patience childs = new Patience(QUICK_CALL_NANOS);
    private long turnBegan;

    /** @return whether both look for each other's answers without sleeping */
    boolean bothLook() {
        return ours.looks() && childs.looks();
    }

    /** What was learnt is out of date. */
    void renew() {
        ours.renew();
        childs.renew();
    }

    /** The child's turn begins. @param sleeps whether its thread sleeps */
    void judgeChild(boolean sleeps) {
        if (childs.looks()) {
            childs.looked(!sleeps);
        } else {
            childs.slept(System.nanoTime() - turnBegan);
        }
    }

    /** @return for how many cycles of the time stamp the child is to look once its turn is over */
    int childsCycles() {
        return childs.looks() ? Patience.CYCLES : 0;
    }

    /** The JVM's turn begins. */
    void turnBegins() {
        if (!childs.looks()) {
            turnBegan = System.nanoTime();
        }
    }

    /**
     * Gives the turn to the child's thread and waits.
     *
     * @param slot its address
     * @param running what the state is meanwhile
     * @param nanos as {@link Engine#give} takes it
     * @param apart whether the two do not share a processor: who does cannot look, and learns nothing about that
     * @return as {@link Engine#give}
     */
    long give(long slot, int running, long nanos, boolean apart) {
        return apart && ours.looks() ? look(slot, running, nanos) : sleep(slot, running, nanos, apart);
    }

    private long look(long slot, int running, long nanos) {
        boolean room = LOOKING.incrementAndGet() <= MOST_LOOKING;
        long state = Engine.give(slot, running, room ? Patience.CYCLES : 0, nanos);
        LOOKING.decrementAndGet();
        ours.looked(room && (state & Engine.SLEPT) == 0);
        return state;
    }

    private long sleep(long slot, int running, long nanos, boolean apart) {
        long began = System.nanoTime();
        long state = Engine.give(slot, running, 0, nanos);
        if (apart) {
            ours.slept(System.nanoTime() - began);
        }
        return state;
    }
}
