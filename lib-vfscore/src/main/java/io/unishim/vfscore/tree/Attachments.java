package io.unishim.vfscore.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What hangs on an inode that few inodes have; hold {@link Inode#lock()} to change it. */
public final class Attachments {
    private static final VfsMount[] NOTHING = {};

    /** The mounts on this inode, in whatever mounts of its file system, the oldest first; replaced, never changed. */
    volatile VfsMount[] mounted = NOTHING;

    /** What opens of a FIFO share, or the socket bound to a name. */
    private volatile @Nullable Object endpoint;

    /** Locks of {@code fcntl(2)} and {@code flock(2)}. */
    private volatile @Nullable Object locks;

    /** Whether a file of O_TMPFILE may get a name. */
    private volatile boolean linkable;

    /** Leases on a file. */
    private volatile @Nullable Object leases;

    /** F_SET_RW_HINT. */
    private volatile int hint;

    /** Flags and access control lists. */
    private volatile @Nullable Protection protection;

    /** Who is told what happens; replaced as a whole. */
    private volatile Watch @Nullable [] watches;

    Attachments() {}

    /** @return who is told what happens to the inode, or null if nobody is */
    Watch @Nullable [] watches() {
        return watches;
    }

    void addWatch(Watch watch) {
        Watch[] old = watches;
        Watch[] now = old == null ? new Watch[1] : Arrays.copyOf(old, old.length + 1);
        now[now.length - 1] = watch;
        watches = now;
    }

    /** @return whether it was the last */
    boolean removeWatch(Watch watch) {
        Watch[] old = watches;
        if (old == null) {
            return false;
        }
        Watch[] now = Arrays.stream(old).filter(each -> each != watch).toArray(Watch[]::new);
        watches = now.length == 0 ? null : now;
        return now.length == 0;
    }

    @Nullable
    Protection protection() {
        return protection;
    }

    void protection(@Nullable Protection newProtection) {
        protection = newProtection;
    }

    /** @return whether something is mounted on it, other than in trees that are in nobody's tree of files */
    public boolean covered() {
        for (VfsMount each : mounted) {
            if (each.attached()) {
                return true;
            }
        }
        return false;
    }

    /** @return whether a file without a name may get one: it was made by O_TMPFILE without O_EXCL */
    public boolean linkable() {
        return linkable;
    }

    /** Says that a file without a name may get one. */
    public void makeLinkable() {
        linkable = true;
    }

    /** @return what opens of a FIFO share, or the socket bound to a name; null if nobody put it */
    public @Nullable Object endpoint() {
        return endpoint;
    }

    /** Replaces {@link #endpoint()}. */
    public void endpoint(@Nullable Object shared) {
        endpoint = shared;
    }

    /** @return the leases, or null if there never were any */
    public @Nullable Object leases() {
        return leases;
    }

    /** Replaces {@link #leases()}. */
    public void leases(Object newLeases) {
        leases = newLeases;
    }

    /** @return how long what is written is expected to live, as somebody said */
    public int hint() {
        return hint;
    }

    /** Replaces {@link #hint()}. */
    public void hint(int newHint) {
        hint = newHint;
    }

    /** @return the file locks, or null if there never were any */
    public @Nullable Object locks() {
        return locks;
    }

    /** Replaces {@link #locks()}. */
    public void locks(Object newLocks) {
        locks = newLocks;
    }
}
