package io.unishim.vfscore.epoll;

import static io.unishim.abi.Epoll.EPOLLERR;
import static io.unishim.abi.Epoll.EPOLLET;
import static io.unishim.abi.Epoll.EPOLLEXCLUSIVE;
import static io.unishim.abi.Epoll.EPOLLHUP;
import static io.unishim.abi.Epoll.EPOLLIN;
import static io.unishim.abi.Epoll.EPOLLOUT;
import static io.unishim.abi.Epoll.EPOLLWAKEUP;
import static io.unishim.abi.Epoll.EPOLL_CLOEXEC;
import static io.unishim.abi.Epoll.EPOLL_CTL_ADD;
import static io.unishim.abi.Epoll.EPOLL_CTL_DEL;
import static io.unishim.abi.Epoll.EPOLL_CTL_MOD;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.O_RDWR;

import io.unishim.call.Support;
import io.unishim.call.SupportLevel;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.EpollCalls;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.struct.EpollEvent;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.vfscore.poll.Deadline;
import io.unishim.vfscore.poll.TemporaryMask;

/** Serves {@link EpollCalls}. */
final class EpollHandlers implements EpollCalls {
    private static final int MOST_EVENTS = Integer.MAX_VALUE / 12;
    private static final EpollEvent NOTHING = new EpollEvent(0, 0);

    /** The events that may stand beside EPOLLEXCLUSIVE. */
    private static final int EXCLUSIVE_WITH =
            EPOLLIN | EPOLLOUT | EPOLLERR | EPOLLHUP | EPOLLWAKEUP | EPOLLET | EPOLLEXCLUSIVE;

    private final Nesting nesting = new Nesting();

    /** Creates the handlers of one shim. */
    EpollHandlers() {}

    @Override
    @Support(SupportLevel.FULL)
    public long epoll_create(Task task, int size) {
        return size <= 0 ? -EINVAL : epoll_create1(task, 0);
    }

    @Override
    @Support(SupportLevel.FULL)
    public long epoll_create1(Task task, int flags) {
        if ((flags & ~EPOLL_CLOEXEC) != 0) {
            return -EINVAL;
        }
        OpenFileDescription open = new OpenFileDescription(new EpollInstance(), O_RDWR);
        return task.process().state(Descriptors.KEY).install(open, 0, (flags & EPOLL_CLOEXEC) != 0);
    }

    @Override
    @Support(SupportLevel.FULL)
    public long epoll_ctl(Task task, int epfd, int op, int fd, UserRef<EpollEvent> event) {
        EpollEvent asked = op == EPOLL_CTL_DEL ? NOTHING : event.get();
        OpenFileDescription outer = Descriptors.usable(task.process(), epfd);
        OpenFileDescription open = Descriptors.usable(task.process(), fd);
        if (outer == null || open == null) {
            return -EBADF;
        }
        if (open.file().waitQueue(task) == null) {
            return -EPERM;
        }
        if (outer == open || !(outer.file() instanceof EpollInstance instance)) {
            return -EINVAL;
        }
        boolean exclusive = (asked.events() & EPOLLEXCLUSIVE) != 0;
        boolean nests = open.file() instanceof EpollInstance;
        return switch (op) {
            case EPOLL_CTL_ADD ->
                exclusive && (nests || (asked.events() & ~EXCLUSIVE_WITH) != 0)
                        ? -EINVAL
                        : nesting.add(task, instance, fd, open, asked);
            case EPOLL_CTL_MOD -> exclusive ? -EINVAL : instance.modify(task, fd, open, asked);
            case EPOLL_CTL_DEL -> instance.remove(fd, open);
            default -> -EINVAL;
        };
    }

    @Override
    @Support(SupportLevel.FULL)
    public long epoll_wait(Task task, int epfd, UserArray<EpollEvent> events, int timeout) {
        return await(task, epfd, events, Deadline.ofMillis(task, timeout));
    }

    @Override
    @Support(SupportLevel.FULL)
    public long epoll_pwait(
            Task task, int epfd, UserArray<EpollEvent> events, int timeout, UserLong sigmask, long sigsetsize) {
        return await(task, epfd, events, Deadline.ofMillis(task, timeout), sigmask, sigsetsize);
    }

    @Override
    @Support(SupportLevel.FULL)
    public long epoll_pwait2(
            Task task,
            int epfd,
            UserArray<EpollEvent> events,
            UserRef<Timespec> timeout,
            UserLong sigmask,
            long sigsetsize) {
        long deadline = Deadline.of(task, timeout);
        return deadline < 0 ? deadline : await(task, epfd, events, deadline, sigmask, sigsetsize);
    }

    private static long await(
            Task task, int epfd, UserArray<EpollEvent> events, long deadline, UserLong sigmask, long sigsetsize) {
        long bad = TemporaryMask.begin(task, sigmask, sigsetsize);
        if (bad < 0) {
            return bad;
        }
        long result = -EINVAL;
        try {
            result = await(task, epfd, events, deadline);
        } finally {
            TemporaryMask.end(task, !sigmask.isNull(), result);
        }
        return result;
    }

    private static long await(Task task, int epfd, UserArray<EpollEvent> events, long deadline) {
        OpenFileDescription open = Descriptors.usable(task.process(), epfd);
        if (open == null) {
            return -EBADF;
        }
        int max = (int) events.length();
        if (max <= 0 || max > MOST_EVENTS || !(open.file() instanceof EpollInstance instance)) {
            return -EINVAL;
        }
        return instance.await(task, events, max, deadline);
    }
}
