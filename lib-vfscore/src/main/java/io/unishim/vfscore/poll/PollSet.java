package io.unishim.vfscore.poll;

import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLNVAL;

import io.unishim.file.Descriptors;
import io.unishim.file.HostEvents;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.HostWait;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.task.Waiter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Descriptors, what interests about each, and what happened: what poll(2) and select(2) have in common. */
final class PollSet {
    private static final int ALWAYS = POLLERR | POLLHUP;

    private final Task task;
    private int[] fds;
    private int[] wanted;
    private int[] happened;
    private int size;

    PollSet(Task task, int capacity) {
        this.task = task;
        this.fds = new int[capacity];
        this.wanted = new int[capacity];
        this.happened = new int[capacity];
    }

    void add(int fd, int events) {
        if (size == fds.length) {
            int larger = Math.max(8, 2 * size);
            fds = Arrays.copyOf(fds, larger);
            wanted = Arrays.copyOf(wanted, larger);
            happened = Arrays.copyOf(happened, larger);
        }
        fds[size] = fd;
        wanted[size++] = events;
    }

    int size() {
        return size;
    }

    int fd(int i) {
        return fds[i];
    }

    /** @return what happened, after {@link #await} */
    int happened(int i) {
        return happened[i];
    }

    /** @return whether every descriptor is open */
    boolean allOpen() {
        Descriptors table = task.process().state(Descriptors.KEY);
        for (int i = 0; i < size; i++) {
            if (open(table, fds[i]) == null) {
                return false;
            }
        }
        return true;
    }

    /** Asked again and again: a file may become the host's while it is watched. */
    private @Nullable HostWait host() {
        HostEvents events = task.shim().serviceOrNull(HostEvents.class);
        return events == null ? null : events.everything();
    }

    private static @Nullable OpenFileDescription open(Descriptors table, int fd) {
        OpenFileDescription open = table.get(fd);
        return open == null || open.has(O_PATH) ? null : open;
    }

    /** @return how many have something to tell; 0 past the deadline; {@code -EINTR} */
    long await(long deadline) {
        Descriptors table = task.process().state(Descriptors.KEY);
        HostWait host = host();
        if (host != null) {
            host.block(0);
        }
        int ready = 0;
        for (int i = 0; i < size; i++) {
            ready += fds[i] < 0 ? 0 : note(i, happening(i, open(table, fds[i])));
        }
        return ready > 0 || deadline == Deadline.NOW ? ready : awaitChange(table, deadline);
    }

    private int note(int i, int events) {
        happened[i] = events;
        return events == 0 ? 0 : 1;
    }

    private int happening(int i, @Nullable OpenFileDescription open) {
        return open == null ? POLLNVAL : open.file().readiness(task, open) & (wanted[i] | ALWAYS);
    }

    /** Holds on to what is watched, so that a descriptor that is closed meanwhile is watched to the end, as on Linux. */
    private long awaitChange(Descriptors table, long deadline) {
        @Nullable OpenFileDescription[] watched = new OpenFileDescription[size];
        Waiter waiter = task.waiter();
        int count = 0;
        try {
            for (; count < size; count++) {
                watched[count] = watch(table, fds[count], waiter);
            }
            return loop(watched, waiter, deadline);
        } finally {
            for (int i = 0; i < count; i++) {
                unwatch(watched[i], waiter);
            }
        }
    }

    private @Nullable OpenFileDescription watch(Descriptors table, int fd, Waiter waiter) {
        OpenFileDescription open = fd < 0 ? null : open(table, fd);
        if (open == null || !open.retain()) {
            return null;
        }
        WaitQueue queue = open.file().waitQueue(task);
        if (queue != null) {
            queue.add(waiter);
        }
        return open;
    }

    private void unwatch(@Nullable OpenFileDescription open, Waiter waiter) {
        if (open == null) {
            return;
        }
        WaitQueue queue = open.file().waitQueue(task);
        if (queue != null) {
            queue.remove(waiter);
        }
        open.release();
    }

    private long loop(@Nullable OpenFileDescription[] watched, Waiter waiter, long deadline) {
        while (true) {
            int ready = 0;
            for (int i = 0; i < size; i++) {
                ready += fds[i] < 0 ? 0 : note(i, happening(i, watched[i]));
            }
            if (ready > 0) {
                return ready;
            }
            int why = waiter.await(deadline, host());
            if (why != 0) {
                return why == -ETIMEDOUT ? 0 : -EINTR; // never restarted: man 7 signal
            }
        }
    }
}
