package io.unishim.vfscore.tree;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Errnos.ENXIO;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;
import static io.unishim.abi.StatModes.S_ISGID;

import io.unishim.struct.Stat;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file of any type, without a name of its own: the kernel's {@code struct inode} and its operations. See the package for
 * what is checked and locked before an operation is called.
 *
 * <p>Its {@linkplain #lock() lock} serializes a directory's changes, and those of an inode's attributes and attachments. With a
 * medium that takes its time it may be held for long.
 */
public abstract class Inode extends Spinlock {
    private static final VarHandle ATTACHED;
    private static final VarHandle WRITERS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ATTACHED = lookup.findVarHandle(Inode.class, "attached", Attachments.class);
            WRITERS = lookup.findVarHandle(Inode.class, "writers", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What {@link #open} answers where the last name went after it was found: look again. */
    public static final long GONE = Long.MIN_VALUE;

    private final FileSystem fileSystem;
    private final int type;
    private volatile @Nullable Attachments attached;

    /** How many have it open for writing; less than 0: how many execute it. */
    private volatile int writers;

    /**
     * Makes one.
     *
     * @param fileSystem that holds it
     * @param mode its type, with or without permission bits
     */
    protected Inode(FileSystem fileSystem, int mode) {
        this.fileSystem = fileSystem;
        this.type = mode & S_IFMT;
    }

    /** @return the file system that holds it */
    public final FileSystem fileSystem() {
        return fileSystem;
    }

    /** @return what others hang on this inode, made when first asked for */
    public final Attachments attachments() {
        Attachments found = attached;
        if (found == null) {
            Attachments made = new Attachments();
            found = ATTACHED.compareAndSet(this, null, made) ? made : attached;
        }
        return Objects.requireNonNull(found);
    }

    /** @return what others hung on this inode, or null if nobody ever did */
    public final @Nullable Attachments attachmentsOrNull() {
        return attached;
    }

    // Attributes.

    /** @return its number, as {@code st_ino} */
    /** @return the process whose directory in {@code /proc} this is, else null */
    public @Nullable Process process() {
        return null;
    }

    public abstract long number();

    /** @return type and permission bits; the type never changes */
    public abstract int mode();

    /** @return the owner */
    public abstract int uid();

    /** @return the group */
    public abstract int gid();

    /** @return what {@code stat(2)} tells */
    public abstract Stat stat(Task task);

    /**
     * @return whether its content was given back, for it has neither a name nor a user any more: so that what it told may be
     *     half of what it was
     */
    public boolean gone() {
        return false;
    }

    /** @return the type: S_IFREG and its kin */
    public final int type() {
        return type;
    }

    /** @return when it was made, for {@code statx(2)}, or null if that is not known */
    public io.unishim.struct.@Nullable Timespec birth(Task task) {
        return null;
    }

    /**
     * Says whether a task may do something.
     *
     * @param mask an or of R_OK, W_OK and X_OK
     * @return 0, {@code -EACCES}, or {@code -EPERM} for what is immutable
     */
    public long permission(Task task, Credentials who, int mask) {
        // Of most inodes nothing more is to be looked at, and path walks come by here again and again.
        return attached == null ? Permissions.check(who, mode(), uid(), gid(), mask) : protectedFrom(who, mask);
    }

    private long protectedFrom(Credentials who, int mask) {
        return protection().check(who, mode(), uid(), gid(), mask);
    }

    // What protects it further.

    /** @return whether it keeps access control lists */
    public boolean protectable(Task task) {
        return false;
    }

    /** @return what protects it besides owner and permission bits, as far as the shim keeps that */
    public Protection protection() {
        Attachments attachments = attached;
        Protection found = attachments == null ? null : attachments.protection();
        return found == null ? Protection.NONE : found;
    }

    /** Keeps what protects it. Hold its {@link #lock()}, or the only reference. */
    protected final void keepProtection(Protection protection) {
        if (attached != null || !protection.equals(Protection.NONE)) {
            attachments().protection(protection.equals(Protection.NONE) ? null : protection);
            fileSystem.vfs().rearranged();
        }
    }

    /** @return whether it has any of some flags: FS_IMMUTABLE_FL and its kin */
    public boolean marked(int flags) {
        Attachments attachments = attached;
        Protection found = attachments == null ? null : attachments.protection();
        return found != null && (found.flags() & flags) != 0;
    }

    /** @return its flags, FS_IMMUTABLE_FL and its kin, or {@code -EOPNOTSUPP} for what has none */
    public long flags(Task task) {
        boolean mayHave = fileSystem.knownFlags() != 0 && (type == S_IFREG || type == S_IFDIR);
        return mayHave ? protection().flags() : -EOPNOTSUPP;
    }

    /** Replaces the {@linkplain #flags flags} of what has them; ctime follows. Hold its {@link #lock()}. */
    public long setFlags(Task task, int flags) {
        keepProtection(protection().withFlags(flags));
        return setattr(task, Attributes.ofTimes(null, null));
    }

    /** @return a list of what is {@link #protectable}: the {@linkplain Protection#initial} one, or the other; null if it has none */
    public @Nullable Acl acl(Task task, boolean initial) {
        return protection().acl(initial);
    }

    /**
     * Replaces a list of what is {@link #protectable}; ctime follows. Hold its {@link #lock()}.
     *
     * @param mode permission bits that go with it, or -1 to keep them
     */
    public long setAcl(Task task, boolean initial, @Nullable Acl acl, int mode) {
        keepProtection(protection().withAcl(initial, acl));
        return setattr(task, mode < 0 ? Attributes.ofTimes(null, null) : Attributes.ofMode(mode));
    }

    /** Changes attributes; ctime follows. @return 0; {@code -EFBIG}, {@code -ENOSPC}, {@code -ETXTBSY} for a size */
    public long setattr(Task task, Attributes change) {
        return -EPERM;
    }

    /** @return a directory's parent and name, null for a root; for others one of their names, null if there is none */
    public @Nullable Link link() {
        return null;
    }

    // Directories.

    /**
     * Finds a name, never {@code .} or {@code ..}; sets {@link Found#inode}. Called at any time, without a lock.
     *
     * @return 0, {@code -ENOENT}, or another errno of the file system's
     */
    public long lookup(Task task, Name name, Found found) {
        return -ENOTDIR;
    }

    /**
     * Finds a name that the directory has at hand and that asks nobody (the kernel's {@code lookup_fast}). Called with {@code
     * .} and {@code ..}, too, which no directory has.
     *
     * @return its entry, which may be removed meanwhile; or null: {@link #lookup} says what there is
     */
    public @Nullable Entry<?> atHand(Name name) {
        return null;
    }

    /**
     * Makes a file of any type but a directory or a symbolic link; sets {@link Found#inode}. The name does not exist. Its
     * owner is {@link #newUid}, its group {@link #newGid}.
     *
     * @param mode type and permission bits, after the umask
     * @param device what a device node stands for
     */
    public long create(Task task, Name name, int mode, long device, Found found) {
        return -EACCES;
    }

    /**
     * Makes a node that names a socket, as {@link #create} does.
     *
     * @param socket as {@link io.unishim.file.SocketNodes#bind} was given it
     */
    public long createSocket(Task task, Name name, int mode, Object socket, Found found) {
        return create(task, name, mode, 0, found);
    }

    /**
     * Opens the node of a socket for whoever connects with it.
     *
     * @return a descriptor of the host's, to be closed; {@code -ECONNREFUSED} if it is no socket of the host's, or is not to be
     *     reached
     */
    public long socketOfHost(Task task) {
        return -ECONNREFUSED;
    }

    /** Makes a directory; sets {@link Found#inode}. @param mode permission bits, after the umask, with an inherited S_ISGID */
    public long mkdir(Task task, Name name, int mode, Found found) {
        return -EPERM;
    }

    /**
     * Makes an empty directory that only this shim sees, to mount on at boot where the medium cannot have one; sets {@link
     * Found#inode}. The name does not exist.
     */
    public long mountPoint(Task task, Name name, Found found) {
        return -EROFS;
    }

    /** Makes a symbolic link; sets {@link Found#inode}. @param target to be kept */
    public long symlink(Task task, Name name, byte[] target, Found found) {
        return -EPERM;
    }

    /** Gives an inode of the same file system, not a directory, another name, which does not exist. */
    public long link(Task task, Inode inode, Name name) {
        return -EPERM;
    }

    /** Removes a name. @param victim the inode that has it, not a directory */
    public long unlink(Task task, Name name, Inode victim) {
        return -EPERM;
    }

    /** Removes a directory. @param victim the inode that has the name @return {@code -ENOTEMPTY} if it is not empty */
    public long rmdir(Task task, Name name, Inode victim) {
        return -EPERM;
    }

    /**
     * Renames an entry of this directory. That types fit and a directory does not move below itself has been checked.
     *
     * @param moved the inode that has the name
     * @param newDirectory of the same file system, possibly this one
     * @param target the inode that has the new name, to be replaced (or exchanged), or null
     * @param flags 0, RENAME_EXCHANGE, or RENAME_WHITEOUT: a character device 0,0 is to stand where it was
     * @return 0; {@code -EINVAL} for flags that the file system does not have; {@code -ENOTEMPTY} if the target is a directory that is not empty
     */
    public long rename(
            Task task, Name name, Inode moved, Inode newDirectory, Name newName, @Nullable Inode target, int flags) {
        return -EPERM;
    }

    /** Makes a file without a name, for O_TMPFILE; sets {@link Found#inode}. It can be {@linkplain #link linked} later. */
    public long tmpfile(Task task, int mode, Found found) {
        return -EOPNOTSUPP;
    }

    /** @return the owner of what a task makes */
    protected static int newUid(Task task) {
        return Credentials.of(task).fsuid();
    }

    /** @return the group of what a task makes in this directory */
    protected final int newGid(Task task) {
        return (mode() & S_ISGID) != 0 ? gid() : Credentials.of(task).fsgid();
    }

    // Symbolic links.

    /** Reads a symbolic link; sets {@link Found#bytes}. @return 0, or {@code -EINVAL} if it is none */
    public long readlink(Task task, Found found) {
        return -EINVAL;
    }

    /**
     * Follows a symbolic link: sets {@link Found#bytes}, as {@link #readlink} does, or for a link that leads to an object
     * whatever its text says ("magic", as {@code /proc/self/fd/0}), {@link Found#path}. Both are null on entry.
     */
    public long follow(Task task, Found found) {
        return readlink(task, found);
    }

    // Opening.

    /**
     * Opens it; sets {@link Found#file}. Permissions have been checked, O_TRUNC is done by the caller.
     *
     * @param path this inode and its mount
     * @param flags of {@code open(2)}
     * @return 0, an errno, or {@link #GONE}
     */
    public long open(Task task, VfsPath path, int flags, Found found) {
        SpecialFiles.Opener opener = fileSystem.vfs().specialFiles().opener(this, rdev());
        return opener == null ? -ENXIO : opener.open(task, path, flags, found);
    }

    /** Keeps what it holds also when its last name goes, until as many calls of {@link #letGo()}. */
    public void keep() {}

    /** Does {@link #keep()} for who came by a name, which may be gone by now. @return whether there was something left to keep */
    public boolean keepIfThere() {
        keep();
        return true;
    }

    /** Takes back one {@link #keep()}. */
    public void letGo() {}

    /** @return what a device node stands for */
    public long rdev() {
        return 0;
    }

    // Writing and executing (the kernel's i_writecount).

    /** Counts one more who has it open for writing. @return whether that may be: it is not being executed */
    public final boolean startWriting() {
        int now;
        do {
            now = writers;
            if (now < 0) {
                return false;
            }
        } while (!WRITERS.compareAndSet(this, now, now + 1));
        return true;
    }

    /** Takes back one {@link #startWriting()}. */
    public final void endWriting() {
        WRITERS.getAndAdd(this, -1);
    }

    /** @return whether it is being executed, so that its content must stay */
    public final boolean executing() {
        return writers < 0;
    }

    /** Counts one more who executes it. @return whether that may be: nobody has it open for writing */
    final boolean startExecuting() {
        int now;
        do {
            now = writers;
            if (now > 0) {
                return false;
            }
        } while (!WRITERS.compareAndSet(this, now, now - 1));
        return true;
    }

    /** Takes back one {@link #startExecuting()}. */
    final void endExecuting() {
        WRITERS.getAndAdd(this, 1);
    }

    // Extended attributes: the name has been checked, permissions too.

    /** Reads an attribute; sets {@link Found#bytes}. @return 0 or {@code -ENODATA} */
    public long getxattr(Task task, String name, Found found) {
        return -EOPNOTSUPP;
    }

    /** Sets an attribute. @param value to be kept @param flags XATTR_CREATE or XATTR_REPLACE */
    public long setxattr(Task task, String name, byte[] value, int flags) {
        return -EOPNOTSUPP;
    }

    /** Removes an attribute. @return 0 or {@code -ENODATA} */
    public long removexattr(Task task, String name) {
        return -EOPNOTSUPP;
    }

    /** Lists the attributes; sets {@link Found#bytes} to the names, each with a NUL. */
    public long listxattr(Task task, Found found) {
        return found.bytes(new byte[0]);
    }
}
