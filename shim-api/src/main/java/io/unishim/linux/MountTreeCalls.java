package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.abi.Mounts;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.DirFd;
import io.unishim.call.Flags;
import io.unishim.call.Returns;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/**
 * Trees of mounts that descriptors hold until they are moved to a place (man 2 open_tree).
 *
 * <p>Every path answers {@code -EACCES} if a directory on the way may not be searched; {@code -EBADF} if a relative path
 * begins at no open file; {@code -EFAULT}; {@code -ELOOP} after 40 symbolic links; {@code -ENAMETOOLONG}; {@code -ENOENT} if
 * something on the way is missing, or the path is empty and the flag for that is not said; {@code -ENOTDIR}.
 */
@Calls("mount trees")
public interface MountTreeCalls {
    /**
     * Opens what is at a path as O_PATH does, or copies the mount.
     *
     * @param dfd where a relative path begins, or AT_FDCWD
     * @param filename bytes up to a NUL
     * @param flags OPEN_TREE_CLONE: a detached copy, which is gone when the descriptor is closed before it was moved;
     *     AT_RECURSIVE: of all mounts below, too; OPEN_TREE_CLOEXEC, AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW, AT_NO_AUTOMOUNT
     * @return a descriptor; {@code -EINVAL} for another flag, for AT_RECURSIVE without OPEN_TREE_CLONE, for a mount that is
     *     unbindable or was unmounted; {@code -EMFILE}; {@code -EPERM} for OPEN_TREE_CLONE without CAP_SYS_ADMIN; else as
     *     every path (man 2 open_tree)
     */
    @Call(returns = Returns.FD)
    long open_tree(
            Task task,
            @DirFd int dfd,
            UserString filename,
            @Flags(value = Mounts.class, prefix = "OPEN_TREE_") int flags);

    /**
     * As {@link #open_tree}, and changes the attributes of what was opened before anybody sees it.
     *
     * @param dfd where a relative path begins, or AT_FDCWD
     * @param filename bytes up to a NUL
     * @param flags as of {@link #open_tree}; AT_RECURSIVE changes all below, too
     * @param uattr {@code struct mount_attr}, as of {@link #mount_setattr}; may be NULL with a size of 0
     * @return a descriptor; {@code -EINVAL} for a size without attributes; else as {@link #open_tree} and {@link
     *     #mount_setattr} (Linux 6.15; man 2 open_tree)
     */
    @Call(returns = Returns.FD)
    long open_tree_attr(
            Task task,
            @DirFd int dfd,
            UserString filename,
            @Flags(value = Mounts.class, prefix = "OPEN_TREE_") int flags,
            UserBuffer uattr);

    /**
     * Moves what is mounted at a path, or a detached tree.
     *
     * @param from_dfd where a relative path begins, or AT_FDCWD
     * @param from_pathname the root of a mount; may be empty with MOVE_MOUNT_F_EMPTY_PATH
     * @param to_dfd where a relative path begins, or AT_FDCWD
     * @param to_pathname where to; may be empty with MOVE_MOUNT_T_EMPTY_PATH
     * @param flags MOVE_MOUNT_F_SYMLINKS, MOVE_MOUNT_T_SYMLINKS: links are followed; MOVE_MOUNT_F_AUTOMOUNTS,
     *     MOVE_MOUNT_T_AUTOMOUNTS; MOVE_MOUNT_SET_GROUP: nothing is moved, the target passes on and receives what the source
     *     does; MOVE_MOUNT_BENEATH: below what is mounted at the target
     * @return 0; {@code -EINVAL} for another flag, for a source that is no root of a mount, that has a shared parent, or is
     *     inside a detached tree, for a directory and a file, for a target inside the source's own detached tree, for
     *     MOVE_MOUNT_BENEATH where nothing is mounted, at the caller's root or below a mount in the root of all, for
     *     MOVE_MOUNT_SET_GROUP if both are not of one file system, the source is private or the target is not; {@code
     *     -ELOOP} for a target below the source; {@code -ENOENT} for a target that was removed; {@code -EPERM} without
     *     CAP_SYS_ADMIN; else as every path (man 2 move_mount)
     */
    @Call
    long move_mount(
            Task task,
            @DirFd int from_dfd,
            UserString from_pathname,
            @DirFd int to_dfd,
            UserString to_pathname,
            @Flags(value = Mounts.class, prefix = "MOVE_MOUNT_") int flags);

    /**
     * Changes attributes of a mount.
     *
     * @param dfd where a relative path begins, or AT_FDCWD
     * @param path the root of a mount
     * @param flags AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW, AT_NO_AUTOMOUNT; AT_RECURSIVE: of all mounts below, too; either all
     *     are changed or none
     * @param uattr {@code struct mount_attr}: which MOUNT_ATTR_* to set and to clear, MS_SHARED or one of its kin or 0, and a
     *     descriptor of a user namespace; at least 32 bytes, the ones after that zeros
     * @return 0, also if there is nothing to change, whatever the path; {@code -E2BIG} for more than 4,096 bytes or what is
     *     not known here; {@code -EBADF} for the descriptor with MOUNT_ATTR_IDMAP; {@code -EBUSY} if it is to be read-only
     *     while a file is open for writing; {@code -EINVAL} for less than 32 bytes, for other attributes, for access times
     *     that are set while MOUNT_ATTR__ATIME is not cleared, for more than one kind of propagation, for MOUNT_ATTR_IDMAP
     *     with what is no user namespace, for what is no root of a mount, is inside a detached tree or was unmounted;
     *     {@code -EPERM} without CAP_SYS_ADMIN; else as every path (man 2 mount_setattr)
     */
    @Call
    long mount_setattr(
            Task task,
            @DirFd int dfd,
            UserString path,
            @Flags(value = Fcntl.class, prefix = "AT_") int flags,
            UserBuffer uattr);
}
