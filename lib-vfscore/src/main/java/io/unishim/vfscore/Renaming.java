package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EBUSY;
import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Errnos.ENOTEMPTY;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.Errnos.EXDEV;
import static io.unishim.abi.Fcntl.RENAME_EXCHANGE;
import static io.unishim.abi.Fcntl.RENAME_NOREPLACE;
import static io.unishim.abi.Fcntl.RENAME_WHITEOUT;
import static io.unishim.abi.Fcntl.W_OK;
import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.memory.UserString;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.Notices;
import io.unishim.vfscore.tree.Walk;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Renaming (the kernel's do_renameat2, lock_rename and vfs_rename). */
final class Renaming {
    private final Task task;
    private final Walk from;
    private final Walk to;
    private final int flags;

    private Renaming(Task task, int flags) {
        this.task = task;
        this.from = Walk.of(task, 0);
        this.to = Walk.of(task, 1);
        this.flags = flags;
    }

    static long rename(Task task, int oldDirfd, UserString oldPath, int newDirfd, UserString newPath, int flags) {
        boolean exchange = (flags & RENAME_EXCHANGE) != 0;
        boolean both = exchange && (flags & (RENAME_NOREPLACE | RENAME_WHITEOUT)) != 0;
        if (both || (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE | RENAME_WHITEOUT)) != 0) {
            return -EINVAL;
        }
        Renaming renaming = new Renaming(task, flags);
        long result = renaming.from.parent(task, oldDirfd, oldPath);
        if (result == 0) {
            result = renaming.to.parent(task, newDirfd, newPath);
        }
        return result != 0 ? result : renaming.locked();
    }

    private long locked() {
        if (from.mount() != to.mount()) {
            return -EXDEV;
        }
        if (from.kind() != Walk.Kind.NAME) {
            return -EBUSY;
        }
        if (to.kind() != Walk.Kind.NAME) {
            return (flags & RENAME_NOREPLACE) != 0 ? -EEXIST : -EBUSY;
        }
        if (from.mount().readOnly()) {
            return -EROFS;
        }
        Inode one = from.inode();
        Inode other = to.inode();
        if (one == other) {
            return underLock(one, null);
        }
        // The rename lock keeps directories where they are, so that who is above whom does not change.
        ReentrantLock all = one.fileSystem().renameLock();
        all.lock();
        try {
            return Link.leads(one, other) ? underLock(other, one) : underLock(one, other);
        } finally {
            all.unlock();
        }
    }

    /** @param lower the other directory, or null if there is none */
    private long underLock(Inode upper, @Nullable Inode lower) {
        upper.lock();
        try {
            return lower == null ? lookUp() : underLock(lower, null);
        } finally {
            upper.unlock();
        }
    }

    private long lookUp() {
        Found found = from.found();
        long result = from.inode().lookup(task, from.last(), found);
        if (result != 0) {
            return result;
        }
        Inode moved = found.inode();
        found = to.found();
        result = to.inode().lookup(task, to.last(), found);
        if (result != 0 && result != -ENOENT) {
            return result;
        }
        Inode target = result == 0 ? found.inode() : null;
        result = shapes(moved, target);
        return result != 0 ? result : move(moved, target);
    }

    private boolean exchanges() {
        return (flags & RENAME_EXCHANGE) != 0;
    }

    private static boolean isDirectory(@Nullable Inode inode) {
        return inode != null && inode.type() == S_IFDIR;
    }

    private long shapes(Inode moved, @Nullable Inode target) {
        if (target != null && (flags & RENAME_NOREPLACE) != 0) {
            return -EEXIST;
        }
        if (exchanges()) {
            if (target == null) {
                return -ENOENT;
            }
            if (!isDirectory(target) && to.trailingSlash()) {
                return -ENOTDIR;
            }
        }
        if (!isDirectory(moved) && (from.trailingSlash() || !exchanges() && to.trailingSlash())) {
            return -ENOTDIR;
        }
        if (from.inode() != to.inode()) {
            if (isDirectory(moved) && Link.leads(to.inode(), moved)) {
                return -EINVAL;
            }
            if (target != null && isDirectory(target) && Link.leads(from.inode(), target)) {
                return exchanges() ? -EINVAL : -ENOTEMPTY;
            }
        }
        return 0;
    }

    private long move(Inode moved, @Nullable Inode target) {
        if (moved == target) {
            return 0;
        }
        long result = allowed(moved, target);
        if (result == 0) {
            result = Rules.notMountedOn(moved);
        }
        if (result == 0 && target != null) {
            result = Rules.notMountedOn(target);
        }
        if (result != 0) {
            return result;
        }
        if (target == null || !isDirectory(target)) {
            result = rename(moved, target);
        } else {
            target.lock();
            try {
                result = rename(moved, target);
            } finally {
                target.unlock();
            }
        }
        if (result == 0) {
            tell(moved, target);
        }
        return result;
    }

    private long rename(Inode moved, @Nullable Inode target) {
        int how = flags & (RENAME_EXCHANGE | RENAME_WHITEOUT);
        return from.inode().rename(task, from.last(), moved, to.inode(), to.last(), target, how);
    }

    private void tell(Inode moved, @Nullable Inode target) {
        Notices notices = moved.fileSystem().vfs().notices();
        Inode replaced = exchanges() ? null : target;
        notices.renamed(task, from.inode(), from.last(), moved, to.inode(), to.last(), replaced);
        if (exchanges() && target != null) {
            notices.renamed(task, to.inode(), to.last(), target, from.inode(), from.last(), null);
        }
    }

    private long allowed(Inode moved, @Nullable Inode target) {
        boolean directory = isDirectory(moved);
        Inode newDirectory = to.inode();
        long result = Rules.mayDelete(task, from.inode(), moved, directory);
        if (result != 0) {
            return result;
        }
        if (target == null) {
            result = Rules.mayCreate(task, newDirectory);
        } else {
            result = Rules.mayDelete(task, newDirectory, target, exchanges() ? isDirectory(target) : directory);
        }
        if (result != 0 || from.inode() == to.inode()) {
            return result;
        }
        // A directory that moves gets another "..".
        Credentials who = Credentials.of(task);
        if (directory) {
            result = moved.permission(task, who, W_OK);
        }
        if (result == 0 && exchanges() && target != null && isDirectory(target)) {
            result = target.permission(task, who, W_OK);
        }
        return result;
    }
}
