package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EBUSY;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EISDIR;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Errnos.ENOTEMPTY;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.memory.UserString;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Walk;

/** Removing names (the kernel's do_unlinkat and do_rmdir). */
final class Removal {
    private Removal() {}

    static long unlink(Task task, int dirfd, UserString path) {
        Walk walk = Walk.of(task, 0);
        long result = walk.parent(task, dirfd, path);
        if (result != 0) {
            return result;
        }
        return walk.kind() == Walk.Kind.NAME ? remove(task, walk, false) : -EISDIR;
    }

    static long rmdir(Task task, int dirfd, UserString path) {
        Walk walk = Walk.of(task, 0);
        long result = walk.parent(task, dirfd, path);
        if (result != 0) {
            return result;
        }
        return switch (walk.kind()) {
            case DOT -> -EINVAL;
            case DOT_DOT -> -ENOTEMPTY;
            case NONE -> -EBUSY;
            case NAME -> remove(task, walk, true);
        };
    }

    private static long remove(Task task, Walk walk, boolean directoryWanted) {
        if (walk.mount().readOnly()) {
            return -EROFS;
        }
        Inode directory = walk.inode();
        directory.lock();
        try {
            Found found = walk.found();
            long result = directory.lookup(task, walk.last(), found);
            if (result != 0) {
                return result;
            }
            Inode victim = found.inode();
            if (walk.trailingSlash() && !directoryWanted) {
                return victim.type() == S_IFDIR ? -EISDIR : -ENOTDIR;
            }
            result = Rules.mayDelete(task, directory, victim, directoryWanted);
            if (result == 0) {
                result = Rules.notMountedOn(victim);
            }
            if (result != 0) {
                return result;
            }
            result = directoryWanted
                    ? rmdir(task, walk, directory, victim)
                    : directory.unlink(task, walk.last(), victim);
            if (result == 0) {
                directory.fileSystem().vfs().notices().deleted(task, directory, walk.last(), victim);
            }
            return result;
        } finally {
            directory.unlock();
        }
    }

    /** Nothing can be made in the victim or mounted on it meanwhile: its lock comes after its parent's. */
    private static long rmdir(Task task, Walk walk, Inode directory, Inode victim) {
        victim.lock();
        try {
            long mounted = Rules.notMountedOn(victim);
            return mounted != 0 ? mounted : directory.rmdir(task, walk.last(), victim);
        } finally {
            victim.unlock();
        }
    }
}
