package io.unishim.process;

import static io.unishim.abi.Prctl.PR_MDWE_NO_INHERIT;

import io.unishim.task.Process;
import io.unishim.task.StateKey;
import org.jspecify.annotations.Nullable;

/** What {@code prctl(2)} keeps for a process. */
final class Attributes {
    static final StateKey<Attributes> KEY = StateKey.of("attributes of a process");

    volatile boolean dumpable = true;
    volatile boolean smallPages;
    volatile boolean flushes;

    /** PR_MDWE_*. */
    volatile int writeExec;

    /** PR_MCE_KILL_*. */
    volatile int machineChecks = 2;

    /** What the process receives when its parent ends, 0 for nothing. */
    volatile int deathSignal;

    /** Whose end that is. */
    volatile @Nullable Process deathOf;

    static Attributes of(Process process) {
        return process.state(KEY);
    }

    /** @return what of {@link #writeExec} a child, or another program, has */
    int inheritedWriteExec() {
        return (writeExec & PR_MDWE_NO_INHERIT) != 0 ? 0 : writeExec;
    }

    /** What a child has; the signal and the adoption of orphans are not inherited. */
    Attributes forChild() {
        Attributes child = new Attributes();
        child.dumpable = dumpable;
        child.smallPages = smallPages;
        child.flushes = flushes;
        child.writeExec = inheritedWriteExec();
        child.machineChecks = machineChecks;
        return child;
    }
}
