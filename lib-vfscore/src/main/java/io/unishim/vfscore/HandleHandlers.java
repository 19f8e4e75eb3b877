package io.unishim.vfscore;

import static io.unishim.abi.Capabilities.CAP_DAC_READ_SEARCH;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EOVERFLOW;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESTALE;
import static io.unishim.abi.Fcntl.AT_EMPTY_PATH;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.AT_HANDLE_CONNECTABLE;
import static io.unishim.abi.Fcntl.AT_HANDLE_FID;
import static io.unishim.abi.Fcntl.AT_HANDLE_MNT_ID_UNIQUE;
import static io.unishim.abi.Fcntl.AT_SYMLINK_FOLLOW;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.HandleCalls;
import io.unishim.memory.UserMemory;
import io.unishim.memory.UserString;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.FsContext;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;
import io.unishim.vfscore.tree.Walk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Handles of files (the kernel's fs/fhandle.c). */
final class HandleHandlers implements HandleCalls {
    private static final String NOTE =
            "of file systems in memory and overlays; others answer EOPNOTSUPP without AT_HANDLE_FID";
    private static final int MAX_HANDLE_SZ = 128;
    private static final int HEADER = 8;

    /** The kernel's FILEID_INO32_GEN, FILEID_INO64_GEN and FILEID_INVALID. */
    private static final int TYPE = 1;

    private static final int TYPE_FID = 0x81;
    private static final int TYPE_INVALID = 0xff;

    @Override
    @Support(value = PARTIAL, note = NOTE)
    public long name_to_handle_at(Task task, int dirfd, UserString pathname, long handle, long mount_id, int flags) {
        int known = AT_SYMLINK_FOLLOW | AT_EMPTY_PATH | AT_HANDLE_FID | AT_HANDLE_MNT_ID_UNIQUE | AT_HANDLE_CONNECTABLE;
        boolean connectable = (flags & AT_HANDLE_CONNECTABLE) != 0;
        if ((flags & ~known) != 0 || connectable && (flags & (AT_HANDLE_FID | AT_EMPTY_PATH)) != 0) {
            return -EINVAL;
        }
        if (AtFlags.meansDescriptor(task, dirfd, pathname, flags)) {
            OpenFileDescription open = Transfer.openOrPath(task, dirfd);
            if (open == null) {
                return -EBADF;
            }
            return open.file() instanceof InodeFile file
                    ? tell(task, file.path(), handle, mount_id, flags)
                    : -EOPNOTSUPP;
        }
        int follow = (flags & AT_SYMLINK_FOLLOW) != 0 ? Walk.FOLLOW : 0;
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, dirfd, pathname, follow | Walk.flags(flags) & Walk.EMPTY);
        return result != 0 ? result : tell(task, walk.path(), handle, mount_id, flags);
    }

    private static long tell(Task task, VfsPath path, long handle, long mountId, int flags) {
        Inode inode = path.inode();
        byte[] made = inode.fileSystem().handle(inode);
        boolean own = made != null;
        boolean connectable = (flags & AT_HANDLE_CONNECTABLE) != 0;
        if (connectable || made == null && (flags & AT_HANDLE_FID) == 0) {
            return -EOPNOTSUPP; // tmpfs has no connectable ones
        }
        byte[] bytes = made == null ? fid(inode) : made;
        UserMemory memory = task.memory();
        int room = memory.getInt(handle);
        if (Integer.compareUnsigned(room, MAX_HANDLE_SZ) > 0) {
            return -EINVAL;
        }
        boolean fits = room >= bytes.length;
        if ((flags & AT_HANDLE_MNT_ID_UNIQUE) != 0) {
            memory.putLong(mountId, path.mount().uniqueId());
        } else {
            memory.putInt(mountId, path.mount().id());
        }
        if (fits) {
            memory.writeFully(handle + HEADER, bytes);
        }
        memory.putInt(handle, bytes.length);
        memory.putInt(handle + 4, !fits ? TYPE_INVALID : own ? TYPE : TYPE_FID);
        return fits ? 0 : -EOVERFLOW;
    }

    /** The number alone, which finds nothing. */
    private static byte[] fid(Inode inode) {
        byte[] bytes = new byte[12];
        ByteBuffer unused =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(inode.number());
        return bytes;
    }

    @Override
    @Support(value = PARTIAL, note = "of file systems in memory and overlays; others answer ESTALE")
    public long open_by_handle_at(Task task, int mount_fd, long handle, int flags) {
        UserMemory memory = task.memory();
        int size = memory.getInt(handle);
        int type = memory.getInt(handle + 4);
        if (size == 0 || Integer.compareUnsigned(size, MAX_HANDLE_SZ) > 0 || type < 0) {
            return -EINVAL;
        }
        OpenFileDescription open = mount_fd == AT_FDCWD ? null : Transfer.open(task, mount_fd);
        if (open == null && mount_fd != AT_FDCWD) {
            return -EBADF;
        }
        if (!Credentials.of(task).hasCapability(CAP_DAC_READ_SEARCH)) {
            return -EPERM;
        }
        byte[] bytes = new byte[size];
        memory.readFully(handle + HEADER, bytes);
        VfsMount mount = open == null ? FsContext.of(task).cwd().mount() : mount(open);
        Inode inode = mount == null ? null : mount.fileSystem().byHandle(bytes);
        if (mount == null || inode == null) {
            return -ESTALE;
        }
        try {
            int checked = OpenFlags.check(OpenFlags.lenient(flags));
            return checked < 0 ? checked : Opening.at(task, new VfsPath(mount, inode), checked);
        } finally {
            inode.letGo();
        }
    }

    private static @Nullable VfsMount mount(OpenFileDescription open) {
        return open.file() instanceof InodeFile file ? file.path().mount() : null;
    }
}
