package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_ISGID;

import io.unishim.memory.UserString;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.FsContext;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.Walk;
import java.util.function.LongSupplier;

/** Making names: what {@code mkdir}, {@code mknod}, {@code symlink} and {@code link} have in common. */
final class Creation {
    /** Makes one kind of thing under a name that is free. */
    @FunctionalInterface
    interface Maker {
        long make(Task task, Inode directory, Name name, Found found);
    }

    private Creation() {}

    /**
     * Makes something at a path (the kernel's filename_create and what follows it).
     *
     * @param directoryToo whether a slash may follow the name
     * @return 0 or a negative errno
     */
    static long at(Task task, int dirfd, UserString path, int which, boolean directoryToo, Maker maker) {
        Walk walk = Walk.of(task, which);
        long result = walk.parent(task, dirfd, path);
        return result != 0 ? result : at(task, walk, directoryToo, maker);
    }

    /** As above, where a walk to the parent has arrived. */
    static long at(Task task, Walk walk, boolean directoryToo, Maker maker) {
        return at(task, walk, directoryToo, () -> 0, maker);
    }

    /** As above. @param first what is asked before the rights in the directory are: 0 or a negative errno */
    static long at(Task task, Walk walk, boolean directoryToo, LongSupplier first, Maker maker) {
        if (walk.kind() != Walk.Kind.NAME) {
            return -EEXIST;
        }
        Inode directory = walk.inode();
        directory.lock();
        try {
            long exists = directory.lookup(task, walk.last(), walk.found());
            if (exists != -ENOENT) {
                return exists == 0 ? -EEXIST : exists;
            }
            if (walk.trailingSlash() && !directoryToo) {
                return -ENOENT;
            }
            if (walk.mount().readOnly()) {
                return -EROFS;
            }
            long result = first.getAsLong();
            if (result == 0) {
                result = Rules.mayCreate(task, directory);
            }
            if (result == 0) {
                result = maker.make(task, directory, walk.last(), walk.found());
            }
            if (result == 0) {
                directory.fileSystem().vfs().notices().created(directory, walk.last(), directoryToo);
            }
            return result;
        } finally {
            directory.unlock();
        }
    }

    /** @return permission bits without the umask's, for a file or a node; the type stays */
    static int fileMode(Task task, Inode directory, int mode) {
        int bits = Rules.newMode(task, directory, mode & ~S_IFMT);
        return mode & S_IFMT | bits & ~umask(task, directory);
    }

    /** @return the bits to take away: none where the directory says itself what its files may have (man 5 acl) */
    private static int umask(Task task, Inode directory) {
        return directory.protectable(task) && directory.acl(task, true) != null
                ? 0
                : FsContext.of(task).umask();
    }

    /** @return permission bits of a new directory, which inherits S_ISGID */
    static int directoryMode(Task task, Inode directory, int mode) {
        int masked = mode & 01777 & ~umask(task, directory);
        return masked | directory.mode() & S_ISGID;
    }
}
