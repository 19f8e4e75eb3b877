package io.unishim.process;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Signals.SFD_CLOEXEC;
import static io.unishim.abi.Signals.SFD_NONBLOCK;
import static io.unishim.abi.Signals.SIGSET_BYTES;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.SignalfdCalls;
import io.unishim.memory.UserLong;
import io.unishim.task.Task;

/** Serves {@link SignalfdCalls}. */
final class SignalfdHandlers implements SignalfdCalls {
    @Override
    @Support(FULL)
    public long signalfd(Task task, int fd, UserLong mask, long sizemask) {
        return signalfd4(task, fd, mask, sizemask, 0);
    }

    @Override
    @Support(FULL)
    public long signalfd4(Task task, int fd, UserLong mask, long sizemask, int flags) {
        if (sizemask != SIGSET_BYTES) {
            return -EINVAL;
        }
        long wanted = mask.get() & ~ProcessSignals.UNSTOPPABLE;
        if ((flags & ~(SFD_CLOEXEC | SFD_NONBLOCK)) != 0) {
            return -EINVAL;
        }
        Descriptors descriptors = task.process().stateOrNull(Descriptors.KEY);
        if (descriptors == null) {
            return -ENOSYS;
        }
        return fd == -1 ? make(descriptors, wanted, flags) : change(task, descriptors, fd, wanted);
    }

    private static long make(Descriptors descriptors, long wanted, int flags) {
        OpenFileDescription open = new OpenFileDescription(new Signalfd(wanted), O_RDWR | flags & SFD_NONBLOCK);
        return descriptors.install(open, 0, (flags & SFD_CLOEXEC) != 0);
    }

    private static long change(Task task, Descriptors descriptors, int fd, long wanted) {
        OpenFileDescription open = descriptors.get(fd);
        if (open == null || open.has(O_PATH)) {
            return -EBADF;
        }
        if (!(open.file() instanceof Signalfd file)) {
            return -EINVAL;
        }
        file.mask(task, wanted);
        return fd;
    }
}
