package io.unishim.core;

import static io.unishim.abi.Errnos.ESRCH;

import io.unishim.Shim;
import io.unishim.call.CallFamily;
import io.unishim.call.SyscallHandler;
import io.unishim.control.CallTable;
import io.unishim.library.MicroLibrary;
import io.unishim.library.Option;
import io.unishim.memory.JavaMemory;
import io.unishim.task.RandomSource;
import io.unishim.task.Task;
import io.unishim.task.Tasks;
import io.unishim.task.TimeSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A shim from the beginning of its boot to its end. */
final class RunningShim implements Shim {
    private final Map<Option<?>, Object> options;
    private final TimeSource time;
    private final RandomSource random;
    private final SyscallTable table;
    private final CallControl control;
    private final TaskTable tasks;
    private final Assembly assembly;
    private final DirectCalls direct = new DirectCalls();
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunningShim(Map<Option<?>, Object> options, TimeSource time, RandomSource random) {
        this.options = options;
        this.time = time;
        this.random = random;
        Missing missing = new Missing();
        Failures failures = new Failures();
        this.table = new SyscallTable(missing, failures);
        Witnesses witnesses = new Witnesses(failures);
        this.tasks = new TaskTable(this, new TaskIds(), witnesses);
        this.control = new CallControl(table, missing, failures, witnesses, tasks);
        this.assembly = new Assembly(this, control, tasks);
    }

    /** Boots libraries in the given order. @throws IllegalStateException if one fails; what was done is undone */
    static Shim boot(
            List<MicroLibrary> libraries, Map<Option<?>, Object> options, TimeSource time, RandomSource random) {
        RunningShim shim = new RunningShim(options, time, random);
        try {
            libraries.forEach(shim.assembly::boot);
            shim.assembly.finish();
            shim.direct.clear();
            shim.tasks.start();
            return shim;
        } catch (Throwable thrown) {
            shim.undo(thrown);
            throw thrown;
        }
    }

    private void undo(Throwable because) {
        try {
            close();
        } catch (RuntimeException | Error thrown) {
            because.addSuppressed(thrown);
        }
    }

    @Override
    public long dispatch(Task task, int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        return table.dispatch(task, number, a0, a1, a2, a3, a4, a5);
    }

    @Override
    public long serve(Task task, int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        return table.answer(control.base(number), task, number, a0, a1, a2, a3, a4, a5);
    }

    @Override
    @SuppressWarnings("unchecked") // a family is kept with what it made of itself
    public <C> C calls(CallFamily<C> family) {
        Object found = direct.get(family);
        return found != null ? (C) found : (C) direct.make(family, each -> assembly.direct(each, table));
    }

    @Override
    public Task newProcess(String name) {
        return tasks.newProcess(null, new JavaMemory(), name);
    }

    @Override
    public CallTable table() {
        return control;
    }

    @Override
    public Tasks tasks() {
        return tasks;
    }

    @Override
    public TimeSource time() {
        return time;
    }

    @Override
    public RandomSource random() {
        return random;
    }

    @Override
    public <S> S service(Class<S> type) {
        return assembly.service(type);
    }

    @Override
    public <S> @Nullable S serviceOrNull(Class<S> type) {
        return assembly.serviceOrNull(type);
    }

    @Override
    @SuppressWarnings("unchecked") // the builder took the value with its option
    public <O> O option(Option<O> option) {
        return (O) options.getOrDefault(option, option.fallback());
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        SyscallHandler gone = (task, a0, a1, a2, a3, a4, a5) -> -ESRCH;
        Endings endings = new Endings();
        endings.run(tasks.deaths()::closeAll);
        endings.run(() -> control.close(gone));
        assembly.undoAll(endings);
        endings.end();
    }
}
