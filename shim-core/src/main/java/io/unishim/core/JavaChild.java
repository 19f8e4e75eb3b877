package io.unishim.core;

import io.unishim.abi.Signals;
import io.unishim.abi.Wait;
import io.unishim.call.ErrnoException;
import io.unishim.memory.JavaMemory;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.task.Tasks;
import java.util.function.ToIntFunction;

/** A child process whose code is Java, on a thread of its own. */
final class JavaChild implements Runnable {
    private final Tasks tasks;
    private final Task task;
    private final ToIntFunction<Task> code;

    private JavaChild(Tasks tasks, Task task, ToIntFunction<Task> code) {
        this.tasks = tasks;
        this.task = task;
        this.code = code;
    }

    static Process start(Tasks tasks, Task parent, ToIntFunction<Task> code) {
        Task[] made = new Task[1];
        long pid = tasks.clone(parent, Signals.SIGCHLD, child -> {
            child.process().memory(new JavaMemory());
            made[0] = child;
        });
        ErrnoException.check(pid, "fork");
        Task child = made[0];
        Thread thread = new Thread(new JavaChild(tasks, child, code), "unishim-child-" + pid);
        thread.setDaemon(true);
        child.actBy(thread, () -> {
            if ((child.work() & Task.EXIT) != 0) {
                thread.interrupt();
            }
        });
        thread.start();
        return child.process();
    }

    @Override
    public void run() {
        int status = Wait.signaled(Signals.SIGABRT, false);
        try {
            status = Wait.exited(code.applyAsInt(task) & 0xff);
        } finally {
            boolean asked = (task.work() & Task.EXIT) != 0;
            tasks.exited(task, asked ? task.exitStatus() : status);
            task.actBy(null, null);
        }
    }
}
