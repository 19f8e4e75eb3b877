package io.unishim.process;

import static io.unishim.abi.Sched.CLONE_SIGHAND;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CLONE_VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Syscall;
import io.unishim.memory.JavaMemory;
import io.unishim.task.Task;
import io.unishim.testing.Await;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process whose tasks are Java threads that make calls by number. */
final class Threads implements AutoCloseable {
    /** A hang fails the test; nothing else depends on it. */
    private static final long PATIENCE_SECONDS = 60;

    final Shim shim;
    final Task first;
    final JavaMemory memory;
    private final ExecutorService executor = Executors.newCachedThreadPool();

    Threads(Shim shim) {
        this.shim = shim;
        this.first = shim.newProcess("threads");
        this.memory = (JavaMemory) first.memory();
    }

    /** Another task of the process. */
    Task another() {
        List<Task> made = new ArrayList<>();
        long tid = shim.tasks().clone(first, CLONE_THREAD | CLONE_SIGHAND | CLONE_VM, made::add);
        assertThat(tid).isPositive();
        return made.get(0);
    }

    long call(Task task, Syscall call, long... a) {
        long[] all = Arrays.copyOf(a, 6);
        return shim.dispatch(task, call.number(), all[0], all[1], all[2], all[3], all[4], all[5]);
    }

    /** Makes a call on a thread of its own. */
    Future<Long> start(Task task, Syscall call, long... a) {
        return executor.submit(() -> call(task, call, a));
    }

    <T> Future<T> start(Callable<T> what) {
        return executor.submit(what);
    }

    static <T> T get(Future<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until a task is queued on a word. */
    void untilQueued(Task task) {
        Await.until(() -> {
            FutexWaiter waiter = task.stateOrNull(FutexTable.WAITER);
            return waiter != null && waiter.bucket != null;
        });
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
