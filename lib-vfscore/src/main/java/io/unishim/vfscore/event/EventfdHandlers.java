package io.unishim.vfscore.event;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Eventfd.EFD_CLOEXEC;
import static io.unishim.abi.Eventfd.EFD_NONBLOCK;
import static io.unishim.abi.Eventfd.EFD_SEMAPHORE;
import static io.unishim.abi.Fcntl.O_RDWR;

import io.unishim.call.Support;
import io.unishim.call.SupportLevel;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.EventfdCalls;
import io.unishim.task.Task;

/** Serves {@link EventfdCalls}. */
final class EventfdHandlers implements EventfdCalls {
    /** Creates the handlers; they have no state. */
    EventfdHandlers() {}

    @Override
    @Support(SupportLevel.FULL)
    public long eventfd(Task task, int initval) {
        return eventfd2(task, initval, 0);
    }

    @Override
    @Support(SupportLevel.FULL)
    public long eventfd2(Task task, int initval, int flags) {
        if ((flags & ~(EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE)) != 0) {
            return -EINVAL;
        }
        Eventfd file = new Eventfd(initval, (flags & EFD_SEMAPHORE) != 0);
        OpenFileDescription open = new OpenFileDescription(file, O_RDWR | flags & EFD_NONBLOCK);
        return task.process().state(Descriptors.KEY).install(open, 0, (flags & EFD_CLOEXEC) != 0);
    }
}
