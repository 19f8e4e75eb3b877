package io.unishim.vfscore.epoll;

import static io.unishim.abi.Epoll.EPOLLET;
import static io.unishim.abi.Epoll.EPOLLEXCLUSIVE;
import static io.unishim.abi.Epoll.EPOLLONESHOT;
import static io.unishim.abi.Epoll.EPOLLWAKEUP;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.task.Wakeup;
import org.jspecify.annotations.Nullable;

/** One thing that an instance watches. */
final class EpollItem implements Wakeup, Runnable {
    /** What is no event but says how to watch. */
    private static final int HOW = EPOLLET | EPOLLONESHOT | EPOLLEXCLUSIVE | EPOLLWAKEUP;

    final EpollInstance instance;
    final int fd;
    final OpenFileDescription open;

    /** Guarded by the instance's lock for writing; wake-ups read it. */
    private volatile int events;

    /** Guarded by the instance's lock. */
    private long data;

    /** Where it waits: with the queue that the file had for the task that added it. Null before, or if there is none. */
    @Nullable
    WaitQueue queue;

    /** These belong to the {@link ReadyList}. */
    boolean listed;

    boolean dropped;

    @Nullable
    EpollItem before;

    @Nullable
    EpollItem after;

    EpollItem(EpollInstance instance, int fd, OpenFileDescription open) {
        this.instance = instance;
        this.fd = fd;
        this.open = open;
    }

    void watch(int newEvents, long newData) {
        events = newEvents | POLLERR | POLLHUP;
        data = newData;
    }

    int events() {
        return events;
    }

    long data() {
        return data;
    }

    boolean has(int flag) {
        return (events & flag) != 0;
    }

    /** After a report of EPOLLONESHOT: rests until EPOLL_CTL_MOD. */
    void rest() {
        events &= HOW;
    }

    /** @return what of interest the file says now, to a task if one is known */
    int ready(@Nullable Task task) {
        int interest = events & ~HOW;
        if (interest == 0) {
            return 0;
        }
        return (task == null ? open.file().readiness(open) : open.file().readiness(task, open)) & interest;
    }

    @Override
    public void wake(int happened) {
        int interest = events & ~HOW;
        if (interest != 0 && (happened == 0 || (happened & interest) != 0)) {
            instance.happened(this);
        }
    }

    /** The description was released: nothing is left to watch (man 7 epoll, questions and answers). */
    @Override
    public void run() {
        instance.forget(this);
    }
}
