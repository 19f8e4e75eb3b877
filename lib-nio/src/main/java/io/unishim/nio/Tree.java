package io.unishim.nio;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOTEMPTY;
import static io.unishim.abi.Fcntl.AT_REMOVEDIR;
import static io.unishim.abi.StatModes.STATX_ALL;

import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Statx;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Calls about names, below the working directory or an open one. Those that return a long answer a negative errno. */
final class Tree {
    private static final int PATH_MAX = 4096;

    private final ShimFileSystem files;
    private final Kernel kernel;
    private final int directory;

    /** @param directory the descriptor that relative paths begin at, or AT_FDCWD */
    Tree(ShimFileSystem files, int directory) {
        this.files = files;
        this.kernel = files.kernel();
        this.directory = directory;
    }

    Kernel kernel() {
        return kernel;
    }

    private static UserString name(ShimPath path) {
        return UserString.of(path.forCall());
    }

    Attributes stat(ShimPath path, Follow follow) throws IOException {
        UserRef<Statx> room = UserRef.room(Statx.LAYOUT);
        Errors.check(stat(path, follow, room), "statx", path);
        return new Attributes(room.get(), files);
    }

    @Nullable
    Attributes statOrNull(ShimPath path, Follow follow) {
        UserRef<Statx> room = UserRef.room(Statx.LAYOUT);
        return stat(path, follow, room) == 0 ? new Attributes(room.get(), files) : null;
    }

    private long stat(ShimPath path, Follow follow, UserRef<Statx> room) {
        return kernel.call(task -> kernel.stat.statx(task, directory, name(path), follow.flag, STATX_ALL, room));
    }

    long open(ShimPath path, int flags, int mode) {
        return kernel.call(task -> kernel.open.openat(task, directory, name(path), flags, mode));
    }

    long access(ShimPath path, int mode) {
        return kernel.call(task -> kernel.permissions.faccessat(task, directory, name(path), mode));
    }

    long mkdir(ShimPath path, int mode) {
        return kernel.call(task -> kernel.directories.mkdirat(task, directory, name(path), mode));
    }

    long mknod(ShimPath path, int mode, int device) {
        return kernel.call(task -> kernel.names.mknodat(task, directory, name(path), mode, device));
    }

    long unlink(ShimPath path) {
        return kernel.call(task -> kernel.names.unlinkat(task, directory, name(path), 0));
    }

    long rmdir(ShimPath path) {
        return kernel.call(task -> kernel.names.unlinkat(task, directory, name(path), AT_REMOVEDIR));
    }

    long rename(ShimPath path, Tree newTree, ShimPath newPath) {
        return kernel.call(
                task -> kernel.names.renameat(task, directory, name(path), newTree.directory, name(newPath)));
    }

    long link(ShimPath existing, ShimPath link) {
        return kernel.call(task -> kernel.names.linkat(task, directory, name(existing), directory, name(link), 0));
    }

    long symlink(byte[] target, ShimPath link) {
        return kernel.call(task -> kernel.names.symlinkat(task, UserString.of(target), directory, name(link)));
    }

    /** @return where a symbolic link leads, or null if it is none */
    byte @Nullable [] linkOrNull(ShimPath path) throws IOException {
        byte[] room = new byte[PATH_MAX];
        long length = kernel.call(task -> kernel.names.readlinkat(task, directory, name(path), UserBuffer.of(room)));
        if (length == -EINVAL) {
            return null;
        }
        Errors.check(length, "readlink", path);
        return Arrays.copyOf(room, (int) length);
    }

    long chmod(ShimPath path, int mode, Follow follow) {
        return kernel.call(task -> kernel.permissions.fchmodat2(task, directory, name(path), mode, follow.flag));
    }

    long chown(ShimPath path, int uid, int gid, Follow follow) {
        return kernel.call(task -> kernel.permissions.fchownat(task, directory, name(path), uid, gid, follow.flag));
    }

    /** @param times access and modification, each seconds and nanoseconds or UTIME_OMIT */
    long utimens(ShimPath path, long[] times, Follow follow) {
        return kernel.call(
                task -> kernel.times.utimensat(task, directory, name(path), UserLong.of(times), follow.flag));
    }

    /** @return whether it was there. @throws IOException if it cannot be removed, or is not there and must be */
    boolean remove(ShimPath path, boolean mustExist) throws IOException {
        UserRef<Statx> room = UserRef.room(Statx.LAYOUT);
        long result = stat(path, Follow.NO, room);
        if (result == -ENOENT && !mustExist) {
            return false;
        }
        Errors.check(result, "statx", path);
        removeEntry(path, new Attributes(room.get(), files).isDirectory());
        return true;
    }

    void removeEntry(ShimPath path, boolean isDirectory) throws IOException {
        if (!isDirectory) {
            Errors.check(unlink(path), "unlink", path);
            return;
        }
        long result = rmdir(path);
        if (result == -ENOTEMPTY) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        Errors.check(result, "rmdir", path);
    }
}
