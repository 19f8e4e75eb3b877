package io.unishim.vfscore.epoll;

import static io.unishim.abi.Epoll.EPOLLET;
import static io.unishim.abi.Epoll.EPOLLEXCLUSIVE;
import static io.unishim.abi.Epoll.EPOLLONESHOT;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLRDNORM;

import io.unishim.file.AnonymousFile;
import io.unishim.file.FileOperations;
import io.unishim.file.HostEvents;
import io.unishim.file.OpenFileDescription;
import io.unishim.file.Watching;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserArray;
import io.unishim.struct.EpollEvent;
import io.unishim.task.Execution;
import io.unishim.task.ReadAhead;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.task.Waiter;
import io.unishim.vfscore.poll.Deadline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What {@code epoll_create(2)} makes. */
final class EpollInstance extends AnonymousFile implements Watching {
    /** What an item is found by: a number and what stood behind it when it was added. */
    private record Key(int fd, OpenFileDescription open) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, EpollItem> items = new HashMap<>();
    private final ReadyList readyList = new ReadyList();
    private final WaitQueue queue = new WaitQueue();

    /** Waits for what of it is the host's; null until there is something that may be. */
    private volatile HostEvents.@Nullable Watch host;

    /** Whether the last look was not at the host: the next one is, so that what is always ready does not hide it. */
    private boolean hostUnseen;

    EpollInstance() {
        super("[eventpoll]");
    }

    @Override
    public @Nullable OpenFileDescription watched(int fd, int skipped) {
        int left = skipped;
        lock.lock();
        try {
            for (Key each : items.keySet()) {
                if (each.fd() == fd && left-- == 0) {
                    return each.open();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    // Changing what is watched.

    long add(Task task, int fd, OpenFileDescription open, EpollEvent event) {
        Key key = new Key(fd, open);
        lock.lock();
        try {
            if (items.containsKey(key)) {
                return -EEXIST;
            }
            EpollItem item = new EpollItem(this, fd, open);
            item.watch(event.events(), event.data());
            items.put(key, item);
            if (!open.onRelease(item)) {
                items.remove(key);
                return -EBADF;
            }
            WaitQueue its = open.file().waitQueue(task);
            if (its != null) {
                item.queue = its;
                if (item.has(EPOLLEXCLUSIVE)) {
                    its.add(item);
                } else {
                    its.addFirst(item);
                }
            }
            if (open.file().ofHost()) {
                watchHost(task, open.file());
            }
            if (item.ready(task) != 0) {
                woken(item);
            }
            return 0;
        } finally {
            lock.unlock();
        }
    }

    private void watchHost(Task task, FileOperations file) {
        HostEvents.Watch watch = host;
        HostEvents events = task.shim().serviceOrNull(HostEvents.class);
        if (watch == null && events != null) {
            watch = events.watch();
            host = watch;
        }
        if (watch != null) {
            watch.add(file);
        }
    }

    long modify(Task task, int fd, OpenFileDescription open, EpollEvent event) {
        lock.lock();
        try {
            EpollItem item = items.get(new Key(fd, open));
            if (item == null) {
                return -ENOENT;
            }
            if (item.has(EPOLLEXCLUSIVE)) {
                return -EINVAL;
            }
            item.watch(event.events(), event.data());
            if (item.ready(task) != 0) {
                woken(item);
            }
            return 0;
        } finally {
            lock.unlock();
        }
    }

    long remove(int fd, OpenFileDescription open) {
        EpollItem item;
        lock.lock();
        try {
            item = items.remove(new Key(fd, open));
        } finally {
            lock.unlock();
        }
        if (item == null) {
            return -ENOENT;
        }
        open.cancelRelease(item);
        leave(item);
        HostEvents.Watch watch = host;
        if (watch != null) {
            watch.remove(open.file());
        }
        return 0;
    }

    /** What the item watched is gone. */
    void forget(EpollItem item) {
        lock.lock();
        try {
            items.remove(new Key(item.fd, item.open));
        } finally {
            lock.unlock();
        }
        leave(item);
    }

    private void leave(EpollItem item) {
        WaitQueue its = item.queue;
        if (its != null) {
            its.remove(item);
        }
        readyList.drop(item);
    }

    /** @return the instances that this one watches */
    List<EpollInstance> nested() {
        List<EpollInstance> found = new ArrayList<>();
        lock.lock();
        try {
            for (EpollItem item : items.values()) {
                if (item.open.file() instanceof EpollInstance inner) {
                    found.add(inner);
                }
            }
        } finally {
            lock.unlock();
        }
        return found;
    }

    // Being woken, and telling.

    void woken(EpollItem item) {
        if (readyList.add(item)) {
            queue.wakeAll(POLLIN | POLLRDNORM);
        }
    }

    /** What an item watches says that something happened: as in Linux that is passed on also while the item is listed. */
    void happened(EpollItem item) {
        boolean unused = readyList.add(item);
        queue.wakeAll(POLLIN | POLLRDNORM);
    }

    /** @return the number of events told, 0 past the deadline, {@code -EINTR} */
    long await(Task task, UserArray<EpollEvent> events, int max, long deadline) {
        HostEvents.Watch watch = host;
        if (watch != null && (hostUnseen || deadline == Deadline.NOW)) {
            watch.block(0);
            hostUnseen = false;
        }
        int told = tell(task, events, max);
        if (told != 0 || deadline == Deadline.NOW) {
            hostUnseen = true;
            return told;
        }
        hostUnseen = false;
        Waiter waiter = task.waiter();
        queue.add(waiter);
        try {
            while ((told = tell(task, events, max)) == 0) {
                int why = waiter.await(deadline, host);
                if (why != 0) {
                    return why == -ETIMEDOUT ? 0 : -EINTR; // never restarted: man 7 signal
                }
            }
            return told;
        } finally {
            queue.remove(waiter);
        }
    }

    private int tell(Task task, UserArray<EpollEvent> events, int max) {
        if (readyList.isEmpty()) {
            return 0;
        }
        lock.lock();
        try {
            int told = 0;
            ReadAhead ahead = null;
            // Level-triggered items go back behind; nobody is looked at twice.
            for (int left = readyList.size(); left > 0 && told < max; left--) {
                EpollItem item = readyList.poll();
                if (item == null) {
                    break;
                }
                int ready = item.ready(task);
                if (ready == 0) {
                    continue;
                }
                if (!put(events, told, item, ready)) {
                    return told;
                }
                if (told++ == 0) {
                    Execution execution = task.stateOrNull(Execution.KEY);
                    ahead = execution == null ? null : execution.readAhead();
                }
                if (ahead != null && (ready & POLLIN) != 0) {
                    item.open.file().readAhead(task, item.open, item.fd, ahead);
                }
                if (item.has(EPOLLONESHOT)) {
                    item.rest();
                } else if (!item.has(EPOLLET)) {
                    readyList.add(item);
                }
            }
            return told;
        } finally {
            lock.unlock();
        }
    }

    private boolean put(UserArray<EpollEvent> events, int at, EpollItem item, int ready) {
        try {
            events.set(at, new EpollEvent(ready, item.data()));
            return true;
        } catch (MemoryFault fault) {
            readyList.putBack(item);
            if (at == 0) {
                throw fault;
            }
            return false;
        }
    }

    // As a file.

    /** Readable while something is ready; what only seemed so is dropped on the way. */
    @Override
    public int readiness(OpenFileDescription open) {
        return look(null);
    }

    @Override
    public int readiness(Task task, OpenFileDescription open) {
        return look(task);
    }

    private int look(@Nullable Task task) {
        if (readyList.isEmpty()) {
            return 0;
        }
        lock.lock();
        try {
            for (int left = readyList.size(); left > 0; left--) {
                EpollItem item = readyList.poll();
                if (item == null) {
                    break;
                }
                if (item.ready(task) != 0) {
                    readyList.putBack(item);
                    return POLLIN | POLLRDNORM;
                }
            }
            return 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable WaitQueue waitQueue() {
        return queue;
    }

    @Override
    public void released(OpenFileDescription open) {
        List<EpollItem> all;
        lock.lock();
        try {
            all = List.copyOf(items.values());
            items.clear();
        } finally {
            lock.unlock();
        }
        for (EpollItem item : all) {
            item.open.cancelRelease(item);
            leave(item);
        }
        HostEvents.Watch watch = host;
        if (watch != null) {
            watch.close();
        }
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        return -EINVAL; // as Linux has it for requests that an instance does not know
    }
}
