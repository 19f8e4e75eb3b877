package io.unishim.core;

import io.unishim.abi.Syscall;
import io.unishim.call.CallDeclaration;
import io.unishim.call.SyscallHandler;
import io.unishim.control.CallHook;
import io.unishim.control.CallTable;
import io.unishim.control.Policy;
import io.unishim.control.Statistics;
import io.unishim.library.Replacement;
import io.unishim.task.Execution;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.task.Tasks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Who serves which call, and what stands around each. Every change ends in a new handler in the {@link SyscallTable}, so
 * that a call with nothing around it pays nothing.
 */
final class CallControl implements CallTable {
    private final ReentrantLock lock = new ReentrantLock();
    private final SyscallTable table;
    private final Missing missing;
    private final Failures failures;
    private final Witnesses witnesses;
    private final Tasks tasks;
    private final Map<Integer, Slot> slots = new HashMap<>();
    private final TreeMap<Integer, Row> rows = new TreeMap<>();
    private final Map<String, Row> byName = new HashMap<>();
    private final List<Around> everywhere = new CopyOnWriteArrayList<>();
    private boolean closed;

    CallControl(SyscallTable table, Missing missing, Failures failures, Witnesses witnesses, Tasks tasks) {
        this.table = table;
        this.witnesses = witnesses;
        this.missing = missing;
        this.failures = failures;
        this.tasks = tasks;
    }

    /** Registers a call; at boot only. */
    void register(Row row, SyscallHandler handler) {
        CallDeclaration call = row.declaration();
        int number = call.number(SyscallTable.ARCH);
        lock.lock();
        try {
            Row taken = rows.getOrDefault(number, byName.get(call.name()));
            if (taken != null) {
                throw new IllegalStateException(row.library() + " registers the call " + call.name() + " (" + number
                        + "), which " + taken.library() + " has registered as "
                        + taken.declaration().name() + " ("
                        + taken.declaration().number(SyscallTable.ARCH) + ")");
            }
            checkNumber(call, number);
            int size = table.size();
            table.reach(number);
            rows.put(number, row);
            byName.put(call.name(), row);
            for (int fresh = size; fresh < table.size(); fresh++) {
                for (Around around : everywhere) {
                    around.add(fresh);
                }
            }
            Slot old = slots.get(number);
            Slot slot = new Slot(call, handler);
            if (old != null) {
                slot.adopt(old);
            }
            slots.put(number, slot);
            table.put(number, slot.top());
        } finally {
            lock.unlock();
        }
    }

    private static void checkNumber(CallDeclaration call, int number) {
        if (call.syscall() == null
                && (number < CallDeclaration.FIRST_CUSTOM
                        || number > CallDeclaration.LAST_CUSTOM
                        || Syscall.byName(call.name()) != null)) {
            throw new IllegalArgumentException(
                    "a call that Linux does not have takes a name that Linux does not have and"
                            + " a number from 1024 to 4095, not " + call.name() + ", " + number);
        }
    }

    /** Replaces what serves a call for good; at the end of the boot. */
    void rebase(String library, String call, Replacement replacement) {
        lock.lock();
        try {
            int number = number(call);
            Slot slot = slot(number);
            slot.rebase(replacement, failures);
            table.put(number, slot.top());
            if (!byName.containsKey(call)) {
                Row row = new Row(slot.declaration(), library, replacement);
                rows.put(number, row);
                byName.put(call, row);
            }
        } finally {
            lock.unlock();
        }
    }

    /** @return what serves a number, without what was put around it */
    SyscallHandler base(int number) {
        lock.lock();
        try {
            Slot slot = closed ? null : slots.get(number);
            return slot == null ? table.current(number) : slot.base();
        } finally {
            lock.unlock();
        }
    }

    /** From now on every call gets one answer; nothing can be put around it any more. */
    void close(SyscallHandler answer) {
        lock.lock();
        try {
            closed = true;
            everywhere.clear();
            table.outside(number -> answer);
            for (int number = 0; number < table.size(); number++) {
                table.put(number, answer);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<CallEntry> calls() {
        lock.lock();
        try {
            return rows.values().stream().map(Row::entry).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable CallEntry call(String name) {
        lock.lock();
        try {
            Row row = byName.get(name);
            return row == null ? null : row.entry();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable CallDeclaration declaration(int number) {
        lock.lock();
        try {
            Row row = rows.get(number);
            return row == null ? null : row.declaration();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public SyscallHandler current(int number) {
        return table.current(number);
    }

    @Override
    public Map<String, Long> missing() {
        return missing.counts();
    }

    @Override
    public Registration replace(String call, Replacement replacement) {
        return around(declaration -> replacement, call);
    }

    @Override
    public Registration apply(Policy policy, String... calls) {
        return around(declaration -> policy.of(declaration.name()), calls);
    }

    @Override
    public Registration hook(CallHook hook, String... calls) {
        Registration around =
                around(declaration -> previous -> new HookedCall(declaration, hook, previous, failures), calls);
        witnesses.add(hook);
        return () -> {
            witnesses.remove(hook);
            around.close();
        };
    }

    @Override
    public Registration trace(Consumer<String> lines, String... calls) {
        return hook(new Tracer(lines, this::serves), calls);
    }

    @SuppressWarnings("ReferenceEquality") // another library may declare a call of the same name
    private boolean serves(CallDeclaration call) {
        lock.lock();
        try {
            Row row = byName.get(call.name());
            return row != null && row.declaration() == call;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Registration record(String... calls) {
        RecordedCall.check();
        return around(RecordedCall::around, calls);
    }

    @Override
    public Statistics count(String... calls) {
        Counters counters = new Counters();
        return counters.until(around(counters::around, calls));
    }

    private Registration around(Function<CallDeclaration, Replacement> maker, String... calls) {
        Around around = new Around(maker);
        lock.lock();
        try {
            int[] numbers = calls.length == 0
                    ? IntStream.range(0, table.size()).toArray()
                    : List.of(calls).stream().mapToInt(this::number).distinct().toArray();
            for (int number : numbers) {
                around.add(number);
            }
            if (calls.length == 0 && !closed) {
                everywhere.add(around);
                table.outside(this::outside);
            }
        } catch (Throwable thrown) {
            around.close();
            throw thrown;
        } finally {
            lock.unlock();
        }
        settle();
        return around;
    }

    /** From now on no program makes a call without what was put around it. */
    private void settle() {
        for (Process process : tasks.processes()) {
            for (Task task : process.tasks()) {
                Execution program = task.stateOrNull(Execution.KEY);
                if (program != null) {
                    program.settle();
                }
            }
        }
    }

    /** Numbers that the table has no room for are too many to keep handlers for. */
    private SyscallHandler outside(int number) {
        CallDeclaration call = CallDeclaration.unknown(number);
        SyscallHandler handler = missing.of(number);
        for (Around around : everywhere) {
            handler = new Layer(around.maker.apply(call), handler, call.name(), failures).handler();
        }
        return handler;
    }

    @Override
    public boolean isChanged(String call) {
        lock.lock();
        try {
            Slot slot = slots.get(number(call));
            return slot != null && slot.isChanged();
        } finally {
            lock.unlock();
        }
    }

    private int number(String call) {
        Row row = byName.get(call);
        if (row != null) {
            return row.declaration().number(SyscallTable.ARCH);
        }
        Syscall syscall = Syscall.byName(call);
        if (syscall == null) {
            throw new IllegalArgumentException("there is no call " + call);
        }
        return syscall.number(SyscallTable.ARCH);
    }

    private Slot slot(int number) {
        return slots.computeIfAbsent(number, n -> new Slot(CallDeclaration.unknown(n), missing.of(n)));
    }

    /** One thing around many calls. */
    private final class Around implements Registration {
        private final Function<CallDeclaration, Replacement> maker;
        private final Map<Integer, Layer> layers = new HashMap<>();

        Around(Function<CallDeclaration, Replacement> maker) {
            this.maker = maker;
        }

        void add(int number) {
            if (!closed) {
                Slot slot = slot(number);
                layers.put(number, slot.push(maker.apply(slot.declaration()), failures));
                table.put(number, slot.top());
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                everywhere.remove(this);
                layers.forEach((number, layer) -> {
                    Slot slot = slot(number);
                    slot.remove(layer);
                    if (!closed) {
                        table.put(number, slot.top());
                    }
                });
                layers.clear();
            } finally {
                lock.unlock();
            }
        }
    }
}
