package io.unishim.vfscore;

import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Inotify.IN_CLOSE_NOWRITE;
import static io.unishim.abi.Inotify.IN_CLOSE_WRITE;

import io.unishim.file.OpenFileDescription;
import io.unishim.file.SocketNodes;
import io.unishim.library.Boot;
import io.unishim.linux.CopyCallsFamily;
import io.unishim.linux.DescriptorCallsFamily;
import io.unishim.linux.DirectoryCallsFamily;
import io.unishim.linux.FileAttributeCallsFamily;
import io.unishim.linux.FileSizeCallsFamily;
import io.unishim.linux.FileTimeCallsFamily;
import io.unishim.linux.HandleCallsFamily;
import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.NameCallsFamily;
import io.unishim.linux.OpenCallsFamily;
import io.unishim.linux.PermissionCallsFamily;
import io.unishim.linux.PositionedIoCallsFamily;
import io.unishim.linux.StatCallsFamily;
import io.unishim.linux.XattrAtCallsFamily;
import io.unishim.linux.XattrCallsFamily;
import io.unishim.vfscore.fd.DescriptorTable;
import io.unishim.vfscore.lock.FileLocks;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** The calls for files of every kind. */
final class FileHandling implements VfsPart {
    @Override
    public void boot(Boot boot, Vfs vfs) {
        boot.calls(OpenCallsFamily.FAMILY, new OpenHandlers(new MemoryFiles(vfs)));
        boot.calls(IoCallsFamily.FAMILY, new IoHandlers());
        boot.calls(PositionedIoCallsFamily.FAMILY, new PositionedIoHandlers());
        boot.calls(StatCallsFamily.FAMILY, new StatHandlers());
        boot.calls(PermissionCallsFamily.FAMILY, new PermissionHandlers());
        boot.calls(DirectoryCallsFamily.FAMILY, new DirectoryHandlers());
        boot.calls(NameCallsFamily.FAMILY, new NameHandlers());
        boot.calls(FileTimeCallsFamily.FAMILY, new FileTimeHandlers());
        boot.calls(FileSizeCallsFamily.FAMILY, new FileSizeHandlers(vfs));
        boot.calls(DescriptorCallsFamily.FAMILY, new DescriptorHandlers());
        boot.calls(FileAttributeCallsFamily.FAMILY, new FileAttributeHandlers());
        boot.calls(HandleCallsFamily.FAMILY, new HandleHandlers());
        boot.calls(CopyCallsFamily.FAMILY, new CopyHandlers());
        boot.calls(XattrAtCallsFamily.FAMILY, new XattrAtHandlers());
        boot.calls(XattrCallsFamily.FAMILY, new XattrHandlers());
        boot.provide(SocketNodes.class, new NodesOfSockets());
        vfs.onClose((task, file) -> {
            FileLocks locks = FileLocks.ofOrNull(file.inode());
            if (locks != null) {
                unlock(locks, FileLocks.Kind.RANGE, DescriptorTable.of(task));
            }
        });
        vfs.onRelease((file, open) -> {
            FileLocks locks = FileLocks.ofOrNull(file.inode());
            if (locks != null) {
                unlock(locks, FileLocks.Kind.RANGE, open);
                unlock(locks, FileLocks.Kind.WHOLE, open);
            }
            closed(vfs, file, open);
        });
    }

    private static void closed(Vfs vfs, InodeFile file, OpenFileDescription open) {
        if (!vfs.notices().on()) {
            return;
        }
        if (!open.has(O_PATH)) {
            file.happened(open.writable() ? IN_CLOSE_WRITE : IN_CLOSE_NOWRITE);
        }
        vfs.notices().released(file.inode());
    }

    private static void unlock(FileLocks locks, FileLocks.Kind kind, Object owner) {
        locks.unlock(kind, owner, 0, Long.MAX_VALUE);
    }
}
