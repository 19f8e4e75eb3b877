package io.unishim.vfscore.aio;

import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;

import io.unishim.file.OpenFileDescription;
import io.unishim.struct.IoEvent;
import io.unishim.struct.Iocb;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.task.Wakeup;
import io.unishim.vfscore.event.Eventfd;
import org.jspecify.annotations.Nullable;

/** A request that waits until a file is ready, and is told once. */
final class AioPoll implements Wakeup {
    private final AioContext context;
    private final long request;
    private final long data;
    private final int events;
    private final OpenFileDescription open;
    private final @Nullable Eventfd counter;
    private final @Nullable WaitQueue queue;

    /** @param open retained for it */
    AioPoll(
            AioContext context,
            Task task,
            long request,
            Iocb wish,
            OpenFileDescription open,
            @Nullable Eventfd counter) {
        this.context = context;
        this.request = request;
        this.data = wish.data();
        this.events = (int) wish.buffer() | POLLERR | POLLHUP;
        this.open = open;
        this.counter = counter;
        this.queue = open.file().waitQueue(task);
    }

    long request() {
        return request;
    }

    OpenFileDescription open() {
        return open;
    }

    IoEvent event(long result) {
        return new IoEvent(data, request, result, 0);
    }

    void start() {
        if (queue != null) {
            queue.add(this);
        }
        wake(0);
        if (!context.waits(this)) {
            leave(); // it was ended before it was in the queue
        }
    }

    @Override
    public void wake(int happened) {
        if (happened != 0 && (happened & events) == 0) {
            return;
        }
        // Who tells what happened is believed, as Linux does; otherwise the file is asked.
        int ready = happened != 0 ? happened : open.file().readiness(open) & events;
        if (ready != 0) {
            end(ready);
        }
    }

    /** @return whether it had not ended before */
    boolean end(long result) {
        if (!context.end(this, result)) {
            return false;
        }
        leave();
        if (counter != null) {
            counter.signal();
        }
        return true;
    }

    void leave() {
        if (queue != null) {
            queue.remove(this);
        }
    }
}
