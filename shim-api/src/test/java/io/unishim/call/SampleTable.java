package io.unishim.call;

import static io.unishim.abi.Errnos.ENOSYS;

import io.unishim.Shim;
import io.unishim.abi.Arch;
import io.unishim.memory.JavaMemory;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;

/** As little of a shim as generated code needs: a table, and tasks whose memory is Java's. */
final class SampleTable implements CallRoute {
    final SampleHandlers handlers = new SampleHandlers();
    final SyscallHandler[] adapters;
    final JavaMemory memory = new JavaMemory();
    final Shim shim;
    final Task task;
    final SampleCalls direct;
    int dispatched;

    private final SyscallHandler[] table = new SyscallHandler[1025];

    SampleTable() {
        Arrays.fill(table, (SyscallHandler) (task, a0, a1, a2, a3, a4, a5) -> -ENOSYS);
        List<CallDeclaration> declarations = SampleCallsFamily.FAMILY.declarations();
        adapters = new SyscallHandler[declarations.size()];
        for (int i = 0; i < adapters.length; i++) {
            adapters[i] = SampleCallsFamily.FAMILY.adapter(handlers, i);
            table[declarations.get(i).number(Arch.X86_64)] = adapters[i];
        }
        direct = SampleCallsFamily.FAMILY.direct(handlers, adapters, this);
        shim = (Shim) Proxy.newProxyInstance(
                Shim.class.getClassLoader(), new Class<?>[] {Shim.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("calls")) {
                        return direct;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
        task = new Task(new Process(shim, 1, null, memory, "test"), 1);
    }

    /** Puts something before every call that passes it on, so that the direct route has to go through the table. */
    SampleTable hooked() {
        for (int i = 0; i < table.length; i++) {
            SyscallHandler next = table[i];
            table[i] = (who, a0, a1, a2, a3, a4, a5) -> next.handle(who, a0, a1, a2, a3, a4, a5);
        }
        return this;
    }

    SampleCallsView view() {
        return SampleCallsView.of(shim, task);
    }

    @Override
    public SyscallHandler current(int number) {
        return table[number];
    }

    @Override
    public long dispatch(Task who, int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        dispatched++;
        return table[number].handle(who, a0, a1, a2, a3, a4, a5);
    }
}
