package io.unishim.vfscore.tree;

import io.unishim.file.Places;
import io.unishim.task.Process;
import io.unishim.task.StateKey;
import io.unishim.task.Task;

/** A process's root and working directory and its umask (the kernel's {@code fs_struct}); CLONE_FS shares it. */
public final class FsContext implements Places {
    /** Where a process keeps it. */
    public static final StateKey<FsContext> KEY = StateKey.of("root and working directory");

    private static final int USUAL_UMASK = 022;

    private volatile VfsPath root;
    private volatile VfsPath cwd;
    private volatile int umask;

    /** Makes one whose working directory is its root. */
    public FsContext(VfsPath root) {
        this.root = root;
        this.cwd = root;
        this.umask = USUAL_UMASK;
    }

    /** Makes a copy. */
    public FsContext(FsContext other) {
        this.root = other.root;
        this.cwd = other.cwd;
        this.umask = other.umask;
    }

    /** Gives it to a process. */
    public void install(Process process) {
        process.put(KEY, this);
        process.put(Places.KEY, this);
    }

    /** @return that of a task's process */
    public static FsContext of(Task task) {
        return task.process().state(KEY);
    }

    public VfsPath root() {
        return root;
    }

    public void root(VfsPath newRoot) {
        root = newRoot;
    }

    public VfsPath cwd() {
        return cwd;
    }

    public void cwd(VfsPath newCwd) {
        cwd = newCwd;
    }

    public int umask() {
        return umask;
    }

    /** Replaces the umask. @return the old one */
    public synchronized int umask(int newUmask) {
        int old = umask;
        umask = newUmask & 0777;
        return old;
    }
}
