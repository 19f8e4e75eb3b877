package io.unishim.vfscore.ramfs;

import io.unishim.memory.UserBuffer;
import io.unishim.struct.Timespec;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Protection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What of an inode is durable, and which part of its content is not. It outlives the inode, and the shim. */
final class DiskNode {
    private static final int PAGE = PagePool.PAGE;

    private int mode;
    private int uid;
    private int gid;
    private long device;
    private @Nullable Timespec mtime;
    private byte @Nullable [] target;
    private Map<String, byte[]> xattrs = Map.of();
    private Protection protection = Protection.NONE;
    private final Map<String, DiskNode> entries = new LinkedHashMap<>();
    private final TreeMap<Long, byte[]> pages = new TreeMap<>();
    private long size;

    // Not durable; guarded by this.
    private final TreeSet<Long> dirty = new TreeSet<>();
    private long shrunk = Long.MAX_VALUE;

    DiskNode(int mode) {
        this.mode = mode;
    }

    int mode() {
        return mode;
    }

    int uid() {
        return uid;
    }

    int gid() {
        return gid;
    }

    long device() {
        return device;
    }

    long size() {
        return size;
    }

    byte @Nullable [] target() {
        return target;
    }

    Map<String, byte[]> xattrs() {
        return xattrs;
    }

    Protection protection() {
        return protection;
    }

    /** @return a directory's durable names, as ISO-8859-1 */
    Map<String, DiskNode> entries() {
        return entries;
    }

    NavigableMap<Long, byte[]> pages() {
        return pages;
    }

    /** @return the attributes that an inode is to have again */
    Attributes attributesAgain() {
        return new Attributes(mode & 07777, uid, gid, true, true, -1, mtime, mtime);
    }

    // Changes that are not durable yet.

    synchronized void dirty(long at, long count) {
        for (long page = at / PAGE; page <= (at + count - 1) / PAGE; page++) {
            dirty.add(page);
        }
    }

    synchronized void shrunk(long to) {
        shrunk = Math.min(shrunk, to);
        dirty.tailSet(to / PAGE + 1).clear();
        if (to % PAGE != 0) {
            dirty.add(to / PAGE);
        }
    }

    // Bringing to the medium.

    /** Its owner and what never changes are known from the start. */
    void made(RamInode inode, byte @Nullable [] newTarget) {
        uid = inode.uid();
        gid = inode.gid();
        device = inode.rdev();
        target = newTarget;
    }

    /** The next life begins with what is durable. */
    synchronized void revive() {
        dirty.clear();
        shrunk = Long.MAX_VALUE;
    }

    void attributes(RamInode inode) {
        mode = inode.mode();
        uid = inode.uid();
        gid = inode.gid();
        mtime = inode.mtime();
        xattrs = inode.allXattrs();
        protection = inode.protection();
    }

    /** The caller keeps the content from changing. */
    synchronized long content(FileContent content, long newSize) {
        if (content instanceof HostContent && newSize > 0) {
            dirty(0, newSize); // a program may have written where nobody sees it
        }
        if (shrunk != Long.MAX_VALUE) {
            pages.tailMap((shrunk + PAGE - 1) / PAGE).clear();
            shrunk = Long.MAX_VALUE;
        }
        for (long page : dirty) {
            int count = (int) Math.min(PAGE, newSize - page * PAGE);
            if (count > 0) {
                byte[] bytes = new byte[PAGE];
                long unused = content.read(UserBuffer.of(bytes, 0, count), page * PAGE, count);
                pages.put(page, bytes);
            }
        }
        dirty.clear();
        size = newSize;
        return 0;
    }
}
