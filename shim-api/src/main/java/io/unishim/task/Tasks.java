package io.unishim.task;

import io.unishim.call.ErrnoException;
import io.unishim.memory.UserMemory;
import io.unishim.struct.SigInfo;
import java.util.Collection;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A shim's processes and tasks: who lives, and what happens at birth and death. */
public interface Tasks {
    /**
     * Makes a process with one task, not started.
     *
     * @param parent whose state it inherits as {@code fork(2)} says, or null for a child of the first process that
     *     inherits nothing
     * @param memory its address space
     * @param name its command's name
     * @return its first task
     */
    Task newProcess(@Nullable Process parent, UserMemory memory, String name);

    /**
     * Makes a task as {@code clone(2)} says, not started. Each library that claims some of the flags does its part.
     *
     * @param parent the caller
     * @param flags CLONE_*; without CLONE_THREAD a process is made
     * @param child called with the new task after the libraries did their part and before anyone can find it by its id.
     *     The new process has the caller's memory object; without CLONE_VM this is where it gets its copy
     * @return the new task's id, or a negative errno: {@code -EINVAL} for a flag that no library claims, {@code -EAGAIN} if
     *     there are too many tasks
     */
    default long clone(Task parent, long flags, java.util.function.Consumer<Task> child) {
        return clone(parent, flags, 0, child);
    }

    /**
     * As {@link #clone(Task, long, java.util.function.Consumer)}, with an id of the caller's choice.
     *
     * @param id of the new task, or 0 for any
     * @return as without it; {@code -EEXIST} if a task has that id
     */
    long clone(Task parent, long flags, int id, java.util.function.Consumer<Task> child);

    /**
     * Runs Java code as a child process. As after {@code fork(2)} the child has copies of the parent's descriptors, working
     * directory and umask, signal actions and mask, credentials and limits, its parent gets SIGCHLD at its end and may wait
     * for it; but it has an empty memory of its own, and what Java code knows is shared as among any threads.
     *
     * <pre>{@code
     * Task parent = shim.newProcess("parent");
     * shim.tasks().fork(parent, child -> {
     *     shim.linux(child).chdir("/tmp");
     *     return 3;
     * });
     * shim.linux(parent).wait4(-1, status, 0);
     * }</pre>
     *
     * @param parent acting on the current thread
     * @param code runs on a thread of its own, is given the child's task and returns its exit code, 0 to 255. If a signal
     *     ends the child meanwhile, its thread is interrupted; what the code throws counts as SIGABRT
     * @return the child
     * @throws ErrnoException {@code EAGAIN} if there are too many processes
     */
    Process fork(Task parent, ToIntFunction<Task> code);

    /**
     * Ends a task; with the last one of its process the process, which becomes a zombie until its parent has waited for
     * it. Called by the thread that acted for the task, after its last call; a second time does nothing.
     *
     * <p>{@link Process#status()} is set before the libraries hear of the end. When the first process ends, all others
     * are asked to.
     *
     * @param waitStatus as {@code wait4(2)} gives it
     */
    void exited(Task task, int waitStatus);

    /** Tells the hooks that stand around calls that a program takes a signal; by its own thread, which holds no lock. */
    void signalled(Task task, SigInfo info);

    /**
     * Tells the libraries that {@code execve(2)} succeeded. Called by the task's own thread once the process has its new
     * memory and no other task.
     */
    void executed(Task task);

    /** Forgets a zombie: its parent has waited for it. */
    void reap(Process process);

    /** @return how many tasks were made since the boot */
    long made();

    /** @return the living task of that id, or null */
    @Nullable
    Task task(int tid);

    /** @return the process of that id, living or a zombie, or null */
    @Nullable
    Process process(int pid);

    /** @return all processes, living and zombies, by id */
    Collection<Process> processes();

    /** @return the first process, of id 1, which adopts orphans */
    Process first();
}
