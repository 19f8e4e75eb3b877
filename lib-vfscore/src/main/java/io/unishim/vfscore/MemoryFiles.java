package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Fcntl.F_SEAL_EXEC;
import static io.unishim.abi.Fcntl.F_SEAL_SEAL;
import static io.unishim.abi.Fcntl.O_LARGEFILE;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Mman.MFD_ALLOW_SEALING;
import static io.unishim.abi.Mman.MFD_CLOEXEC;
import static io.unishim.abi.Mman.MFD_EXEC;
import static io.unishim.abi.Mman.MFD_NOEXEC_SEAL;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserString;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.fd.DescriptorTable;
import io.unishim.vfscore.ramfs.RamFile;
import io.unishim.vfscore.ramfs.RamFs;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;

/** Files of {@code memfd_create(2)}: in a file system of their own that is mounted nowhere. */
final class MemoryFiles {
    private static final int LONGEST_NAME = 249;
    private static final int KNOWN = MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL | MFD_EXEC;

    private final RamFs fileSystem;
    private final VfsMount mount;

    MemoryFiles(Vfs vfs) {
        fileSystem = RamFs.unlimited(vfs);
        mount = vfs.mounts().ofKernel(fileSystem, "memfd");
    }

    long create(Task task, UserString name, int flags) {
        boolean both = (flags & MFD_EXEC) != 0 && (flags & MFD_NOEXEC_SEAL) != 0;
        if ((flags & ~KNOWN) != 0 || both) {
            return -EINVAL;
        }
        byte[] bytes = task.arguments().path(0);
        int length = name.copy(bytes);
        if (length < 0 || length > LONGEST_NAME) {
            return -EINVAL;
        }
        boolean noExec = (flags & MFD_NOEXEC_SEAL) != 0;
        boolean sealable = noExec || (flags & MFD_ALLOW_SEALING) != 0;
        int seals = (noExec ? F_SEAL_EXEC : 0) | (sealable ? 0 : F_SEAL_SEAL);
        Credentials who = Credentials.of(task);
        RamFile file = fileSystem.unnamed(noExec ? 0666 : 0777, who.fsuid(), who.fsgid(), seals);
        byte[] link = ("/memfd:" + new String(bytes, 0, length, ISO_8859_1) + " (deleted)").getBytes(ISO_8859_1);
        OpenFileDescription open =
                new OpenFileDescription(file.openUnnamed(new VfsPath(mount, file), link), O_RDWR | O_LARGEFILE);
        return DescriptorTable.of(task).install(open, 0, (flags & MFD_CLOEXEC) != 0);
    }
}
