package io.unishim.process;

import io.unishim.abi.Sched;
import io.unishim.task.StateKey;
import io.unishim.task.Task;

/** How a task asked to be scheduled. */
final class Schedule {
    static final StateKey<Schedule> KEY = StateKey.of("schedule");

    volatile int policy = Sched.SCHED_NORMAL;
    volatile int priority;
    volatile boolean resetOnFork;
    volatile int nice;

    /** Class and level of input and output; 0 for none of its own. */
    volatile int inputPriority;

    /** One bit a processor; replaced, never changed. */
    volatile long[] processors;

    Schedule(long[] processors) {
        this.processors = processors;
    }

    /** What a child has. */
    Schedule forChild() {
        Schedule child = new Schedule(processors);
        child.inputPriority = inputPriority;
        if (!resetOnFork) {
            child.policy = policy;
            child.priority = priority;
            child.nice = nice;
        } else {
            child.nice = Math.max(0, nice);
        }
        return child;
    }

    static Schedule of(Task task) {
        return task.state(KEY);
    }

    /** Whether a policy has priorities of its own (man 7 sched). */
    static boolean realTime(int policy) {
        return policy == Sched.SCHED_FIFO || policy == Sched.SCHED_RR;
    }

    /** All processors that the JVM may use, as a mask of whole words. */
    static long[] everyProcessor() {
        int count = Runtime.getRuntime().availableProcessors();
        long[] mask = new long[(count + 63) / 64];
        for (int i = 0; i < count; i++) {
            mask[i >> 6] |= 1L << i;
        }
        return mask;
    }
}
