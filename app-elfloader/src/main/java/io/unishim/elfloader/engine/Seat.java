package io.unishim.elfloader.engine;

import io.unishim.control.CallTable;
import io.unishim.memory.AddressSpace.Range;
import io.unishim.task.ReadAhead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a thread of a program runs: on the Java thread that serves it, or in a process of its own. */
abstract class Seat {
    /** @return the program's registers */
    abstract Context context();

    /**
     * Makes the current thread the one that serves the program.
     *
     * @param calls what it serves
     * @return false if the program's thread is dead
     */
    abstract boolean begin(CallTable calls);

    /** Runs the program until something happens. @return as {@link Engine#enter}, or {@link Engine#DIED} */
    abstract long enter();

    /**
     * Makes the program come out, now or before it is next entered. May be called by any thread.
     *
     * @param ending whether it is never to be entered again
     */
    abstract void kick(boolean ending);

    /** @return where to lay out what the program may read by itself, or null if there is no such place */
    @Nullable
    ReadAhead readAhead() {
        return null;
    }

    /** Lets the program do nothing by itself until its next call. May be called by any thread. */
    void settle() {}

    /** To be called before the current thread starts another, which is to run where the host likes. */
    abstract void roam();

    /** Makes an ordinary thread of the current one again; the program runs no more. */
    abstract void end();

    /** Gives back what the program's thread had; its task has ended. */
    abstract void leave();

    /**
     * Makes a process of the host with a copy of the memory.
     *
     * @param keep what the copy needs
     * @return a seat in it, its thread not ready yet, or null if there can be none
     */
    abstract @Nullable RemoteSeat copy(HostChildren children, List<Range> keep);

    /** @return a seat for another thread in the same memory, or null if there can be none */
    abstract @Nullable Seat another();

    /** @return the process of the host, or null for the JVM's own */
    abstract @Nullable HostChild host();

    /** @return nanoseconds of processor time of the program's thread, where that is none of the JVM's; else 0 */
    abstract long processorNanos();

    /** @return of these what the host's kernel took */
    abstract long systemNanos();

    /** @return the wait status of a program whose thread died on the host */
    abstract int deathSignal();
}
