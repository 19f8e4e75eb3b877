package io.unishim.core;

import org.jspecify.annotations.Nullable;

/** Steps of a shutdown: each is taken, whatever became of those before it. */
final class Endings {
    private @Nullable Throwable failed;

    void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error thrown) {
            if (failed == null) {
                failed = thrown;
            } else if (failed != thrown) {
                failed.addSuppressed(thrown);
            }
        }
    }

    /** Throws what the first failing step threw, the others' as suppressed. */
    void end() {
        if (failed instanceof RuntimeException thrown) {
            throw thrown;
        }
        if (failed instanceof Error thrown) {
            throw thrown;
        }
    }
}
