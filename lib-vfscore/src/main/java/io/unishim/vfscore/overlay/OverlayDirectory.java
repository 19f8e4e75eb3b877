package io.unishim.vfscore.overlay;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOTEMPTY;
import static io.unishim.abi.Fcntl.RENAME_EXCHANGE;
import static io.unishim.abi.Fcntl.RENAME_WHITEOUT;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.VfsPath;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A directory: what the lower has, less what was removed, and what was made or changed. */
final class OverlayDirectory extends OverlayInode {
    /** What was made here, moved here or changed. */
    private final Map<Name, OverlayInode> own = new ConcurrentHashMap<>(4);

    /** Names of the lower that are hidden (whiteouts). */
    private final Set<Name> hidden = ConcurrentHashMap.newKeySet(4);

    private volatile boolean removed;

    OverlayDirectory(OverlayFs overlay, @Nullable Inode lower, @Nullable Inode upper) {
        super(overlay, lower, upper);
    }

    private static Name kept(byte[] bytes) {
        return new Name().set(bytes, 0, bytes.length);
    }

    /** Holds an inode of the lower that was changed, and has the directories above hold this one. */
    void hold(byte[] name, OverlayInode inode) {
        if (own.putIfAbsent(kept(name), inode) == null) {
            pin();
        }
    }

    Map<Name, OverlayInode> own() {
        return own;
    }

    boolean hides(Name name) {
        return hidden.contains(name);
    }

    boolean removed() {
        return removed;
    }

    @Override
    public long lookup(Task task, Name name, Found found) {
        OverlayInode mine = own.get(name);
        if (mine != null) {
            return found.inode(mine);
        }
        Inode below = lower();
        if (below == null || hidden.contains(name)) {
            return -ENOENT;
        }
        long result = below.lookup(task, name, found);
        if (result < 0) {
            return result;
        }
        OverlayInode inode = overlay().wrap(found.inode());
        inode.named(this, name);
        return found.inode(inode);
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        return found.file(new OverlayOpenDirectory(this, path));
    }

    // Changes; the directory's lock is held.

    private long changed(Task task) {
        long result = copyUp(task, 0);
        Inode above = upper();
        if (result == 0 && above != null) {
            Timespec now = Timespec.ofNanos(task.shim().time().realtimeNanos());
            above.setattr(task, Attributes.ofTimes(null, now));
        }
        return result;
    }

    private void put(Name name, OverlayInode inode) {
        Name key = kept(name.copy());
        own.put(key, inode);
        inode.linked(this, key);
    }

    /** Makes an upper in the store. */
    private interface Maker {
        long make(Inode store, Name name, Found found);
    }

    private long make(Task task, @Nullable Name name, Found found, Maker maker) {
        if (removed) {
            return -ENOENT;
        }
        long result = name == null ? 0 : changed(task);
        if (result < 0) {
            return result;
        }
        int gid = newGid(task);
        Name stored = overlay().newName();
        result = overlay().inStore(store -> maker.make(store, stored, found), found);
        if (result < 0) {
            return result;
        }
        Inode upper = found.inode();
        if (upper.gid() != gid) {
            upper.setattr(task, Attributes.ofOwner(-1, gid, -1));
        }
        overlay().store().inherit(upper, protection());
        OverlayInode inode = overlay().make(null, upper);
        inode.storeName(stored);
        if (name != null) {
            inode.addLinks(1);
            put(name, inode);
        } else {
            inode.becomeNameless();
        }
        return found.inode(inode);
    }

    @Override
    public long create(Task task, Name name, int mode, long device, Found found) {
        return make(task, name, found, (store, stored, made) -> store.create(task, stored, mode, device, made));
    }

    @Override
    public long mkdir(Task task, Name name, int mode, Found found) {
        return make(task, name, found, (store, stored, made) -> store.mkdir(task, stored, mode, made));
    }

    @Override
    public long symlink(Task task, Name name, byte[] target, Found found) {
        return make(task, name, found, (store, stored, made) -> store.symlink(task, stored, target, made));
    }

    @Override
    public long tmpfile(Task task, int mode, Found found) {
        return make(task, null, found, (store, stored, made) -> store.create(task, stored, S_IFREG | mode, 0, made));
    }

    @Override
    public long link(Task task, Inode inode, Name name) {
        if (removed) {
            return -ENOENT;
        }
        OverlayInode target = (OverlayInode) inode;
        long result = target.copyUp(task, Long.MAX_VALUE);
        if (result == 0) {
            result = changed(task);
        }
        if (result < 0) {
            return result;
        }
        target.addLinks(1);
        put(name, target);
        return 0;
    }

    /** Takes a name away; what the lower has under it is hidden first, so that no one sees it in between. */
    private void remove(Name name) {
        if (lower() != null) {
            hidden.add(kept(name.copy()));
        }
        own.remove(name);
    }

    @Override
    public long unlink(Task task, Name name, Inode victim) {
        long result = changed(task);
        if (result < 0) {
            return result;
        }
        remove(name);
        ((OverlayInode) victim).unnamed(task, this, name);
        return 0;
    }

    @Override
    public long rmdir(Task task, Name name, Inode victim) {
        OverlayDirectory directory = (OverlayDirectory) victim;
        if (!directory.isEmpty(task)) {
            return -ENOTEMPTY;
        }
        long result = changed(task);
        if (result < 0) {
            return result;
        }
        directory.removed = true;
        remove(name);
        directory.unnamed(task, this, name);
        return 0;
    }

    private boolean isEmpty(Task task) {
        return MergedListing.of(task, this).isEmpty();
    }

    @Override
    public long rename(
            Task task, Name name, Inode moved, Inode newDirectory, Name newName, @Nullable Inode target, int flags) {
        if ((flags & RENAME_WHITEOUT) != 0) {
            return -EINVAL; // as overlayfs
        }
        OverlayDirectory to = (OverlayDirectory) newDirectory;
        OverlayInode inode = (OverlayInode) moved;
        boolean exchange = (flags & RENAME_EXCHANGE) != 0;
        if (to.removed || exchange && target == null) {
            return -ENOENT;
        }
        if (!exchange && target instanceof OverlayDirectory directory && !directory.isEmpty(task)) {
            return -ENOTEMPTY;
        }
        long result = inode.copyUp(task, Long.MAX_VALUE);
        if (result == 0 && exchange && target instanceof OverlayInode other) {
            result = other.copyUp(task, Long.MAX_VALUE);
        }
        if (result == 0) {
            result = changed(task);
        }
        if (result == 0) {
            result = to.changed(task);
        }
        if (result < 0) {
            return result;
        }
        if (exchange && target instanceof OverlayInode other) {
            to.put(newName, inode);
            put(name, other);
            return 0;
        }
        if (target instanceof OverlayInode replaced) {
            if (replaced instanceof OverlayDirectory directory) {
                directory.removed = true;
            }
            replaced.unnamed(task, to, newName);
        }
        to.put(newName, inode);
        remove(name);
        return 0;
    }

    /** @return the number that {@code ..} shows */
    long parentNumber() {
        OverlayName link = link();
        return link == null ? number() : link.parent().number();
    }
}
