package io.unishim.file;

import static io.unishim.abi.Fcntl.O_ACCMODE;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_WRONLY;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What {@code open(2)} makes: a file, a position and flags, shared by all descriptors that were duplicated from one. */
public final class OpenFileDescription {
    private static final VarHandle REFERENCES;
    private static final VarHandle FLAGS;
    private static final VarHandle LOCK;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            REFERENCES = lookup.findVarHandle(OpenFileDescription.class, "references", int.class);
            FLAGS = lookup.findVarHandle(OpenFileDescription.class, "flags", int.class);
            LOCK = lookup.findVarHandle(OpenFileDescription.class, "positionLock", ReentrantLock.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final FileOperations file;
    private volatile @Nullable ReentrantLock positionLock;
    private volatile int flags;
    private volatile long position;
    private volatile int references;
    private volatile @Nullable List<Runnable> releaseActions;
    private volatile @Nullable Object attachment;

    /**
     * Makes a description with one reference, which the maker holds: {@link Descriptors#install} takes it over.
     *
     * @param file what is open
     * @param flags of {@code open(2)}, without those that only matter while opening
     */
    public OpenFileDescription(FileOperations file, int flags) {
        this.file = file;
        FLAGS.set(this, flags); // seen by who sees the description: what gives it out says so
        REFERENCES.set(this, 1);
    }

    /** @return what is open */
    public FileOperations file() {
        return file;
    }

    /** @return access mode and status flags */
    public int flags() {
        return flags;
    }

    /** @return whether all the given flags are set */
    public boolean has(int flag) {
        return (flags & flag) == flag;
    }

    /** Replaces the status flags among {@code mask}. */
    public synchronized void changeFlags(int mask, int newFlags) {
        flags = flags & ~mask | newFlags & mask;
        file.flagsChanged(this);
    }

    /** @return whether the access mode allows to read */
    public boolean readable() {
        int now = flags;
        return (now & O_ACCMODE) != O_WRONLY && (now & O_PATH) == 0;
    }

    /** @return whether the access mode allows to write */
    public boolean writable() {
        int now = flags;
        return (now & O_ACCMODE) != O_RDONLY && (now & O_PATH) == 0;
    }

    /** @return what the library that owns descriptors keeps with it, or null */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** Replaces {@link #attachment()}. */
    public void attachment(@Nullable Object kept) {
        attachment = kept;
    }

    /** @return where the next {@code read(2)} begins, in bytes */
    public long position() {
        return position;
    }

    /** Moves it; hold {@link #positionLock}. */
    public void position(long newPosition) {
        position = newPosition;
    }

    /** @return what makes {@code read(2)} move the position exactly once, also among threads */
    public ReentrantLock positionLock() {
        ReentrantLock found = positionLock;
        if (found == null) {
            ReentrantLock made = new ReentrantLock();
            found = LOCK.compareAndSet(this, null, made) ? made : positionLock;
        }
        return Objects.requireNonNull(found);
    }

    /** @return whether more than one descriptor or call holds it */
    public boolean shared() {
        return references > 1;
    }

    /** Adds a reference, for {@code dup(2)} and {@code fork(2)}. @return whether there was one left to add to */
    public boolean retain() {
        int now;
        do {
            now = references;
            if (now == 0) {
                return false;
            }
        } while (!REFERENCES.compareAndSet(this, now, now + 1));
        return true;
    }

    /** Gives a reference up; with the last one the file is released. */
    public void release() {
        if ((int) REFERENCES.getAndAdd(this, -1) == 1) {
            runReleaseActions();
            file.released(this);
        }
    }

    /**
     * Has something done when the last reference is given up, before the file is released: how an epoll instance learns
     * that what it watches is gone.
     *
     * @param action must not block; {@link #cancelRelease} takes it back
     * @return whether it will be done; false if the last reference is gone already
     */
    public synchronized boolean onRelease(Runnable action) {
        List<Runnable> actions = releaseActions;
        if (actions == null) {
            actions = new ArrayList<>(1);
            releaseActions = actions;
        }
        actions.add(action);
        // Who gives the last reference up either is seen here, or sees the list.
        return references != 0 || !actions.remove(action);
    }

    /** Takes back what {@link #onRelease} was given, if it was not begun yet. */
    public synchronized void cancelRelease(Runnable action) {
        List<Runnable> actions = releaseActions;
        if (actions != null) {
            actions.remove(action);
        }
    }

    private void runReleaseActions() {
        if (releaseActions == null) {
            return;
        }
        List<Runnable> actions;
        synchronized (this) {
            actions = releaseActions;
            releaseActions = null;
        }
        if (actions != null) {
            actions.forEach(Runnable::run);
        }
    }
}
