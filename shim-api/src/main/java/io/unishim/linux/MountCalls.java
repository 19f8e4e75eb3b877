package io.unishim.linux;

import io.unishim.abi.Mounts;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** What is seen where in the tree of files. */
@Calls("mounts")
public interface MountCalls {
    /**
     * Mounts a file system, or what is in the tree already at a second place; moves a mount or changes it.
     *
     * @param source what to mount; with MS_BIND and MS_MOVE a path, else a text for {@code /proc/mounts}; may be NULL
     * @param target where: a path
     * @param filesystemtype "tmpfs", "proc", "sysfs"; may be NULL with MS_REMOUNT, MS_BIND, MS_MOVE, MS_SHARED and its kin
     * @param mountflags MS_*
     * @param data options between commas, as the file system knows them; may be NULL
     * @return 0; {@code -EACCES} if a directory on the way may not be searched; {@code -EBUSY} if the same file system is
     *     mounted there already, or is to be read-only while a file is open for writing; {@code -EFAULT}; {@code -EINVAL}
     *     for an unknown option or a bad value, for a target that is no mount point with MS_REMOUNT, MS_MOVE and MS_SHARED
     *     and its kin, for more than one of these, for no source or an unbindable one with MS_BIND, for the source of
     *     MS_MOVE if its parent is shared, for a mount that was unmounted; {@code -ELOOP} for too many symbolic links, or a
     *     mount that would be moved below itself; {@code -ENAMETOOLONG}; {@code -ENODEV} for a type that the kernel does
     *     not know; {@code -ENOENT}; {@code -ENOSPC} for more than 100,000 mounts; {@code -ENOTDIR} if one of source and
     *     target is a directory; {@code -EPERM} without CAP_SYS_ADMIN (man 2 mount)
     */
    @Call
    long mount(
            Task task,
            UserString source,
            UserString target,
            UserString filesystemtype,
            @Flags(value = Mounts.class, prefix = "MS_") long mountflags,
            UserString data);

    /**
     * Takes the topmost mount at a place from the tree.
     *
     * @param target the place: a path
     * @param flags MNT_FORCE, MNT_DETACH: now from the tree, for good when nobody uses it; MNT_EXPIRE: only if it was not
     *     used since the last call with MNT_EXPIRE; UMOUNT_NOFOLLOW: do not follow a symbolic link
     * @return 0; {@code -EACCES}; {@code -EAGAIN} if MNT_EXPIRE marked it; {@code -EBUSY} if a file in it is open, it is
     *     the working directory or root of a process, or something is mounted in it; {@code -EFAULT}; {@code -EINVAL}
     *     for what is no mount point, for another flag, for MNT_EXPIRE with MNT_DETACH or MNT_FORCE; {@code -ELOOP}; {@code
     *     -ENAMETOOLONG}; {@code -ENOENT}; {@code -ENOTDIR}; {@code -EPERM} without CAP_SYS_ADMIN (man 2 umount2)
     */
    @Call
    long umount2(Task task, UserString target, @Flags(value = Mounts.class, prefix = "MNT_") int flags);
}
