package io.unishim.vfscore.ramfs;

import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFMT;

import io.unishim.file.Faults;
import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.VfsMount;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every inode in memory has: attributes, a link count, extended attributes. */
abstract class RamInode extends Inode {
    private final RamFs ramFs;
    private final long number;
    private volatile int mode;
    private volatile int uid;
    private volatile int gid;
    private volatile int links;
    private volatile Timespec atime;
    private volatile Timespec mtime;
    private volatile Timespec ctime;
    private final Timespec birth;
    private volatile @Nullable RamEntry entry;
    private @Nullable RamXattrs xattrs;

    /** Who has it open, or keeps it otherwise. */
    private int opens;

    private boolean gone;

    /** Whether it has no name any more, or none yet. */
    private boolean orphan;

    /** What of it is durable, where there is a disk. */
    private volatile @Nullable DiskNode node;

    private volatile int life;

    RamInode(RamFs ramFs, int mode, int uid, int gid) {
        super(ramFs);
        this.ramFs = ramFs;
        this.number = ramFs.newNumber();
        this.mode = mode;
        this.uid = uid;
        this.gid = gid;
        birth = ramFs.now();
        atime = birth;
        mtime = birth;
        ctime = birth;
        Disk disk = ramFs.disk();
        if (disk != null) {
            node = new DiskNode(mode);
            life = disk.life();
        }
    }

    // Faults.

    final @Nullable DiskNode node() {
        return node;
    }

    final void node(DiskNode newNode, int newLife) {
        node = newNode;
        life = newLife;
    }

    /** @return which life of the file system it belongs to */
    final int life() {
        return life;
    }

    /** @return 0, or what an operation is to answer on purpose */
    final long fault(Faults.Operation operation) {
        Disk disk = ramFs.disk();
        return disk == null ? 0 : disk.before(operation, this);
    }

    /** @return whether power was cut since it was made */
    final boolean lost() {
        Disk disk = ramFs.disk();
        return disk != null && disk.lost(this);
    }

    /** Brings it to the medium. */
    final long sync() {
        Disk disk = ramFs.disk();
        return disk == null ? 0 : disk.sync(this);
    }

    final RamFs ramFs() {
        return ramFs;
    }

    @Override
    public final long number() {
        return number;
    }

    @Override
    public final int mode() {
        return mode;
    }

    @Override
    public final int uid() {
        return uid;
    }

    @Override
    public final int gid() {
        return gid;
    }

    @Override
    public final Timespec birth(Task task) {
        return birth;
    }

    @Override
    public final @Nullable Link link() {
        return entry;
    }

    /** Says which name it has now. */
    final void entry(@Nullable RamEntry newEntry) {
        entry = newEntry;
    }

    final @Nullable RamEntry entry() {
        return entry;
    }

    abstract long size();

    /** @return the 512-byte blocks that it takes */
    long blocks() {
        return 0;
    }

    @Override
    public final Stat stat(Task task) {
        return new Stat(
                fileSystem().device(),
                number,
                mode,
                links,
                uid,
                gid,
                rdev(),
                size(),
                PagePool.PAGE,
                blocks(),
                atime,
                mtime,
                ctime);
    }

    // Names.

    final int links() {
        return links;
    }

    @Override
    public synchronized void keep() {
        opens++;
    }

    /** Keeps it. @return whether it was still there */
    final synchronized boolean keepIfThere() {
        if (!gone) {
            opens++;
        }
        return !gone;
    }

    @Override
    public void letGo() {
        synchronized (this) {
            opens--;
        }
        forgetIfUnused();
    }

    /** Gives what it takes back once no name leads to it and nobody has it open. */
    final void forgetIfUnused() {
        synchronized (this) {
            if (opens > 0 || links > 0 || gone) {
                return;
            }
            gone = true;
            if (orphan) {
                orphan(false);
            }
        }
        forget();
        RamXattrs attributes = xattrs;
        if (attributes != null) {
            attributes.forget();
        }
        ramFs.space().giveInode();
    }

    /** Gives its content back. */
    void forget() {}

    /** Says whether it has no name. */
    final void orphan(boolean now) {
        orphan = now;
        ramFs.orphans(now ? 1 : -1);
    }

    /** Counts names. */
    final synchronized void addLinks(int more) {
        links += more;
        if (orphan != (links == 0)) {
            orphan(links == 0);
        }
        ctime = ramFs.now();
    }

    // Times.

    final Timespec mtime() {
        return mtime;
    }

    /** The content changed. */
    final void modified() {
        Timespec now = ramFs.now();
        mtime = now;
        ctime = now;
    }

    final void changed() {
        ctime = ramFs.now();
    }

    /** The content was read, through a mount. @param dayToo whether to look at a day back */
    final void accessed(VfsMount through, boolean dayToo) {
        if (through.keepsAccessTime(type() == S_IFDIR)) {
            return;
        }
        if (through.everyAccess()) {
            atime = ramFs.now();
        } else {
            accessed(dayToo);
        }
    }

    /** The content was read: moves the access time if it lies before the last change, or a day back (relatime, man 8 mount). */
    final void accessed(boolean dayToo) {
        Timespec last = atime;
        if (!before(mtime, last) || !before(ctime, last)) {
            atime = ramFs.now();
        } else if (dayToo) {
            Timespec now = ramFs.now();
            if (now.seconds() - last.seconds() >= 24 * 60 * 60) {
                atime = now;
            }
        }
    }

    private static boolean before(Timespec a, Timespec b) {
        return a.seconds() < b.seconds() || a.seconds() == b.seconds() && a.nanos() < b.nanos();
    }

    @Override
    public long setattr(Task task, Attributes change) {
        synchronized (this) {
            if (change.mode() >= 0) {
                mode = mode & S_IFMT | change.mode();
            }
            if (change.ownerChanges()) {
                uid = change.uid();
            }
            if (change.groupChanges()) {
                gid = change.gid();
            }
            Timespec newAtime = change.atime();
            if (newAtime != null) {
                atime = newAtime;
            }
            Timespec newMtime = change.mtime();
            if (newMtime != null) {
                mtime = newMtime;
            }
            ctime = ramFs.now();
        }
        return 0;
    }

    /** Takes permission bits away. */
    final synchronized void clearMode(int bits) {
        mode &= ~bits;
    }

    // Extended attributes.

    final synchronized Map<String, byte[]> allXattrs() {
        return xattrs == null ? Map.of() : xattrs.all();
    }

    private synchronized RamXattrs xattrs() {
        RamXattrs found = xattrs;
        if (found == null) {
            found = new RamXattrs(ramFs.space());
            xattrs = found;
        }
        return found;
    }

    @Override
    public final long getxattr(Task task, String name, Found found) {
        return xattrs().get(name, found);
    }

    @Override
    public final long setxattr(Task task, String name, byte[] value, int flags) {
        long result = xattrs().set(name, value, flags);
        if (result == 0) {
            changed();
        }
        return result;
    }

    @Override
    public final long removexattr(Task task, String name) {
        long result = xattrs().remove(name);
        if (result == 0) {
            changed();
        }
        return result;
    }

    @Override
    public final long listxattr(Task task, Found found) {
        return xattrs().list(found);
    }
}
