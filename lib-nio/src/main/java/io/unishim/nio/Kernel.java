package io.unishim.nio;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Sched.CLONE_FILES;
import static io.unishim.abi.Sched.CLONE_FS;
import static io.unishim.abi.Sched.CLONE_SIGHAND;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CLONE_VM;
import static io.unishim.abi.Signals.SIG_SETMASK;

import io.unishim.Shim;
import io.unishim.abi.Restart;
import io.unishim.linux.CopyCalls;
import io.unishim.linux.CopyCallsFamily;
import io.unishim.linux.DescriptorCalls;
import io.unishim.linux.DescriptorCallsFamily;
import io.unishim.linux.DirectoryCalls;
import io.unishim.linux.DirectoryCallsFamily;
import io.unishim.linux.FileSizeCalls;
import io.unishim.linux.FileSizeCallsFamily;
import io.unishim.linux.FileTimeCalls;
import io.unishim.linux.FileTimeCallsFamily;
import io.unishim.linux.IoCalls;
import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.NameCalls;
import io.unishim.linux.NameCallsFamily;
import io.unishim.linux.OpenCalls;
import io.unishim.linux.OpenCallsFamily;
import io.unishim.linux.PermissionCalls;
import io.unishim.linux.PermissionCallsFamily;
import io.unishim.linux.PositionedIoCalls;
import io.unishim.linux.PositionedIoCallsFamily;
import io.unishim.linux.SignalCallsFamily;
import io.unishim.linux.StatCalls;
import io.unishim.linux.StatCallsFamily;
import io.unishim.linux.XattrCalls;
import io.unishim.linux.XattrCallsFamily;
import io.unishim.memory.UserLong;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.nio.file.ClosedFileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Makes calls, from any thread: a task makes one call at a time, so each call borrows one of the view's process, which gets
 * another when all are busy.
 */
final class Kernel {
    private static final long THREAD = CLONE_THREAD | CLONE_VM | CLONE_SIGHAND | CLONE_FILES | CLONE_FS;
    private static final long EVERY_SIGNAL = -1;

    final OpenCalls open;
    final IoCalls io;
    final PositionedIoCalls positioned;
    final StatCalls stat;
    final NameCalls names;
    final DirectoryCalls directories;
    final PermissionCalls permissions;
    final FileSizeCalls sizes;
    final FileTimeCalls times;
    final DescriptorCalls descriptors;
    final XattrCalls attributes;
    final CopyCalls copies;

    private final Shim shim;
    private final Task first;
    private final ConcurrentLinkedDeque<Task> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** What a call is, with a task to make it. */
    interface Call {
        long make(Task task);
    }

    /** @param first of a process that nobody else uses */
    Kernel(Shim shim, Task first) {
        this.shim = shim;
        this.first = first;
        open = shim.calls(OpenCallsFamily.FAMILY);
        io = shim.calls(IoCallsFamily.FAMILY);
        positioned = shim.calls(PositionedIoCallsFamily.FAMILY);
        stat = shim.calls(StatCallsFamily.FAMILY);
        names = shim.calls(NameCallsFamily.FAMILY);
        directories = shim.calls(DirectoryCallsFamily.FAMILY);
        permissions = shim.calls(PermissionCallsFamily.FAMILY);
        sizes = shim.calls(FileSizeCallsFamily.FAMILY);
        times = shim.calls(FileTimeCallsFamily.FAMILY);
        descriptors = shim.calls(DescriptorCallsFamily.FAMILY);
        attributes = shim.calls(XattrCallsFamily.FAMILY);
        copies = shim.calls(CopyCallsFamily.FAMILY);
        // A SIGPIPE, for one, would end every later wait: nobody would ever take it.
        shim.calls(SignalCallsFamily.FAMILY)
                .rt_sigprocmask(first, SIG_SETMASK, UserLong.of(EVERY_SIGNAL), UserLong.none(), Long.BYTES);
        idle.add(first);
    }

    /** @return the result or a negative errno. @throws ClosedFileSystemException if the view or the shim was closed */
    long call(Call call) {
        Task task = borrow();
        try {
            long result = call.make(task);
            return Restart.isRestart(result) ? -EINTR : result;
        } finally {
            giveBack(task);
        }
    }

    Task borrow() {
        if (!isOpen()) {
            throw new ClosedFileSystemException();
        }
        Task task = idle.pollFirst();
        return task == null ? another() : task;
    }

    void giveBack(Task task) {
        // What interrupted it was meant for the call that it made.
        task.done(Task.SIGNAL);
        idle.addFirst(task);
        if (closed) {
            end();
        }
    }

    private Task another() {
        Task[] made = new Task[1];
        long result = shim.tasks().clone(first, THREAD, task -> made[0] = task);
        if (result < 0) {
            if (!isOpen()) {
                throw new ClosedFileSystemException();
            }
            throw new IllegalStateException(
                    result == -EAGAIN ? "the shim has too many tasks" : "no task could be made: errno " + -result);
        }
        return made[0];
    }

    boolean isOpen() {
        return !closed && process().status() == Process.RUNNING;
    }

    Process process() {
        return first.process();
    }

    Shim shim() {
        return shim;
    }

    /** Ends the process, which closes what is open; tasks that are busy follow when their calls return. */
    void close() {
        closed = true;
        for (Task task : process().tasks()) {
            task.interrupt(Task.SIGNAL);
        }
        end();
    }

    private void end() {
        List<Task> ended = new ArrayList<>();
        for (Task task = idle.pollFirst(); task != null; task = idle.pollFirst()) {
            ended.add(task);
        }
        ended.forEach(task -> shim.tasks().exited(task, 0));
        if (!ended.isEmpty() && process().status() != Process.RUNNING) {
            shim.tasks().reap(process());
        }
    }
}
