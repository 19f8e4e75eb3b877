package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Fcntl.AT_EMPTY_PATH;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.AT_SYMLINK_NOFOLLOW;
import static io.unishim.abi.StatModes.UTIME_NOW;
import static io.unishim.abi.StatModes.UTIME_OMIT;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.FileTimeCalls;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Timespec;
import io.unishim.struct.Utimbuf;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;
import io.unishim.vfscore.tree.Walk;
import org.jspecify.annotations.Nullable;

/** Times of access and modification. */
final class FileTimeHandlers implements FileTimeCalls {
    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000_000_000;

    /** What to set: a time, the present, or nothing. */
    private record Times(@Nullable Timespec atime, @Nullable Timespec mtime, boolean bothNow) {
        static Times now(Task task) {
            Timespec now = present(task);
            return new Times(now, now, true);
        }
    }

    private static Timespec present(Task task) {
        return Timespec.ofNanos(task.shim().time().realtimeNanos());
    }

    @Override
    @Support(FULL)
    public long utime(Task task, UserString filename, UserRef<Utimbuf> times) {
        Times set;
        if (times.isNull()) {
            set = Times.now(task);
        } else {
            Utimbuf given = times.get();
            set = new Times(new Timespec(given.actime(), 0), new Timespec(given.modtime(), 0), false);
        }
        return byPath(task, AT_FDCWD, filename, Walk.FOLLOW, set);
    }

    @Override
    @Support(FULL)
    public long utimes(Task task, UserString filename, UserLong times) {
        return futimesat(task, AT_FDCWD, filename, times);
    }

    @Override
    @Support(FULL)
    public long futimesat(Task task, int dirfd, UserString filename, UserLong times) {
        Times set = Times.now(task);
        if (!times.isNull()) {
            long aFraction = times.get(1);
            long mFraction = times.get(3);
            if (aFraction < 0 || aFraction >= MICROS || mFraction < 0 || mFraction >= MICROS) {
                return -EINVAL;
            }
            Timespec atime = new Timespec(times.get(0), aFraction * 1000);
            set = new Times(atime, new Timespec(times.get(2), mFraction * 1000), false);
        }
        return byPathOrDescriptor(task, dirfd, filename, 0, set);
    }

    @Override
    @Support(FULL)
    public long utimensat(Task task, int dirfd, UserString pathname, UserLong times, int flags) {
        Times set = Times.now(task);
        if (!times.isNull()) {
            long aFraction = times.get(1);
            long mFraction = times.get(3);
            if (aFraction == UTIME_OMIT && mFraction == UTIME_OMIT) {
                return 0;
            }
            if (bad(aFraction) || bad(mFraction)) {
                return -EINVAL;
            }
            if (aFraction != UTIME_NOW || mFraction != UTIME_NOW) {
                Timespec atime = time(task, times.get(0), aFraction);
                set = new Times(atime, time(task, times.get(2), mFraction), false);
            }
        }
        if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
            return -EINVAL;
        }
        return byPathOrDescriptor(task, dirfd, pathname, flags, set);
    }

    private static boolean bad(long fraction) {
        return fraction != UTIME_NOW && fraction != UTIME_OMIT && (fraction < 0 || fraction >= NANOS);
    }

    private static @Nullable Timespec time(Task task, long seconds, long fraction) {
        if (fraction == UTIME_OMIT) {
            return null;
        }
        return fraction == UTIME_NOW ? present(task) : new Timespec(seconds, fraction);
    }

    private static long byPathOrDescriptor(Task task, int dirfd, UserString path, int flags, Times set) {
        if (!path.isNull() || dirfd == AT_FDCWD) {
            return byPath(task, dirfd, path, Walk.flags(flags), set);
        }
        if (flags != 0) {
            return -EINVAL;
        }
        OpenFileDescription open = Transfer.open(task, dirfd);
        if (open == null) {
            return -EBADF;
        }
        return open.file() instanceof InodeFile file ? set(task, file.path(), set) : -EINVAL;
    }

    private static long byPath(Task task, int dirfd, UserString path, int how, Times set) {
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, dirfd, path, how);
        return result != 0 ? result : set(task, walk.path(), set);
    }

    private static long set(Task task, VfsPath path, Times set) {
        return Changing.times(task, path, set.atime, set.mtime, set.bothNow);
    }
}
