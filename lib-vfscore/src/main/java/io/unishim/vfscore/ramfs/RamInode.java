package io.unishim.vfscore.ramfs;

import static io.unishim.abi.FileFlags.FS_NOATIME_FL;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFMT;

import io.unishim.file.Faults;
import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Acl;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.Protection;
import io.unishim.vfscore.tree.VfsMount;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every inode in memory has: attributes, a link count, extended attributes.
 *
 * <p>Attributes are plain fields: as in Linux who reads them while they change sees the old or the new ones, and making each
 * store visible at once costs more than all the rest of a call.
 */
abstract class RamInode extends Inode {
    private static final VarHandle USES;
    private static final VarHandle ENTRY;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            USES = lookup.findVarHandle(RamInode.class, "uses", long.class);
            ENTRY = lookup.findVarHandle(RamInode.class, "entry", RamEntry.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** One open in {@link #uses}. */
    private static final long OPEN = 1L << 32;

    /** Set in {@link #uses} while somebody has it open and it has no name, or none yet. */
    private static final long ORPHAN = 1L << 62;

    /** {@link #uses} once it has neither a name nor a user. */
    private static final long FORGOTTEN = Long.MIN_VALUE;

    private final RamFs ramFs;
    private final long number;
    private int mode;
    private int uid;
    private int gid;
    private Timespec atime;
    private Timespec mtime;
    private Timespec ctime;
    private final Timespec birth;

    /** Whether somebody was told the times since the last change: the next one must show (the kernel's I_CTIME_QUERIED). */
    private boolean told;

    private volatile @Nullable RamEntry entry;
    private @Nullable RamXattrs xattrs;

    /** Names in the low half; in the high one who has it open, or keeps it otherwise. */
    private volatile long uses;

    /** What of it is durable, where there is a disk. */
    private volatile @Nullable DiskNode node;

    private volatile int life;

    RamInode(RamFs ramFs, int mode, int uid, int gid) {
        super(ramFs, mode);
        this.ramFs = ramFs;
        this.number = ramFs.newNumber();
        this.mode = mode;
        this.uid = uid;
        this.gid = gid;
        birth = ramFs.now();
        atime = birth;
        mtime = birth;
        ctime = birth;
        Disk disk = ramFs.disk;
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
        Disk disk = ramFs.disk;
        return disk == null ? 0 : disk.before(operation, this);
    }

    /** @return whether power was cut since it was made */
    final boolean lost() {
        Disk disk = ramFs.disk;
        return disk != null && disk.lost(this);
    }

    /** Brings it to the medium. */
    final long sync() {
        Disk disk = ramFs.disk;
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
        ENTRY.setRelease(this, newEntry);
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
        if (!told) {
            told = true;
        }
        return new Stat(
                fileSystem().device(),
                number,
                mode,
                nlink(),
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

    /** @return what {@code stat(2)} tells of its names */
    int nlink() {
        return links();
    }

    /** @return whether it has neither a name nor a user any more */
    final boolean isForgotten() {
        return uses == FORGOTTEN;
    }

    final int links() {
        return (int) uses;
    }

    @Override
    public void keep() {
        addUses(OPEN);
    }

    @Override
    public final boolean keepIfThere() {
        long now;
        do {
            now = uses;
            if (now < 0) {
                return keepIfHeld();
            }
        } while (!USES.compareAndSet(this, now, now + OPEN));
        return true;
    }

    /** Keeps it if somebody does whom {@link #uses} does not count, or it was opened since its last name went. */
    boolean keepIfHeld() {
        return false;
    }

    @Override
    public void letGo() {
        long left = addUses(-OPEN) & ~ORPHAN;
        if (left == 0) {
            forgetIfUnused();
        }
    }

    private long addUses(long more) {
        return (long) USES.getAndAdd(this, more) + more;
    }

    /** Gives what it takes back once no name leads to it and nobody has it open. */
    final void forgetIfUnused() {
        long now = uses;
        if ((now & ~ORPHAN) != 0 || !USES.compareAndSet(this, now, FORGOTTEN)) {
            return;
        }
        if (now == ORPHAN) {
            ramFs.orphans(-1);
        }
        forgotten();
    }

    private void forgotten() {
        forget();
        ramFs.forgotten(this);
        RamXattrs attributes = xattrs;
        if (attributes != null) {
            attributes.forget();
        }
        ramFs.space().giveInode();
    }

    /** Gives its content back. */
    void forget() {}

    /** Says that it has no name yet, and is about to be opened. */
    final void nameless() {
        USES.getAndBitwiseOr(this, ORPHAN);
        ramFs.orphans(1);
    }

    /** Counts the first names of an inode that nobody sees yet. */
    final void firstLinks(int count) {
        USES.set(this, (long) count);
    }

    /** Counts names. */
    final void addLinks(int more) {
        long now;
        long next;
        do {
            now = uses;
            next = now + more;
            if ((int) next != 0) {
                next &= ~ORPHAN;
            } else if (next > 0) {
                next |= ORPHAN;
            }
        } while (!USES.compareAndSet(this, now, next));
        if (((now ^ next) & ORPHAN) != 0) {
            ramFs.orphans((next & ORPHAN) == 0 ? -1 : 1);
        }
    }

    /** Counts names off; with the last one gives back what it takes, unless somebody has it open. */
    final void dropLinks(int less) {
        long now = uses;
        if (now == less && USES.compareAndSet(this, now, FORGOTTEN)) {
            forgotten();
            return;
        }
        addLinks(-less);
        forgetIfUnused();
    }

    // Times.

    final Timespec mtime() {
        return mtime;
    }

    /** The content changed. */
    @SuppressWarnings("ReferenceEquality") // whether there is anything to store
    final void modified() {
        Timespec now = stamp();
        if (mtime != now) {
            mtime = now;
        }
        if (ctime != now) {
            ctime = now;
        }
    }

    @SuppressWarnings("ReferenceEquality") // whether there is anything to store
    final void changed() {
        Timespec now = stamp();
        if (ctime != now) {
            ctime = now;
        }
    }

    /** @return the time of a change: later than the last one, if that was told to anybody */
    private Timespec stamp() {
        Timespec now = ramFs.now();
        if (told) {
            told = false;
            if (!before(ctime, now)) {
                return ramFs.vfs().clock().exactly();
            }
        }
        return now;
    }

    /** The content was read, through a mount. @param dayToo whether to look at a day back */
    final void accessed(VfsMount through, boolean dayToo) {
        if (through.keepsAccessTime(type() == S_IFDIR) || marked(FS_NOATIME_FL)) {
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
    public boolean protectable(Task task) {
        return true;
    }

    /** Takes what a directory gives to what is made in it. Nobody sees this inode yet. */
    @SuppressWarnings("ReferenceEquality") // NONE is what most have, and nothing to take
    final void inherit(Protection ofDirectory) {
        if (ofDirectory != Protection.NONE) {
            Protection.Given given = ofDirectory.given(mode);
            mode = given.mode();
            keepProtection(given.protection());
        }
    }

    /** Has what it had before the power was cut. */
    final void protectAgain(Protection before) {
        keepProtection(before);
    }

    @Override
    public long setattr(Task task, Attributes change) {
        synchronized (this) {
            if (change.mode() >= 0) {
                mode = mode & S_IFMT | change.mode();
                Protection more = protection();
                Acl access = more.access();
                if (access != null) {
                    keepProtection(more.withAcl(false, access.withMode(mode)));
                }
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
            changed();
        }
        if (type() == S_IFDIR && (change.mode() >= 0 || change.ownerChanges() || change.groupChanges())) {
            ramFs.vfs().rearranged();
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
