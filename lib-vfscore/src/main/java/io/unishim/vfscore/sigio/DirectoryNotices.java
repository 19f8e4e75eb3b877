package io.unishim.vfscore.sigio;

import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Fcntl.DN_ACCESS;
import static io.unishim.abi.Fcntl.DN_ATTRIB;
import static io.unishim.abi.Fcntl.DN_CREATE;
import static io.unishim.abi.Fcntl.DN_DELETE;
import static io.unishim.abi.Fcntl.DN_MODIFY;
import static io.unishim.abi.Fcntl.DN_MULTISHOT;
import static io.unishim.abi.Fcntl.DN_RENAME;
import static io.unishim.abi.Fcntl.F_OWNER_PID;
import static io.unishim.abi.Inotify.IN_ACCESS;
import static io.unishim.abi.Inotify.IN_ATTRIB;
import static io.unishim.abi.Inotify.IN_CREATE;
import static io.unishim.abi.Inotify.IN_DELETE;
import static io.unishim.abi.Inotify.IN_MODIFY;
import static io.unishim.abi.Inotify.IN_MOVED_FROM;
import static io.unishim.abi.Inotify.IN_MOVED_TO;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.Watch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** F_NOTIFY: what happens in a directory is told by signals (the kernel's dnotify.c). One for each description and process. */
public final class DirectoryNotices implements Watch {
    /** What a process asked for, by description. */
    private static final class All extends ConcurrentHashMap<OpenFileDescription, DirectoryNotices> {
        private static final long serialVersionUID = 1L;
    }

    private static final StateKey<Map<OpenFileDescription, DirectoryNotices>> KEY =
            StateKey.of("directories that are watched by F_NOTIFY");

    private final Owner owner;
    private final OpenFileDescription open;
    private final Inode directory;
    private final Map<OpenFileDescription, DirectoryNotices> among;
    private final int fd;
    private volatile int wanted;

    private DirectoryNotices(
            Owner owner,
            OpenFileDescription open,
            Inode directory,
            Map<OpenFileDescription, DirectoryNotices> among,
            int fd) {
        this.owner = owner;
        this.open = open;
        this.directory = directory;
        this.among = among;
        this.fd = fd;
    }

    /** @param wanted DN_*, or nothing to end it */
    public static long control(Task task, int fd, OpenFileDescription open, int wanted) {
        Map<OpenFileDescription, DirectoryNotices> all = task.process().stateOrNull(KEY);
        DirectoryNotices before = all == null ? null : all.get(open);
        if ((wanted & ~DN_MULTISHOT) == 0) {
            if (before != null) {
                before.end();
            }
            return 0;
        }
        if (!(open.file() instanceof InodeFile file) || !file.isDirectory()) {
            return -ENOTDIR;
        }
        Owner owner = Owner.of(task, open);
        owner.set(task, F_OWNER_PID, task.process().pid(), false);
        if (before != null) {
            before.wanted |= wanted;
            return 0;
        }
        if (all == null) {
            all = new All();
            task.process().put(KEY, all);
        }
        DirectoryNotices made = new DirectoryNotices(owner, open, file.inode(), all, fd);
        made.wanted = wanted;
        if (open.onRelease(made::end)) {
            all.put(open, made);
            file.inode().fileSystem().vfs().notices().add(file.inode(), made);
        }
        return 0;
    }

    private void end() {
        if (among.remove(open, this)) {
            directory.fileSystem().vfs().notices().remove(directory, this);
        }
    }

    @Override
    public void happened(int mask, int cookie, byte @Nullable [] name, boolean unlinked) {
        int now = wanted;
        // What happens to the directory itself is not told.
        if (name == null || (kinds(mask) & now) == 0) {
            return;
        }
        owner.message(fd);
        if ((now & DN_MULTISHOT) == 0) {
            end();
        }
    }

    private static int kinds(int mask) {
        int kinds = (mask & IN_ACCESS) != 0 ? DN_ACCESS : 0;
        kinds |= (mask & IN_MODIFY) != 0 ? DN_MODIFY : 0;
        kinds |= (mask & (IN_CREATE | IN_MOVED_TO)) != 0 ? DN_CREATE : 0;
        kinds |= (mask & (IN_DELETE | IN_MOVED_FROM)) != 0 ? DN_DELETE : 0;
        kinds |= (mask & (IN_MOVED_FROM | IN_MOVED_TO)) != 0 ? DN_RENAME : 0;
        return (mask & IN_ATTRIB) != 0 ? kinds | DN_ATTRIB : kinds;
    }

    @Override
    public void gone(int mask) {
        end();
    }
}
