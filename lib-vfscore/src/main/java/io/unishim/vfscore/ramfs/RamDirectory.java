package io.unishim.vfscore.ramfs;

import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOSPC;
import static io.unishim.abi.Errnos.ENOTEMPTY;
import static io.unishim.abi.Fcntl.F_SEAL_SEAL;
import static io.unishim.abi.Fcntl.RENAME_EXCHANGE;
import static io.unishim.abi.Fcntl.RENAME_WHITEOUT;
import static io.unishim.abi.StatModes.S_IFCHR;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.file.Faults;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.DirectorySink;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.VfsPath;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory in memory: names found by hash without a lock, and listed in the order they were made. */
final class RamDirectory extends RamInode {
    /** What Linux's tmpfs says an entry takes. */
    private static final long ENTRY_SIZE = 20;

    private static final EntryList NOTHING = new EntryList();

    private static final VarHandle NAMES;

    static {
        try {
            NAMES = MethodHandles.lookup().findVarHandle(RamDirectory.class, "names", EntryList.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Its entries; one that never had any shares an empty list. By {@link #NAMES}: a new directory is seen by nobody. */
    @SuppressWarnings("UnusedVariable") // by NAMES it is
    private EntryList names = NOTHING;

    /** How many of its entries are directories, whose {@code ..} are names of it. */
    private int subdirectories;

    RamDirectory(RamFs ramFs, int mode, int uid, int gid) {
        super(ramFs, S_IFDIR | mode, uid, gid);
    }

    static RamDirectory root(RamFs ramFs, TmpfsOptions options) {
        boolean unused =
                ramFs.space().takeInode(); // in Linux a root without an inode fails the mount: a limit is at least 1
        RamDirectory root = new RamDirectory(ramFs, options.mode(), options.uid(), options.gid());
        root.addLinks(2);
        return root;
    }

    private EntryList names() {
        return (EntryList) NAMES.getAcquire(this);
    }

    @Override
    int nlink() {
        return links() == 0 ? 0 : links() + subdirectories;
    }

    @Override
    long size() {
        return (names().living() + 2) * ENTRY_SIZE;
    }

    @Override
    public long lookup(Task task, Name name, Found found) {
        if (lost()) {
            return -EIO;
        }
        RamEntry entry = names().get(name);
        RamInode inode = entry == null ? null : entry.inode();
        return inode == null ? -ENOENT : found.inode(inode);
    }

    @Override
    public @Nullable RamEntry atHand(Name name) {
        return ramFs().disk == null ? names().get(name) : null;
    }

    private boolean isEmpty() {
        return names().living() == 0;
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        return lost() ? -EIO : found.file(new RamOpenDirectory(this, path));
    }

    /** Tells the sink what stands at a position and after it; {@code .} and {@code ..} come first. */
    void list(long position, DirectorySink sink) {
        names().list(this, position, sink);
    }

    // The disk.

    /** Puts an inode in that the disk holds. */
    void restore(Name name, RamInode inode) {
        inode.addLinks(inode instanceof RamDirectory ? 2 : 1);
        lock();
        try {
            if (inode instanceof RamDirectory) {
                subdirectories++;
            }
            add(name, inode);
        } finally {
            unlock();
        }
    }

    /** Empties it, and gives back what only it kept. */
    void clear() {
        List<RamInode> all = new ArrayList<>();
        lock();
        try {
            for (RamEntry each : names().all()) {
                RamInode inode = each.inode();
                if (inode != null) {
                    all.add(inode);
                }
                remove(each);
            }
            subdirectories = 0;
        } finally {
            unlock();
        }
        for (RamInode each : all) {
            if (each instanceof RamDirectory directory) {
                directory.clear();
            }
            each.dropLinks(each instanceof RamDirectory ? 2 : 1);
        }
    }

    /** @return those that are there now; its lock is held */
    List<RamEntry> entries() {
        return names().all();
    }

    // Changes; the directory's lock is held.

    private void add(Name name, RamInode inode) {
        if (names() == NOTHING) {
            NAMES.setRelease(this, new EntryList());
        }
        inode.entry(names().add(this, name, inode));
    }

    private void remove(RamEntry entry) {
        names().remove(entry);
        entry.inode(null);
    }

    /** @return the entry by which a name leads to an inode: of most inodes it is the only one, which they know */
    private @Nullable RamEntry entry(Name name, RamInode inode) {
        RamEntry only = inode.entry();
        return only != null && only.inode() == inode && only.parent() == this && only.is(name)
                ? only
                : names().get(name);
    }

    private boolean removed() {
        return links() == 0;
    }

    /** Roots and working directories are looked for when somebody asks: to count them would cost each {@code chdir(2)}. */
    @Override
    boolean keepIfHeld() {
        boolean held = !isForgotten() || ramFs().vfs().isPlace(path -> path.inode() == this);
        if (held) {
            keep();
        }
        return held;
    }

    /** @return 0 if there is room for one more inode in this directory, and no fault; it is taken then */
    private long take() {
        long fault = fault(Faults.Operation.NAME);
        if (fault != 0) {
            return fault;
        }
        if (removed()) {
            return -ENOENT;
        }
        return ramFs().space().takeInode() ? 0 : -ENOSPC;
    }

    private long made(Name name, RamInode inode, Found found) {
        inode.inherit(protection());
        add(name, inode);
        modified();
        return found.inode(inode);
    }

    @Override
    public long create(Task task, Name name, int mode, long device, Found found) {
        long result = take();
        if (result != 0) {
            return result;
        }
        int uid = newUid(task);
        int gid = newGid(task);
        RamInode inode = (mode & S_IFMT) == S_IFREG
                ? new RamFile(ramFs(), mode & ~S_IFMT, uid, gid, F_SEAL_SEAL)
                : new RamNode(ramFs(), mode, uid, gid, device);
        inode.firstLinks(1);
        return made(name, inode, found);
    }

    @Override
    public long mkdir(Task task, Name name, int mode, Found found) {
        long result = take();
        if (result != 0) {
            return result;
        }
        RamDirectory inode = new RamDirectory(ramFs(), mode, newUid(task), newGid(task));
        inode.firstLinks(2);
        subdirectories++;
        return made(name, inode, found);
    }

    @Override
    public long symlink(Task task, Name name, byte[] target, Found found) {
        long result = take();
        if (result != 0) {
            return result;
        }
        if (!RamSymlink.takeRoom(ramFs().space(), target)) {
            ramFs().space().giveInode();
            return -ENOSPC;
        }
        RamSymlink inode = new RamSymlink(ramFs(), newUid(task), newGid(task), target);
        inode.firstLinks(1);
        return made(name, inode, found);
    }

    @Override
    public long tmpfile(Task task, int mode, Found found) {
        long fault = fault(Faults.Operation.NAME);
        if (fault != 0) {
            return fault;
        }
        if (!ramFs().space().takeInode()) {
            return -ENOSPC;
        }
        RamFile inode = new RamFile(ramFs(), mode, newUid(task), newGid(task), F_SEAL_SEAL);
        inode.inherit(protection());
        inode.entry(new RamEntry(this, Name.of("#" + inode.number()), 0, null));
        inode.nameless();
        return found.inode(inode);
    }

    @Override
    public long link(Task task, Inode inode, Name name) {
        long fault = fault(Faults.Operation.NAME);
        if (fault != 0) {
            return fault;
        }
        RamInode target = (RamInode) inode;
        if (removed()) {
            return -ENOENT;
        }
        if (target.links() > 0 && !ramFs().space().takeInode()) {
            return -ENOSPC;
        }
        target.addLinks(1);
        target.changed();
        add(name, target);
        modified();
        return 0;
    }

    @Override
    public long unlink(Task task, Name name, Inode victim) {
        long fault = fault(Faults.Operation.NAME);
        if (fault != 0) {
            return fault;
        }
        RamInode inode = (RamInode) victim;
        RamEntry entry = entry(name, inode);
        if (entry == null) {
            return -ENOENT;
        }
        remove(entry);
        modified();
        dropName(inode);
        return 0;
    }

    private static void dropName(RamInode inode) {
        if (inode.links() > 1) {
            inode.ramFs().space().giveInode();
        }
        inode.changed();
        inode.dropLinks(1);
    }

    @Override
    public long rmdir(Task task, Name name, Inode victim) {
        long fault = fault(Faults.Operation.NAME);
        if (fault != 0) {
            return fault;
        }
        RamDirectory directory = (RamDirectory) victim;
        RamEntry entry = entry(name, directory);
        if (entry == null) {
            return -ENOENT;
        }
        if (!directory.isEmpty()) {
            return -ENOTEMPTY;
        }
        remove(entry);
        directory.changed();
        directory.dropLinks(2);
        subdirectories--;
        modified();
        return 0;
    }

    @Override
    public long rename(
            Task task, Name name, Inode moved, Inode newDirectory, Name newName, @Nullable Inode target, int flags) {
        long fault = fault(Faults.Operation.NAME);
        if (fault != 0) {
            return fault;
        }
        RamDirectory to = (RamDirectory) newDirectory;
        RamInode inode = (RamInode) moved;
        RamEntry from = entry(name, inode);
        RamEntry over = target == null ? null : to.entry(newName, (RamInode) target);
        if (from == null || to.removed()) {
            return -ENOENT;
        }
        if ((flags & RENAME_EXCHANGE) != 0) {
            if (over == null || target == null) {
                return -ENOENT;
            }
            exchange(from, inode, to, over, (RamInode) target);
        } else {
            if (target instanceof RamDirectory directory && !directory.isEmpty()) {
                return -ENOTEMPTY;
            }
            RamNode whiteout = null;
            if ((flags & RENAME_WHITEOUT) != 0) {
                long room = take();
                if (room != 0) {
                    return room;
                }
                whiteout = new RamNode(ramFs(), S_IFCHR, newUid(task), newGid(task), 0);
                whiteout.inherit(protection());
                whiteout.firstLinks(1);
            }
            if (over == null) {
                to.add(newName, inode);
            } else {
                over.inode(inode);
                inode.entry(over);
            }
            remove(from);
            if (whiteout != null) {
                add(name, whiteout);
            }
            if (inode instanceof RamDirectory) {
                subdirectories--;
                to.subdirectories++;
            }
            if (target != null) {
                replaced(to, (RamInode) target, newName);
            }
        }
        if (inode instanceof RamDirectory || target instanceof RamDirectory) {
            ramFs().vfs().rearranged();
        }
        Disk disk = ramFs().disk;
        if (disk != null) {
            disk.renamed(this, name.copy(), inode, to, newName.copy(), (flags & RENAME_EXCHANGE) == 0 ? null : target);
        }
        inode.changed();
        modified();
        if (to != this) {
            to.modified();
        }
        return 0;
    }

    /** An inode lost its name to another one. */
    private static void replaced(RamDirectory in, RamInode inode, Name name) {
        inode.entry(new RamEntry(in, name, 0, null));
        if (inode instanceof RamDirectory directory) {
            directory.changed();
            directory.dropLinks(2);
            in.subdirectories--;
        } else {
            dropName(inode);
        }
    }

    private void exchange(RamEntry from, RamInode inode, RamDirectory to, RamEntry over, RamInode other) {
        from.inode(other);
        other.entry(from);
        over.inode(inode);
        inode.entry(over);
        int gained = (other instanceof RamDirectory ? 1 : 0) - (inode instanceof RamDirectory ? 1 : 0);
        if (gained != 0 && to != this) {
            subdirectories += gained;
            to.subdirectories -= gained;
        }
        other.changed();
    }
}
