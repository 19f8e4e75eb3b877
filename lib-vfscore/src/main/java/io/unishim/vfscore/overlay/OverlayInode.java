package io.unishim.vfscore.overlay;

import static io.unishim.abi.Errnos.ENODATA;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.FileFlags.FS_IMMUTABLE_FL;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFMT;

import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Acl;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.Protection;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A file of the overlay: shows its upper if it has one, else its lower. */
abstract class OverlayInode extends Inode {
    /** A name of the overlay's. */
    static final class OverlayName implements Link {
        private final OverlayDirectory parent;
        private final byte[] name;
        private volatile boolean removed;

        OverlayName(OverlayDirectory parent, byte[] name) {
            this.parent = parent;
            this.name = name;
        }

        @Override
        public OverlayDirectory parent() {
            return parent;
        }

        @Override
        public byte[] name() {
            return name;
        }

        @Override
        public boolean removed() {
            return removed;
        }
    }

    private static final long UPPER_NUMBERS = 1L << 40;

    private final OverlayFs overlay;
    private final @Nullable Inode lower;
    private final long number;
    private final ReentrantLock copying = new ReentrantLock();
    private volatile @Nullable Inode upper;
    private volatile @Nullable Name storeName;
    private volatile @Nullable OverlayName link;

    /** How many names more, or less, than the lower has, or than none. */
    private volatile int moreLinks;

    /** Whether it has no name: the last one went, or it never had one. */
    private volatile boolean nameless;

    /** Who keeps it, but for those who have the upper open; while somebody does, it keeps the upper. */
    private int uses;

    OverlayInode(OverlayFs overlay, @Nullable Inode lower, @Nullable Inode upper) {
        super(overlay, Objects.requireNonNull(upper != null ? upper : lower).type());
        this.overlay = overlay;
        this.lower = lower;
        this.upper = upper;
        // The number stays when a lower gets an upper.
        this.number =
                lower != null ? lower.number() : Objects.requireNonNull(upper).number() | UPPER_NUMBERS;
    }

    final OverlayFs overlay() {
        return overlay;
    }

    final @Nullable Inode lower() {
        return lower;
    }

    final @Nullable Inode upper() {
        return upper;
    }

    /** @return what is shown now */
    final Inode source() {
        Inode above = upper;
        return above != null ? above : Objects.requireNonNull(lower);
    }

    // Names.

    @Override
    public final @Nullable OverlayName link() {
        return link;
    }

    /** It was found or put under a name. */
    final void named(OverlayDirectory parent, Name name) {
        OverlayName known = link;
        if (known == null || known.removed || known.parent != parent || !name.is(known.name)) {
            link = new OverlayName(parent, name.copy());
        }
    }

    final void storeName(Name name) {
        storeName = name;
    }

    final synchronized void addLinks(int more) {
        moreLinks += more;
    }

    /** A name is gone; with the last one the upper is kept only for those who have it open. */
    final void unnamed(Task task, OverlayDirectory parent, Name name) {
        addLinks(-1);
        OverlayName known = link;
        if (known != null && known.parent == parent && name.is(known.name)) {
            known.removed = true;
        }
        boolean last = links(task) == 0;
        Inode above = upper;
        Name stored = storeName;
        if (above != null && stored != null && last) {
            storeName = null;
            overlay.discard(task, stored, above);
        }
        if (last || type() == S_IFDIR) {
            becomeNameless();
        }
    }

    /** Says that no name leads to it, until it is {@link #linked}. */
    final void becomeNameless() {
        nameless = true;
        overlay.nameless(this);
    }

    final boolean isNameless() {
        return nameless;
    }

    /** Says that a new name leads to it. */
    final void linked(OverlayDirectory parent, Name name) {
        nameless = false;
        named(parent, name);
    }

    // Use.

    @Override
    public final synchronized void keep() {
        Inode above = upper;
        if (uses++ == 0 && above != null) {
            above.keep();
        }
    }

    @Override
    public final synchronized void letGo() {
        Inode above = upper;
        if (--uses == 0 && above != null) {
            above.letGo();
        }
    }

    /** Keeps it, if it has a name or somebody uses it. @return whether that was so; a directory without a name is lost */
    @Override
    public final synchronized boolean keepIfThere() {
        Inode above = upper;
        if (nameless && type() == S_IFDIR) {
            return false;
        }
        if (nameless && uses == 0) {
            if (above == null || !overlay.store().keepIfThere(above)) {
                return false;
            }
            uses = 1; // the upper is kept already
        } else {
            keep();
        }
        return true;
    }

    /** From now on the upper is what is shown, and kept in its stead. */
    private synchronized void show(Inode made) {
        upper = made;
        if (uses > 0) {
            made.keep();
        }
    }

    private long links(Task task) {
        return (lower == null ? 0 : lower.stat(task).nlink()) + moreLinks;
    }

    // Attributes.

    @Override
    public final long number() {
        return number;
    }

    @Override
    public final int mode() {
        return source().mode();
    }

    @Override
    public final int uid() {
        return source().uid();
    }

    @Override
    public final int gid() {
        return source().gid();
    }

    @Override
    public final long rdev() {
        return source().rdev();
    }

    @Override
    public final Stat stat(Task task) {
        Stat shown = source().stat(task);
        OverlayName known = link;
        boolean gone = known != null && known.removed;
        // A directory of two layers has one link, as Linux's overlayfs says: nobody counts what is below.
        long links = type() == S_IFDIR ? (gone ? 0 : 1) : Math.max(0, links(task));
        return new Stat(
                overlay.device(),
                number,
                shown.mode(),
                links,
                shown.uid(),
                shown.gid(),
                shown.rdev(),
                shown.size(),
                shown.blksize(),
                shown.blocks(),
                shown.atime(),
                shown.mtime(),
                shown.ctime());
    }

    @Override
    public final @Nullable Timespec birth(Task task) {
        return source().birth(task);
    }

    // What protects it: kept by what is shown, so that a copy has it as well.

    @Override
    public final long permission(Task task, Credentials who, int mask) {
        return source().permission(task, who, mask);
    }

    /** Only what the copy could keep, which is in memory. */
    @Override
    public final boolean protectable(Task task) {
        return type() != S_IFLNK;
    }

    @Override
    public final Protection protection() {
        return source().protection();
    }

    @Override
    public final boolean marked(int flags) {
        return source().marked(flags);
    }

    @Override
    public final long flags(Task task) {
        long flags = super.flags(task);
        return flags < 0 || upper != null ? flags : Math.max(0, source().flags(task)) & overlay.knownFlags();
    }

    @Override
    public final long setFlags(Task task, int flags) {
        long result = upper != null ? 0 : copy(task, Long.MAX_VALUE);
        return result < 0 ? result : Objects.requireNonNull(upper).setFlags(task, flags);
    }

    @Override
    public final @Nullable Acl acl(Task task, boolean initial) {
        Inode shown = source();
        return shown.protectable(task) ? shown.acl(task, initial) : null;
    }

    @Override
    public final long setAcl(Task task, boolean initial, @Nullable Acl acl, int mode) {
        long result = copyUp(task, Long.MAX_VALUE);
        return result < 0 ? result : Objects.requireNonNull(upper).setAcl(task, initial, acl, mode);
    }

    @Override
    public long setattr(Task task, Attributes change) {
        long result = copyUp(task, change.size() < 0 ? Long.MAX_VALUE : change.size());
        return result < 0 ? result : Objects.requireNonNull(upper).setattr(task, change);
    }

    // Getting an upper.

    /**
     * Gives it an upper, if it has none: a copy of the lower in memory.
     *
     * @param bytes how much of its content is still wanted
     * @return 0 or a negative errno: {@code -EPERM} if the lower may not be changed
     */
    final long copyUp(Task task, long bytes) {
        if (upper != null) {
            return 0;
        }
        long kept = Objects.requireNonNull(lower).flags(task);
        return kept > 0 && (kept & FS_IMMUTABLE_FL) != 0 ? -EPERM : copy(task, bytes);
    }

    private long copy(Task task, long bytes) {
        copying.lock();
        try {
            if (upper != null) {
                return 0;
            }
            Inode from = Objects.requireNonNull(lower);
            Stat before = from.stat(task);
            Found found = new Found();
            Name name = overlay.newName();
            Found text = new Found();
            long result = (before.mode() & S_IFMT) == S_IFLNK ? from.readlink(task, text) : 0;
            if (result < 0) {
                return result;
            }
            result = overlay.inStore(store -> makeUpper(task, store, name, before, text.bytes, found), found);
            if (result < 0) {
                return result;
            }
            Inode made = found.inode();
            result = fill(task, from, made, bytes);
            if (result == 0) {
                result = Copied.attributes(task, from, made);
            }
            if (result < 0) {
                overlay.discard(task, name, made);
                return result;
            }
            made.setattr(task, Attributes.ofOwner(before.uid(), before.gid(), before.mode() & ~S_IFMT));
            made.setattr(task, Attributes.ofTimes(before.atime(), before.mtime()));
            storeName = name;
            show(made);
            pin();
            if (type() != S_IFDIR && before.nlink() > 1) {
                overlay.keep(this);
            }
            return 0;
        } finally {
            copying.unlock();
        }
    }

    private static long makeUpper(Task task, Inode store, Name name, Stat before, byte @Nullable [] text, Found found) {
        int mode = before.mode();
        return switch (mode & S_IFMT) {
            case S_IFDIR -> store.mkdir(task, name, mode & ~S_IFMT, found);
            case S_IFLNK -> store.symlink(task, name, Objects.requireNonNull(text), found);
            default -> store.create(task, name, mode, before.rdev(), found);
        };
    }

    /** Copies the content. @return 0 or a negative errno */
    long fill(Task task, Inode from, Inode to, long bytes) {
        return 0;
    }

    /** Has the directories above hold this object, which is no longer what the lower has. */
    final void pin() {
        OverlayName known = link;
        if (known != null && !known.removed) {
            known.parent.hold(known.name, this);
        }
    }

    // Extended attributes.

    @Override
    public final long getxattr(Task task, String name, Found found) {
        Inode shown = source();
        long result = shown.getxattr(task, name, found);
        return result == -EOPNOTSUPP && shown != upper ? -ENODATA : result; // a copy could have it
    }

    @Override
    public final long listxattr(Task task, Found found) {
        return source().listxattr(task, found);
    }

    @Override
    public final long setxattr(Task task, String name, byte[] value, int flags) {
        long result = copyUp(task, Long.MAX_VALUE);
        return result < 0 ? result : Objects.requireNonNull(upper).setxattr(task, name, value, flags);
    }

    @Override
    public final long removexattr(Task task, String name) {
        long result = copyUp(task, Long.MAX_VALUE);
        return result < 0 ? result : Objects.requireNonNull(upper).removexattr(task, name);
    }
}
