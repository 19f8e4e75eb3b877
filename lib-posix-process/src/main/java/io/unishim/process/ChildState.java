package io.unishim.process;

import static io.unishim.abi.Signals.SIGCHLD;

import io.unishim.struct.Rusage;
import io.unishim.task.Process;
import io.unishim.task.StateKey;
import io.unishim.task.WaitQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What the parent of a process may learn of it, and those who wait in it for news of its own children. */
final class ChildState {
    static final StateKey<ChildState> KEY = StateKey.of("news for the parent");

    /** Tasks of this process that wait for children. */
    final WaitQueue waiters = new WaitQueue();

    /** Those who wait by a descriptor of this process for its end, or for that of one of its threads. */
    final WaitQueue watchers = new WaitQueue();

    /** What the parent receives at the end, 0 for nothing. */
    final int exitSignal;

    /** The signal that stopped it, until the parent has taken notice; then 0. */
    final AtomicInteger stoppedBy = new AtomicInteger();

    /** Whether it goes on after a stop and the parent has not taken notice. */
    final AtomicBoolean goesOn = new AtomicBoolean();

    /** Whether someone has already taken its end. */
    final AtomicBoolean reaped = new AtomicBoolean();

    /** Whether its end was made known: before, it is not known whether the parent may wait for it at all. */
    volatile boolean told;

    /** Its real user. */
    volatile int uid;

    /** What its ended tasks used. */
    volatile Rusage used = Rusage.NONE;

    /** What its children used that were waited for. */
    volatile Rusage usedByChildren = Rusage.NONE;

    ChildState(int exitSignal) {
        this.exitSignal = exitSignal;
    }

    ChildState() {
        this(SIGCHLD);
    }

    static ChildState of(Process process) {
        return process.state(KEY);
    }

    synchronized void addUsed(Rusage more) {
        used = used.plus(more);
    }

    synchronized void addChild(Rusage more) {
        usedByChildren = usedByChildren.plus(more);
    }
}
