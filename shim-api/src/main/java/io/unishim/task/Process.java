package io.unishim.task;

import io.unishim.Shim;
import io.unishim.memory.UserMemory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A process: an address space and what its tasks share. Made by {@link Tasks}; what it owns (descriptors, credentials,
 * signal actions) hangs on it as the state of the library that knows about it.
 */
@SuppressWarnings("JavaLangClash") // Linux's word for it; nobody here starts one of Java's
public final class Process extends States {
    /** {@link #status()} of a process that still runs. */
    public static final int RUNNING = -1;

    private final Shim shim;
    private final int pid;
    private final CopyOnWriteArrayList<Task> tasks = new CopyOnWriteArrayList<>();

    /** What tasks that ended and children have read and written. Guarded by itself. */
    private final IoCounts ofOthers = new IoCounts();

    private volatile @Nullable Process parent;
    private volatile UserMemory memory;
    private volatile String name;
    private volatile int status = RUNNING;
    private volatile boolean adopts;

    /** For {@link Tasks} only. */
    public Process(Shim shim, int pid, @Nullable Process parent, UserMemory memory, String name) {
        this.shim = shim;
        this.pid = pid;
        this.parent = parent;
        this.memory = memory;
        this.name = name;
    }

    /** @return the shim it belongs to */
    public Shim shim() {
        return shim;
    }

    /** @return its id, 1 or more, unique among the living and the zombies of the shim */
    public int pid() {
        return pid;
    }

    /** @return its parent, or null for the first process */
    public @Nullable Process parent() {
        return parent;
    }

    /** Gives it another parent, when its own ended; null for a process whose birth is undone. */
    public void parent(@Nullable Process newParent) {
        parent = newParent;
    }

    /** @return its id as {@code getppid(2)} gives it: 0 for the first process */
    public int parentPid() {
        Process of = parent;
        return of == null ? 0 : of.pid;
    }

    /** @return its memory; another one after {@code execve(2)} */
    public UserMemory memory() {
        return memory;
    }

    /** Replaces its memory, at {@code execve(2)}, while it has one task. */
    public void memory(UserMemory newMemory) {
        memory = newMemory;
        for (Task task : tasks) {
            task.arguments().memory(newMemory);
        }
    }

    /** @return the command's name, at most 15 bytes, as {@code /proc/PID/comm} shows it */
    public String name() {
        return name;
    }

    public void name(String newName) {
        name = newName;
    }

    /** @return its living tasks, the first one first; a snapshot may be iterated while tasks come and go */
    public List<Task> tasks() {
        return tasks;
    }

    void add(Task task) {
        tasks.add(task);
    }

    /** For {@link Tasks} only. */
    public void remove(Task task) {
        synchronized (ofOthers) {
            if (tasks.remove(task)) {
                ofOthers.add(task.io());
            }
        }
    }

    /** @return what it has read and written: its tasks, those that ended as well, and the children that it has waited for */
    public IoCounts io() {
        IoCounts all = new IoCounts();
        synchronized (ofOthers) {
            all.add(ofOthers);
            tasks.forEach(each -> all.add(each.io()));
        }
        return all;
    }

    /** Counts what a child has read and written, for which it waited. */
    public void countChild(Process child) {
        IoCounts more = child.io();
        synchronized (ofOthers) {
            ofOthers.add(more);
        }
    }

    /** @return the wait status as {@code wait4(2)} gives it, or {@link #RUNNING} */
    public int status() {
        return status;
    }

    /** For {@link Tasks} only. */
    public void status(int waitStatus) {
        status = waitStatus;
    }

    /** @return whether orphans among its descendants become its children (man 2 prctl, PR_SET_CHILD_SUBREAPER) */
    public boolean adopts() {
        return adopts;
    }

    /** Says whether orphans among its descendants become its children. */
    public void adopts(boolean orphans) {
        adopts = orphans;
    }

    @Override
    public String toString() {
        return name + "[" + pid + "]";
    }
}
