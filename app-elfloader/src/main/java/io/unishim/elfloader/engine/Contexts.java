package io.unishim.elfloader.engine;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Contexts of ended threads, for threads to come in the same memory: one is pages outside of the heap, which are not cheap to
 * come by. They go with the program.
 */
final class Contexts {
    /** As many as a program has that makes and joins threads again and again; of more, the rest are made anew. */
    private static final int MOST = 64;

    private final ArrayBlockingQueue<Context> idle = new ArrayBlockingQueue<>(MOST);

    /** @return one whose registers are to be set */
    Context take() {
        Context found = idle.poll();
        return found == null ? new Context() : found;
    }

    /** Takes one back that no thread runs with any more. */
    void give(Context used) {
        boolean unused = idle.offer(used);
    }
}
