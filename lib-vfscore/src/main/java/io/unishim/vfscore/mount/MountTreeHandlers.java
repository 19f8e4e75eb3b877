package io.unishim.vfscore.mount;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.AT_EMPTY_PATH;
import static io.unishim.abi.Fcntl.AT_NO_AUTOMOUNT;
import static io.unishim.abi.Fcntl.AT_RECURSIVE;
import static io.unishim.abi.Fcntl.AT_SYMLINK_NOFOLLOW;
import static io.unishim.abi.Mounts.MOVE_MOUNT_BENEATH;
import static io.unishim.abi.Mounts.MOVE_MOUNT_F_AUTOMOUNTS;
import static io.unishim.abi.Mounts.MOVE_MOUNT_F_EMPTY_PATH;
import static io.unishim.abi.Mounts.MOVE_MOUNT_F_SYMLINKS;
import static io.unishim.abi.Mounts.MOVE_MOUNT_SET_GROUP;
import static io.unishim.abi.Mounts.MOVE_MOUNT_T_AUTOMOUNTS;
import static io.unishim.abi.Mounts.MOVE_MOUNT_T_EMPTY_PATH;
import static io.unishim.abi.Mounts.MOVE_MOUNT_T_SYMLINKS;
import static io.unishim.abi.Mounts.OPEN_TREE_CLOEXEC;
import static io.unishim.abi.Mounts.OPEN_TREE_CLONE;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.linux.MountTreeCalls;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.FsContext;
import io.unishim.vfscore.tree.MountTable;
import io.unishim.vfscore.tree.PathFile;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;
import io.unishim.vfscore.tree.Walk;

/** Serves {@link MountTreeCalls}. */
final class MountTreeHandlers implements MountTreeCalls {
    private static final String NOTE = "without user namespaces no ids can be mapped (MOUNT_ATTR_IDMAP)";
    private static final int OF_PATH = AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT;
    private static final int OF_OPEN_TREE = OF_PATH | AT_RECURSIVE | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC;
    private static final int OF_MOVE_MOUNT = MOVE_MOUNT_F_SYMLINKS
            | MOVE_MOUNT_F_AUTOMOUNTS
            | MOVE_MOUNT_F_EMPTY_PATH
            | MOVE_MOUNT_T_SYMLINKS
            | MOVE_MOUNT_T_AUTOMOUNTS
            | MOVE_MOUNT_T_EMPTY_PATH
            | MOVE_MOUNT_SET_GROUP
            | MOVE_MOUNT_BENEATH;

    private final MountTable mounts;

    MountTreeHandlers(MountTable mounts) {
        this.mounts = mounts;
    }

    @Override
    @Support(FULL)
    public long open_tree(Task task, int dfd, UserString filename, int flags) {
        return open(task, dfd, filename, flags, path -> 0);
    }

    @Override
    @Support(value = PARTIAL, note = NOTE)
    public long open_tree_attr(Task task, int dfd, UserString filename, int flags, UserBuffer uattr) {
        boolean none = uattr.addressIn(task.memory()) == 0;
        if (none) {
            return uattr.length() != 0 ? -EINVAL : open_tree(task, dfd, filename, flags);
        }
        boolean all = (flags & AT_RECURSIVE) != 0;
        boolean anew = (flags & OPEN_TREE_CLONE) != 0;
        Before before = path -> Attributes.read(task, uattr, anew, attributes -> change(path, all, attributes));
        return open(task, dfd, filename, flags, before);
    }

    /** What happens before a descriptor is given out. */
    private interface Before {
        long at(VfsPath path);
    }

    private long open(Task task, int dfd, UserString filename, int flags, Before before) {
        boolean clone = (flags & OPEN_TREE_CLONE) != 0;
        boolean all = (flags & AT_RECURSIVE) != 0;
        if ((flags & ~OF_OPEN_TREE) != 0 || all && !clone) {
            return -EINVAL;
        }
        if (clone && !Rights.mayMount(task)) {
            return -EPERM;
        }
        Walk walk = Walk.of(task, 0);
        long result = find(walk, task, dfd, filename, Walk.flags(flags));
        if (result != 0) {
            return result;
        }
        boolean cloexec = (flags & OPEN_TREE_CLOEXEC) != 0;
        VfsPath path = walk.path();
        if (!clone) {
            result = before.at(path);
            return result != 0 ? result : Rights.install(task, new PathFile(path), cloexec);
        }
        VfsMount top = mounts.detached(path, all);
        if (top == null) {
            return -EINVAL;
        }
        result = before.at(new VfsPath(top, top.root()));
        if (result != 0) {
            mounts.dissolve(top);
            return result;
        }
        return Rights.install(task, PathFile.holding(top), cloexec);
    }

    @Override
    @Support(FULL)
    public long move_mount(
            Task task, int from_dfd, UserString from_pathname, int to_dfd, UserString to_pathname, int flags) {
        if (!Rights.mayMount(task)) {
            return -EPERM;
        }
        int special = flags & (MOVE_MOUNT_SET_GROUP | MOVE_MOUNT_BENEATH);
        if ((flags & ~OF_MOVE_MOUNT) != 0 || Integer.bitCount(special) > 1) {
            return -EINVAL;
        }
        Walk to = Walk.of(task, 1);
        boolean follow = (flags & MOVE_MOUNT_T_SYMLINKS) != 0;
        long result = find(task, to, to_dfd, to_pathname, follow, (flags & MOVE_MOUNT_T_EMPTY_PATH) != 0);
        if (result != 0) {
            return result;
        }
        Walk from = Walk.of(task, 0);
        follow = (flags & MOVE_MOUNT_F_SYMLINKS) != 0;
        result = find(task, from, from_dfd, from_pathname, follow, (flags & MOVE_MOUNT_F_EMPTY_PATH) != 0);
        if (result != 0) {
            return result;
        }
        if (special == MOVE_MOUNT_SET_GROUP) {
            return mounts.joinGroup(from.path(), to.path());
        }
        VfsMount root = FsContext.of(task).root().mount();
        return mounts.move(from.path(), to.path(), root, special == MOVE_MOUNT_BENEATH);
    }

    /** @param empty whether an empty path, or NULL, means the descriptor */
    private static long find(Task task, Walk walk, int directory, UserString path, boolean follow, boolean empty) {
        int flags = (follow ? Walk.FOLLOW : 0) | (empty ? Walk.EMPTY : 0);
        return find(walk, task, directory, empty && path.isNull() ? UserString.of("") : path, flags);
    }

    /** What has no place in a tree, as an event counter, is in no mount that could be changed. */
    private static long find(Walk walk, Task task, int directory, UserString path, int flags) {
        long result = walk.resolve(task, directory, path, flags);
        return result == -ENOTDIR && walk.wasEmpty() ? -EINVAL : result;
    }

    @Override
    @Support(value = PARTIAL, note = NOTE)
    public long mount_setattr(Task task, int dfd, UserString path, int flags, UserBuffer uattr) {
        if ((flags & ~(OF_PATH | AT_RECURSIVE)) != 0) {
            return -EINVAL;
        }
        return Attributes.read(task, uattr, false, attributes -> {
            Walk walk = Walk.of(task, 0);
            long result = find(walk, task, dfd, path, Walk.flags(flags));
            return result != 0 ? result : change(walk.path(), (flags & AT_RECURSIVE) != 0, attributes);
        });
    }

    private long change(VfsPath path, boolean all, Attributes attributes) {
        return path.isMountRoot()
                ? mounts.change(path.mount(), all, attributes.clear(), attributes.set(), attributes.propagation())
                : -EINVAL;
    }
}
