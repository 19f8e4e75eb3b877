package io.unishim.net;

import io.unishim.task.TimeSource;
import org.jspecify.annotations.Nullable;

/** Has something done later, by a {@link Wire} that there is once it is needed. */
final class Timers implements AutoCloseable {
    private final TimeSource time;
    private @Nullable Wire wire;
    private boolean closed;

    Timers(TimeSource time) {
        this.time = time;
    }

    synchronized void after(long nanos, Runnable what) {
        if (closed) {
            return;
        }
        Wire now = wire;
        if (now == null) {
            now = new Wire("timers", time);
            wire = now;
        }
        now.after(nanos, what);
    }

    @Override
    public void close() {
        Wire ended;
        synchronized (this) {
            closed = true;
            ended = wire;
        }
        if (ended != null) {
            ended.close();
        }
    }
}
