package io.unishim.vfscore.tree;

import static io.unishim.abi.Inotify.IN_ACCESS;
import static io.unishim.abi.Inotify.IN_ATTRIB;
import static io.unishim.abi.Inotify.IN_CREATE;
import static io.unishim.abi.Inotify.IN_DELETE;
import static io.unishim.abi.Inotify.IN_DELETE_SELF;
import static io.unishim.abi.Inotify.IN_ISDIR;
import static io.unishim.abi.Inotify.IN_MODIFY;
import static io.unishim.abi.Inotify.IN_MOVED_FROM;
import static io.unishim.abi.Inotify.IN_MOVED_TO;
import static io.unishim.abi.Inotify.IN_MOVE_SELF;
import static io.unishim.abi.Inotify.IN_UNMOUNT;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFIFO;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.JavaMemory;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who watch inodes what happens to them (the kernel's fsnotify). While nobody watches anything each method costs
 * the look at one volatile field.
 */
public final class Notices {
    private final Vfs vfs;
    private final AtomicInteger cookies = new AtomicInteger();
    private final Set<Inode> watched = ConcurrentHashMap.newKeySet();

    /** Whether anybody watches anything. */
    private volatile boolean on;

    Notices(Vfs vfs) {
        this.vfs = vfs;
    }

    /** @return whether anybody watches anything */
    public boolean on() {
        return on;
    }

    /** Begins to tell a watch. */
    public void add(Inode inode, Watch watch) {
        synchronized (watched) {
            inode.attachments().addWatch(watch);
            watched.add(inode);
            on = true;
        }
    }

    /** Ends it. */
    public void remove(Inode inode, Watch watch) {
        synchronized (watched) {
            if (inode.attachments().removeWatch(watch)) {
                watched.remove(inode);
                on = !watched.isEmpty();
            }
        }
    }

    // What happens.

    /** Something was done by an open file: opened, read, written, closed. */
    public void byFile(InodeFile file, int mask) {
        // As on Linux what goes through a FIFO is nobody's business.
        boolean transfer = (mask & (IN_ACCESS | IN_MODIFY)) != 0;
        if (on && !(transfer && file.inode().type() == S_IFIFO)) {
            tell(file.inode(), mask, true);
        }
    }

    /** Attributes or the content of an inode were changed by name. */
    public void changed(Inode inode, int mask) {
        if (on) {
            tell(inode, mask, false);
        }
    }

    /** The parent hears of it, with the name, and then the inode's own watchers do. */
    private static void tell(Inode inode, int what, boolean byFile) {
        int mask = inode.type() == S_IFDIR ? what | IN_ISDIR : what;
        Link link = inode.link();
        boolean unlinked = byFile && link != null && link.removed();
        if (link != null) {
            tell(link.parent(), mask, 0, link.name(), unlinked);
        }
        tell(inode, mask, 0, null, unlinked);
    }

    private static void tell(Inode inode, int mask, int cookie, byte @Nullable [] name, boolean unlinked) {
        Attachments attached = inode.attachmentsOrNull();
        Watch[] all = attached == null ? null : attached.watches();
        if (all != null) {
            for (Watch each : all) {
                each.happened(mask, cookie, name, unlinked);
            }
        }
    }

    /** A name was made. */
    public void created(Inode directory, Name name, boolean isDirectory) {
        if (on) {
            tell(directory, isDirectory ? IN_CREATE | IN_ISDIR : IN_CREATE, 0, name.copy(), false);
        }
    }

    /** The number of an inode's names changed. */
    public void linksChanged(Inode inode) {
        if (on) {
            tell(inode, inode.type() == S_IFDIR ? IN_ATTRIB | IN_ISDIR : IN_ATTRIB, 0, null, false);
        }
    }

    /** A name was removed. */
    public void deleted(Task task, Inode directory, Name name, Inode victim) {
        if (!on) {
            return;
        }
        boolean isDirectory = victim.type() == S_IFDIR;
        if (!isDirectory) {
            linksChanged(victim);
        }
        forgetIfUnused(task, victim);
        tell(directory, isDirectory ? IN_DELETE | IN_ISDIR : IN_DELETE, 0, name.copy(), false);
    }

    /** An entry was renamed. @param target what lost its name by that, or null */
    public void renamed(Task task, Inode from, Name name, Inode moved, Inode to, Name newName, @Nullable Inode target) {
        if (!on) {
            return;
        }
        int more = moved.type() == S_IFDIR ? IN_ISDIR : 0;
        int cookie = cookies.incrementAndGet();
        tell(from, IN_MOVED_FROM | more, cookie, name.copy(), false);
        tell(to, IN_MOVED_TO | more, cookie, newName.copy(), false);
        if (target != null) {
            linksChanged(target);
        }
        tell(moved, IN_MOVE_SELF, 0, null, false);
        if (target != null) {
            forgetIfUnused(task, target);
        }
    }

    /** Watches of an inode that has neither a name nor a user any more end. */
    public void forgetIfUnused(Task task, Inode inode) {
        Attachments attached = on ? inode.attachmentsOrNull() : null;
        Watch[] all = attached == null ? null : attached.watches();
        if (all != null && nameless(task, inode) && !held(inode)) {
            for (Watch each : all) {
                each.gone(IN_DELETE_SELF);
            }
        }
    }

    /** An open file is gone, and the inode perhaps with it. */
    public void released(Inode inode) {
        Attachments attached = on ? inode.attachmentsOrNull() : null;
        Link link = attached == null || attached.watches() == null ? null : inode.link();
        if (link != null && link.removed()) {
            // Nobody's call: one that is never seen asks for the attributes.
            forgetIfUnused(new Task(new Process(vfs.shim(), 1, null, new JavaMemory(), "inotify"), 1), inode);
        }
    }

    private static boolean nameless(Task task, Inode inode) {
        Link link = inode.link();
        return link != null
                && link.removed()
                && (inode.type() == S_IFDIR || inode.stat(task).nlink() == 0);
    }

    /** Whether a process has it open or stands in it. Looked for only where a watched inode loses its name. */
    private boolean held(Inode inode) {
        for (Process each : vfs.shim().tasks().processes()) {
            FsContext context = each.stateOrNull(FsContext.KEY);
            if (context != null
                    && (context.cwd().inode() == inode || context.root().inode() == inode)) {
                return true;
            }
            Descriptors table = each.stateOrNull(Descriptors.KEY);
            for (int fd = table == null ? -1 : table.next(0); table != null && fd >= 0; fd = table.next(fd + 1)) {
                OpenFileDescription open = table.get(fd);
                if (open != null && open.file() instanceof InodeFile file && file.inode() == inode) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A file system is no longer there. */
    public void unmounted(FileSystem fileSystem) {
        for (Inode inode : watched) {
            Watch[] all = inode.fileSystem() == fileSystem ? inode.attachments().watches() : null;
            if (all != null) {
                for (Watch each : all) {
                    each.gone(IN_UNMOUNT);
                }
            }
        }
    }
}
