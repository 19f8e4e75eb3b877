package io.unishim.linux;

import io.unishim.abi.Inotify;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.Returns;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** Watching files and directories (man 7 inotify). */
@Calls("inotify")
public interface InotifyCalls {
    /**
     * Makes an instance; the old call, without flags.
     *
     * @return a descriptor; {@code -EMFILE} if the user has too many instances or the process no descriptor left (man 2
     *     inotify_init)
     */
    @Call(returns = Returns.FD)
    long inotify_init(Task task);

    /**
     * Makes an instance. {@code read(2)} gives the events that fit, each a header of 16 bytes and a name, and waits for the
     * first; {@code -EINVAL} if the first does not fit.
     *
     * @param flags IN_CLOEXEC, IN_NONBLOCK
     * @return a descriptor; {@code -EINVAL} for another flag; {@code -EMFILE} if the user has too many instances or the
     *     process no descriptor left (man 2 inotify_init1)
     */
    @Call(returns = Returns.FD)
    long inotify_init1(Task task, @Flags(value = Inotify.class, prefix = "IN_") int flags);

    /**
     * Watches what is at a path, or changes what is watched of it.
     *
     * @param fd the instance
     * @param pathname the file or directory
     * @param mask IN_*: events, and how to watch
     * @return a watch descriptor, from 1 on, the same for the same file; {@code -EBADF} if fd is not open; {@code -EINVAL}
     *     if it is no instance, for an unknown bit, no bit, or IN_MASK_ADD with IN_MASK_CREATE; {@code -EEXIST} for
     *     IN_MASK_CREATE if the file is watched; {@code -ENOTDIR} for IN_ONLYDIR if it is no directory; {@code -EACCES} if
     *     it may not be read; {@code -ENOENT}, {@code -ENAMETOOLONG}, {@code -ELOOP} by the path; {@code -ENOSPC} if the
     *     user has too many watches; {@code -EFAULT} for a bad address (man 2 inotify_add_watch)
     */
    @Call(returns = Returns.INT)
    long inotify_add_watch(
            Task task, @Fd int fd, UserString pathname, @Flags(value = Inotify.class, prefix = "IN_") int mask);

    /**
     * Ends a watch; IN_IGNORED is its last event.
     *
     * @param fd the instance
     * @param wd what {@link #inotify_add_watch} gave
     * @return 0; {@code -EBADF} if fd is not open; {@code -EINVAL} if it is no instance or has no such watch (man 2
     *     inotify_rm_watch)
     */
    @Call
    long inotify_rm_watch(Task task, @Fd int fd, int wd);
}
