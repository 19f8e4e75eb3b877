package io.unishim.vfscore.tty;

import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENXIO;
import static io.unishim.abi.Fcntl.O_ACCMODE;
import static io.unishim.abi.Fcntl.O_NOCTTY;
import static io.unishim.abi.Fcntl.O_WRONLY;

import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPath;

/** Opens the terminals of a shim. */
final class Terminals {
    private static final Name PTS = Name.of("pts");

    private final Vfs vfs;
    private final Sessions sessions;
    private final Requests requests;

    Terminals(Vfs vfs) {
        this.vfs = vfs;
        this.sessions = new Sessions(vfs.shim());
        this.requests = new Requests(sessions);
    }

    Sessions sessions() {
        return sessions;
    }

    Requests requests() {
        return requests;
    }

    /** Opens /dev/ptmx, or the ptmx of a devpts: a new pseudo-terminal, of the devpts that is beside it. */
    long openMaster(Task task, VfsPath path, int flags, Found found) {
        VfsPath root = path;
        if (!(path.inode().fileSystem() instanceof Devpts)) {
            Link link = path.inode().link();
            Inode directory = link == null ? null : link.parent();
            Found beside = new Found();
            if (directory == null || directory.lookup(task, PTS, beside) != 0) {
                return -ENODEV;
            }
            root = vfs.cross(new VfsPath(path.mount(), beside.inode()));
            if (!(root.inode().fileSystem() instanceof Devpts) || !root.isMountRoot()) {
                return -ENODEV;
            }
        }
        Devpts devpts = (Devpts) root.inode().fileSystem();
        Pty pty = devpts.make(task, sessions);
        return pty == null
                ? -io.unishim.abi.Errnos.ENOSPC
                : found.file(new MasterFile(this, pty, path, devpts, root.mount()));
    }

    /** Opens a slave by its name, or as /dev/tty. */
    long openSlave(Task task, Pty pty, VfsPath path, int flags, Found found) {
        long result = pty.mayOpen(Credentials.of(task).hasCapability(CAP_SYS_ADMIN));
        if (result != 0) {
            return result;
        }
        SlaveFile file = new SlaveFile(this, pty, path);
        pty.open(file);
        if ((flags & O_NOCTTY) == 0) {
            sessions.opened(task, pty, (flags & O_ACCMODE) != O_WRONLY);
        }
        return found.file(file);
    }

    /** Opens /dev/tty. */
    long openControlling(Task task, VfsPath path, int flags, Found found) {
        Pty pty = Sessions.of(task.process());
        return pty == null ? -ENXIO : openSlave(task, pty, path, flags, found);
    }
}
