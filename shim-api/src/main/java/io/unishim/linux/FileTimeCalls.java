package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.call.Calls;
import io.unishim.call.DirFd;
import io.unishim.call.Flags;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Utimbuf;
import io.unishim.task.Task;

/** Times of access and modification. */
@Calls("file times")
public interface FileTimeCalls {
    /**
     * Sets both times, in seconds.
     *
     * @param filename bytes up to a NUL
     * @param times both times, or NULL for the present
     * @return 0; {@code -EACCES} for the present time, if the caller may not write, does not own the file and lacks
     *     CAP_FOWNER; {@code -EPERM} for another time, if it does not own the file and lacks CAP_FOWNER; {@code
     *     -EROFS}; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code -ELOOP}
     *     after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more than
     *     4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR} if
     *     something on the way is no directory (man 2 utime)
     */
    long utime(Task task, UserString filename, UserRef<Utimbuf> times);

    /**
     * Sets both times, in microseconds.
     *
     * @param filename bytes up to a NUL
     * @param times two {@code struct timeval}, access and modification, or NULL for the present
     * @return 0; {@code -EACCES} for the present time, if the caller may not write, does not own the file and lacks
     *     CAP_FOWNER; {@code -EPERM} for another time, if it does not own the file and lacks CAP_FOWNER; {@code
     *     -EROFS}; {@code -EINVAL} for a fraction out of range; {@code -EACCES} if a directory on the way may not be
     *     searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of
     *     more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the
     *     path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 utimes)
     */
    long utimes(Task task, UserString filename, UserLong times);

    /**
     * Sets both times of a file below a directory, in microseconds.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param filename bytes up to a NUL, or NULL for {@code dirfd} itself
     * @param times two {@code struct timeval}, access and modification, or NULL for the present
     * @return 0; {@code -EACCES} for the present time, if the caller may not write, does not own the file and lacks
     *     CAP_FOWNER; {@code -EPERM} for another time, if it does not own the file and lacks CAP_FOWNER; {@code
     *     -EROFS}; {@code -EINVAL} for a fraction out of range; {@code -EBADF} for a relative path if {@code dirfd}
     *     is no descriptor; {@code -ENOTDIR} if it is no directory; {@code -EACCES} if a directory on the way may not
     *     be searched; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component
     *     of more than 255 or a path of more than 4,095 bytes; {@code -ENOENT} if something on the way is missing or
     *     the path is empty; {@code -ENOTDIR} if something on the way is no directory (man 2 futimesat)
     */
    long futimesat(Task task, @DirFd int dirfd, UserString filename, UserLong times);

    /**
     * Sets times of a file below a directory, in nanoseconds.
     *
     * @param dirfd where a relative path begins, or AT_FDCWD
     * @param pathname bytes up to a NUL, or NULL for {@code dirfd} itself
     * @param times two {@code struct timespec}, access and modification, in which UTIME_NOW and UTIME_OMIT may stand,
     *     or NULL for the present
     * @param flags AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH
     * @return 0; {@code -EACCES} for the present time, if the caller may not write, does not own the file and lacks
     *     CAP_FOWNER; {@code -EPERM} for another time, if it does not own the file and lacks CAP_FOWNER; {@code
     *     -EROFS}; {@code -EINVAL} for a fraction out of range; {@code -EINVAL} for other flags, or without a path
     *     but with flags; {@code -EBADF} for a relative path if {@code dirfd} is no descriptor; {@code -ENOTDIR} if
     *     it is no directory; {@code -EACCES} if a directory on the way may not be searched; {@code -EFAULT}; {@code
     *     -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG} for a component of more than 255 or a path of more
     *     than 4,095 bytes; {@code -ENOENT} if something on the way is missing or the path is empty; {@code -ENOTDIR}
     *     if something on the way is no directory (man 2 utimensat)
     */
    long utimensat(
            Task task,
            @DirFd int dirfd,
            UserString pathname,
            UserLong times,
            @Flags(value = Fcntl.class, prefix = "AT_") int flags);
}
