package io.unishim.core;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Sched.CLONE_PARENT;
import static io.unishim.abi.Sched.CLONE_THREAD;

import io.unishim.Shim;
import io.unishim.library.Lifecycle;
import io.unishim.memory.JavaMemory;
import io.unishim.memory.UserMemory;
import io.unishim.struct.SigInfo;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.task.Tasks;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The processes and tasks of a shim, and the births among them; {@link Deaths} has the rest. */
final class TaskTable implements Tasks {
    private static final int NAME_BYTES = 15;

    private final Shim shim;
    private final ReentrantLock lock = new ReentrantLock();
    private final TaskIds ids;
    private final ConcurrentHashMap<Integer, Task> tasks = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Integer, Process> processes = new ConcurrentSkipListMap<>();
    private final List<Lifecycle> lifecycles = new CopyOnWriteArrayList<>();
    private final Deaths deaths;
    private final Witnesses witnesses;
    private volatile @Nullable Process first;

    TaskTable(Shim shim, TaskIds ids, Witnesses witnesses) {
        this.shim = shim;
        this.witnesses = witnesses;
        this.ids = ids;
        this.deaths = new Deaths(lock, ids, tasks, processes, lifecycles, witnesses);
    }

    void add(Lifecycle lifecycle) {
        lifecycles.add(lifecycle);
    }

    /** Makes the first process, once all libraries have booted. */
    void start() {
        Task task = make(null, null, new JavaMemory(), "init");
        deaths.first(task.process());
        first = task.process();
    }

    Deaths deaths() {
        return deaths;
    }

    @Override
    public Task newProcess(@Nullable Process parent, UserMemory memory, String name) {
        return make(parent == null ? first() : parent, parent, memory, name);
    }

    private Task make(@Nullable Process parent, @Nullable Process heirOf, UserMemory memory, String name) {
        int pid = ids.allocate();
        if (pid < 0) {
            throw new IllegalStateException("every process id is in use");
        }
        Process process = new Process(shim, pid, parent, memory, name(name));
        Task task = new Task(process, pid);
        Birth birth = new Birth(task);
        try {
            for (Lifecycle each : lifecycles) {
                birth.heard(each);
                each.processCreated(process, heirOf);
            }
        } catch (Throwable thrown) {
            birth.undo();
            throw thrown;
        }
        if (!publish(task)) {
            birth.undo();
            throw new IllegalStateException("the shim is closing");
        }
        return task;
    }

    private static String name(String name) {
        String cut = name;
        while (cut.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > NAME_BYTES) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }

    @Override
    public long clone(Task parent, long flags, int wanted, Consumer<Task> child) {
        Process caller = parent.process();
        int error = CloneFlags.check(flags, claimedFlags(), caller == first);
        if (error != 0) {
            return error;
        }
        int id = wanted == 0 ? ids.allocate() : ids.take(wanted);
        if (id < 0) {
            return wanted == 0 ? -EAGAIN : -EEXIST;
        }
        boolean thread = (flags & CLONE_THREAD) != 0;
        Process above = (flags & CLONE_PARENT) != 0 ? caller.parent() : caller;
        Task task = new Task(thread ? caller : new Process(shim, id, above, caller.memory(), caller.name()), id);
        Birth birth = new Birth(task);
        try {
            long failed = announce(birth, parent, flags);
            if (failed == 0) {
                child.accept(task);
                failed = publish(task) ? 0 : -EAGAIN;
            }
            if (failed != 0) {
                birth.undo();
                return failed;
            }
            return id;
        } catch (Throwable thrown) {
            birth.undo();
            throw thrown;
        }
    }

    @Override
    public Process fork(Task parent, ToIntFunction<Task> code) {
        return JavaChild.start(this, parent, code);
    }

    private long claimedFlags() {
        long claimed = 0;
        for (Lifecycle each : lifecycles) {
            claimed |= each.cloneFlags();
        }
        return claimed;
    }

    private long announce(Birth birth, Task parent, long flags) {
        if (birth.makesProcess()) {
            for (Lifecycle each : lifecycles) {
                birth.heard(each);
                each.processCreated(birth.task.process(), parent.process());
            }
        }
        for (Lifecycle each : lifecycles) {
            birth.heard(each);
            long failed = each.taskCloned(parent, birth.task, flags);
            if (failed != 0) {
                return failed;
            }
        }
        return 0;
    }

    /** Lets others find a task; its parent may have ended meanwhile. */
    private boolean publish(Task task) {
        lock.lock();
        try {
            if (deaths.closing()) {
                return false;
            }
            Process process = task.process();
            Process parent = process.parent();
            if (task.tid() == process.pid()) {
                if (parent != null && parent.status() != Process.RUNNING) {
                    deaths.adopt(process);
                }
                processes.put(process.pid(), process);
            }
            tasks.put(task.tid(), task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void executed(Task task) {
        for (Lifecycle each : lifecycles) {
            each.executed(task);
        }
    }

    @Override
    public void signalled(Task task, SigInfo info) {
        witnesses.signalled(task, info);
    }

    @Override
    public void exited(Task task, int waitStatus) {
        deaths.exited(task, waitStatus);
    }

    @Override
    public void reap(Process process) {
        deaths.reap(process);
    }

    @Override
    public @Nullable Task task(int tid) {
        return tasks.get(tid);
    }

    @Override
    public @Nullable Process process(int pid) {
        return processes.get(pid);
    }

    @Override
    public Collection<Process> processes() {
        return Collections.unmodifiableCollection(processes.values());
    }

    @Override
    public long made() {
        return ids.made();
    }

    @Override
    public Process first() {
        Process found = first;
        if (found == null) {
            throw new IllegalStateException("the shim has no process until all its libraries have booted");
        }
        return found;
    }

    /** A birth under way, and who heard of it, so that it can be undone. */
    private final class Birth {
        private final Task task;
        private final CopyOnWriteArrayList<Lifecycle> heard = new CopyOnWriteArrayList<>();

        Birth(Task task) {
            this.task = task;
        }

        boolean makesProcess() {
            return task.tid() == task.process().pid();
        }

        void heard(Lifecycle lifecycle) {
            heard.addIfAbsent(lifecycle);
        }

        void undo() {
            if (makesProcess()) {
                // Without a parent nobody is told that a child has ended.
                task.process().parent(null);
            }
            deaths.undo(task, heard, makesProcess());
        }
    }
}
