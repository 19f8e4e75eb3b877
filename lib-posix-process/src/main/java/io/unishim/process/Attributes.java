package io.unishim.process;

import io.unishim.task.Process;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** What {@code prctl(2)} keeps for a process. */
final class Attributes {
    static final StateKey<Attributes> KEY = StateKey.of("attributes of a process");

    volatile int personality;
    volatile boolean dumpable = true;
    volatile boolean subreaper;
    volatile boolean smallPages;

    /** What the process receives when its parent ends, 0 for nothing. */
    volatile int deathSignal;

    /** Whose end that is. */
    volatile @Nullable Process deathOf;

    static Attributes of(Process process) {
        return process.state(KEY);
    }

    /** What a child has; the signal and the adoption of orphans are not inherited. */
    Attributes forChild() {
        Attributes child = new Attributes();
        child.personality = personality;
        child.dumpable = dumpable;
        child.smallPages = smallPages;
        return child;
    }

    /** What {@code prctl(2)} keeps for a task. */
    static final class OfTask {
        static final StateKey<OfTask> KEY = StateKey.of("attributes of a task");

        private static final long DEFAULT_SLACK = 50_000;

        /** Its name if it was given one, at most 15 bytes. */
        volatile byte @Nullable [] name;

        volatile boolean noNewPrivileges;
        volatile long slack = DEFAULT_SLACK;

        /** What a slack of 0 sets: that of the parent when the task was made. */
        final long usualSlack;

        OfTask(long usualSlack) {
            this.usualSlack = usualSlack;
            this.slack = usualSlack;
        }

        OfTask() {
            this(DEFAULT_SLACK);
        }

        static OfTask of(Task task) {
            return task.state(KEY);
        }

        OfTask forChild() {
            OfTask child = new OfTask(slack);
            child.name = name;
            child.noNewPrivileges = noNewPrivileges;
            return child;
        }
    }
}
