package io.unishim.vfscore.poll;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;

import io.unishim.call.Support;
import io.unishim.call.SupportLevel;
import io.unishim.linux.PollCalls;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.struct.PollFd;
import io.unishim.struct.Timespec;
import io.unishim.struct.Timeval;
import io.unishim.task.Task;
import io.unishim.task.Waiter;
import io.unishim.vfscore.fd.DescriptorTable;

/** Serves {@link PollCalls}. */
public final class PollHandlers implements PollCalls {
    private static final int MOST = 1 << 20; // the kernel's default for fs.nr_open
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** Creates the handlers; they have no state. */
    public PollHandlers() {}

    @Override
    @Support(SupportLevel.FULL)
    public long poll(Task task, UserArray<PollFd> fds, int timeout) {
        return poll(task, fds, Deadline.ofMillis(task, timeout));
    }

    @Override
    @Support(SupportLevel.FULL)
    public long ppoll(Task task, UserArray<PollFd> fds, UserRef<Timespec> timeout, UserLong sigmask, long sigsetsize) {
        long deadline = Deadline.of(task, timeout);
        if (deadline < 0) {
            return deadline;
        }
        long bad = TemporaryMask.begin(task, sigmask, sigsetsize);
        if (bad < 0) {
            return bad;
        }
        long result = -EINVAL;
        try {
            result = poll(task, fds, deadline);
        } finally {
            TemporaryMask.end(task, !sigmask.isNull(), result);
            tellLeft(task, timeout, deadline);
        }
        return result;
    }

    private static long poll(Task task, UserArray<PollFd> fds, long deadline) {
        int count = (int) fds.length();
        if (count < 0 || count > MOST || count > DescriptorTable.of(task).limit()) {
            return -EINVAL;
        }
        PollSet set = new PollSet(task, count);
        for (int i = 0; i < count; i++) {
            PollFd each = fds.get(i);
            set.add(each.fd(), each.events() & 0xffff);
        }
        long result = set.await(deadline);
        for (int i = 0; i < count; i++) {
            PollFd each = fds.get(i);
            fds.set(i, new PollFd(each.fd(), each.events(), (short) set.happened(i)));
        }
        return result;
    }

    @Override
    @Support(SupportLevel.FULL)
    public long select(
            Task task, int nfds, UserLong readfds, UserLong writefds, UserLong exceptfds, UserRef<Timeval> timeout) {
        if (timeout.isNull()) {
            return select(task, nfds, readfds, writefds, exceptfds, Waiter.FOREVER);
        }
        Timeval time = timeout.get();
        // A timeval need not be normal here: select(2) takes 1,500,000 us for 1.5 s.
        Timespec normal = new Timespec(
                time.seconds() + time.micros() / MICROS_PER_SECOND, time.micros() % MICROS_PER_SECOND * 1000);
        if (!normal.valid()) {
            return -EINVAL;
        }
        long deadline = Deadline.ofNanos(task, normal.toNanos());
        try {
            return select(task, nfds, readfds, writefds, exceptfds, deadline);
        } finally {
            tell(timeout, Timeval.ofNanos(Deadline.left(task, deadline)));
        }
    }

    @Override
    @Support(SupportLevel.FULL)
    public long pselect6(
            Task task,
            int nfds,
            UserLong readfds,
            UserLong writefds,
            UserLong exceptfds,
            UserRef<Timespec> timeout,
            UserLong sigmask) {
        long set = sigmask.isNull() ? 0 : sigmask.get(0);
        long size = sigmask.isNull() ? 0 : sigmask.get(1);
        long deadline = Deadline.of(task, timeout);
        if (deadline < 0) {
            return deadline;
        }
        if (set != 0) {
            if (size != 8) {
                return -EINVAL;
            }
            TemporaryMask.begin(task, task.memory().getLong(set));
        }
        long result = -EINVAL;
        try {
            result = select(task, nfds, readfds, writefds, exceptfds, deadline);
        } finally {
            TemporaryMask.end(task, set != 0, result);
            tellLeft(task, timeout, deadline);
        }
        return result;
    }

    private static void tellLeft(Task task, UserRef<Timespec> timeout, long deadline) {
        if (!timeout.isNull()) {
            tell(timeout, Timespec.ofNanos(Deadline.left(task, deadline)));
        }
    }

    /** Tells what is left of a timeout, unless it lies in memory that cannot be written: Linux says nothing then. */
    private static <T> void tell(UserRef<T> timeout, T left) {
        try {
            timeout.set(left);
        } catch (MemoryFault fault) {
            return;
        }
    }

    private static long select(
            Task task, int nfds, UserLong readfds, UserLong writefds, UserLong exceptfds, long deadline) {
        if (nfds < 0) {
            return -EINVAL;
        }
        SelectSets sets = new SelectSets(Math.min(nfds, MOST), readfds, writefds, exceptfds);
        PollSet set = sets.asked(task);
        if (!set.allOpen()) {
            return -EBADF;
        }
        long result = set.await(deadline);
        return result < 0 ? result : sets.answer(set);
    }
}
