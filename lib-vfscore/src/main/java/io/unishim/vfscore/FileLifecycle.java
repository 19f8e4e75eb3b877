package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Sched.CLONE_FILES;
import static io.unishim.abi.Sched.CLONE_FS;
import static io.unishim.abi.Sched.CLONE_THREAD;

import io.unishim.file.Descriptors;
import io.unishim.library.Lifecycle;
import io.unishim.task.Process;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import io.unishim.vfscore.fd.DescriptorTable;
import io.unishim.vfscore.tree.FsContext;
import io.unishim.vfscore.tree.Vfs;
import org.jspecify.annotations.Nullable;

/** Gives processes their descriptors and their place in the tree, and takes them back. */
final class FileLifecycle implements Lifecycle {
    /** The task that ended last: files are closed in its name. */
    private static final StateKey<Task> LAST_TASK = StateKey.of("last task");

    private final Vfs vfs;

    FileLifecycle(Vfs vfs) {
        this.vfs = vfs;
    }

    @Override
    public void processCreated(Process process, @Nullable Process parent) {
        DescriptorTable table = parent == null ? null : DescriptorTable.of(parent);
        FsContext context = parent == null ? null : parent.stateOrNull(FsContext.KEY);
        process.put(Descriptors.KEY, table == null ? new DescriptorTable() : table.copy());
        FsContext own = context == null ? new FsContext(RootTree.root(vfs)) : new FsContext(context);
        own.install(process);
    }

    @Override
    public long cloneFlags() {
        return CLONE_FILES | CLONE_FS;
    }

    @Override
    public long taskCloned(Task parent, Task child, long flags) {
        Process from = parent.process();
        Process to = child.process();
        if (from == to) {
            // A table belongs to a process here: threads that do not share one are not supported.
            return (flags & (CLONE_FILES | CLONE_FS)) == (CLONE_FILES | CLONE_FS) ? 0 : -EINVAL;
        }
        if ((flags & CLONE_THREAD) == 0 && (flags & CLONE_FILES) != 0) {
            DescriptorTable own = DescriptorTable.of(to);
            to.put(Descriptors.KEY, DescriptorTable.of(parent).share());
            if (own != null) {
                own.leave(child);
            }
        }
        if ((flags & CLONE_FS) != 0) {
            FsContext.of(parent).install(to);
        }
        return 0;
    }

    @Override
    public void executed(Task task) {
        // man 2 execve: the descriptor table is unshared.
        Sharing.leave(task, DescriptorTable.of(task));
        DescriptorTable.of(task).executed(task);
    }

    @Override
    public void taskExited(Task task) {
        task.process().put(LAST_TASK, task);
    }

    @Override
    public void processExited(Process process) {
        DescriptorTable table = DescriptorTable.of(process);
        Task last = process.stateOrNull(LAST_TASK);
        if (table != null && last != null) {
            table.leave(last);
        }
        process.put(LAST_TASK, null);
        process.put(Descriptors.KEY, null);
        process.put(FsContext.KEY, null);
    }
}
