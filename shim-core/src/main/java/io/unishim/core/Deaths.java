package io.unishim.core;

import io.unishim.library.Lifecycle;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.UserMemory;
import io.unishim.task.Execution;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How tasks and processes end: who hears of it, who adopts orphans, and how all end when the shim closes. */
final class Deaths {
    /** The wait status of a process that SIGKILL ended. */
    private static final int KILLED = 9;

    /** How long a program's thread may take to come out before closing goes on without it. */
    private static final long PATIENCE_SECONDS = 30;

    private final ReentrantLock lock;
    private final Condition changed;
    private final TaskIds ids;
    private final Map<Integer, Task> tasks;
    private final Map<Integer, Process> processes;
    private final List<Lifecycle> lifecycles;
    private final Witnesses witnesses;
    private final Set<Process> adopted = ConcurrentHashMap.newKeySet();
    private @Nullable Process first;
    private boolean closing;

    Deaths(
            ReentrantLock lock,
            TaskIds ids,
            Map<Integer, Task> tasks,
            Map<Integer, Process> processes,
            List<Lifecycle> lifecycles,
            Witnesses witnesses) {
        this.lock = lock;
        this.changed = lock.newCondition();
        this.ids = ids;
        this.tasks = tasks;
        this.processes = processes;
        this.lifecycles = lifecycles;
        this.witnesses = witnesses;
    }

    void first(Process process) {
        first = process;
    }

    /** Under the lock. */
    boolean closing() {
        return closing;
    }

    void exited(Task task, int waitStatus) {
        if (!tasks.remove(task.tid(), task)) {
            return;
        }
        witnesses.ended(task, waitStatus);
        Process process = task.process();
        tell(lifecycles, each -> each.taskExited(task));
        List<Process> orphans = List.of();
        boolean last;
        lock.lock();
        try {
            process.remove(task);
            last = process.tasks().isEmpty();
            if (last) {
                process.status(waitStatus);
                orphans = orphans(process);
            }
            if (task.tid() != process.pid()) {
                ids.release(task.tid());
            }
        } finally {
            lock.unlock();
        }
        if (last) {
            tell(lifecycles, each -> each.processExited(process));
            release(process);
            orphans.forEach(this::reapIfNobodyWaits);
            reapIfNobodyWaits(process);
            if (process == first) {
                // man 7 pid_namespaces: the end of the first process is the end of all.
                tasks.values().forEach(each -> each.exit(KILLED));
            }
        }
        signalChange();
    }

    private List<Process> orphans(Process of) {
        List<Process> orphans = new ArrayList<>();
        for (Process each : processes.values()) {
            if (each.parent() == of) {
                adopt(each);
                orphans.add(each);
            }
        }
        return orphans;
    }

    /** Gives a process to the nearest ancestor that wants orphans, else to the first one; under the lock. */
    void adopt(Process process) {
        Process heir = heir(process.parent());
        process.parent(heir);
        if (heir == first) {
            adopted.add(process);
        }
    }

    private @Nullable Process heir(@Nullable Process dead) {
        Process above = dead;
        while (above != null && !(above.adopts() && above.status() == Process.RUNNING)) {
            above = above.parent();
        }
        return above == null ? first : above;
    }

    /** A first process whose code is Java does not wait for children that it did not make, as an init would. */
    private void reapIfNobodyWaits(Process process) {
        Process init = first;
        if (adopted.contains(process) && (init == null || !isProgram(init))) {
            reap(process);
        }
    }

    private static boolean isProgram(Process process) {
        for (Task task : process.tasks()) {
            if (task.stateOrNull(Execution.KEY) != null) {
                return true;
            }
        }
        return false;
    }

    void reap(Process process) {
        if (process.status() != Process.RUNNING && processes.remove(process.pid(), process)) {
            adopted.remove(process);
            ids.release(process.pid());
        }
    }

    /** Ends what was being born, as far as libraries have heard of it. */
    void undo(Task task, List<Lifecycle> heard, boolean makesProcess) {
        tell(heard, each -> each.taskExited(task));
        task.process().remove(task);
        if (makesProcess) {
            task.process().status(KILLED);
            tell(heard, each -> each.processExited(task.process()));
            release(task.process());
        }
        ids.release(task.tid());
    }

    /** Gives a program's memory back when no process has it any more: after CLONE_VM many may. */
    private void release(Process process) {
        UserMemory memory = process.memory();
        if (memory instanceof AddressSpace space && !isShared(memory, process)) {
            try {
                space.close();
            } catch (RuntimeException thrown) {
                Log.error("the memory of " + process + " could not be given back", thrown);
            }
        }
    }

    private boolean isShared(UserMemory memory, Process but) {
        for (Process other : processes.values()) {
            if (other != but && other.memory() == memory && other.status() == Process.RUNNING) {
                return true;
            }
        }
        return false;
    }

    /** In reverse, and all of them: a library that fails must not keep others from giving back what they hold. */
    private static void tell(List<Lifecycle> all, Consumer<Lifecycle> what) {
        for (int i = all.size() - 1; i >= 0; i--) {
            try {
                what.accept(all.get(i));
            } catch (RuntimeException | LinkageError thrown) {
                Log.error(all.get(i).getClass().getName() + " failed at an exit", thrown);
            }
        }
    }

    private void signalChange() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends every task: those with threads of their own end themselves, the others are ended here.
     *
     * @throws IllegalStateException if a thread did not come out of its program
     */
    void closeAll() {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
        for (Task task : tasks.values()) {
            task.exit(KILLED);
        }
        List<Task> stuck = awaitThreads();
        List<Task> rest = new ArrayList<>(tasks.values());
        rest.removeAll(stuck);
        rest.sort((one, other) -> Integer.compare(other.tid(), one.tid()));
        for (Task task : rest) {
            exited(task, task.exitStatus());
        }
        if (!stuck.isEmpty()) {
            throw new IllegalStateException("tasks did not end within " + PATIENCE_SECONDS + " s: " + stuck);
        }
        processes.clear();
    }

    private List<Task> runningElsewhere() {
        List<Task> running = new ArrayList<>();
        for (Task task : tasks.values()) {
            Thread thread = task.thread();
            if (thread != null && thread != Thread.currentThread()) {
                running.add(task);
            }
        }
        return running;
    }

    private List<Task> awaitThreads() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        boolean restore = false;
        lock.lock();
        try {
            while (true) {
                List<Task> running = runningElsewhere();
                if (running.isEmpty() || System.nanoTime() - deadline > 0) {
                    return running;
                }
                try {
                    // A thread may also leave its task without a word: look again now and then.
                    boolean unused = changed.await(20, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    restore = true;
                }
            }
        } finally {
            lock.unlock();
            if (restore) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
