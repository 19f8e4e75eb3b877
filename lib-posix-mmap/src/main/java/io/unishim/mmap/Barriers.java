package io.unishim.mmap;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Membarrier.MEMBARRIER_CMD_GET_REGISTRATIONS;
import static io.unishim.abi.Membarrier.MEMBARRIER_CMD_GLOBAL;
import static io.unishim.abi.Membarrier.MEMBARRIER_CMD_GLOBAL_EXPEDITED;
import static io.unishim.abi.Membarrier.MEMBARRIER_CMD_PRIVATE_EXPEDITED;
import static io.unishim.abi.Membarrier.MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE;
import static io.unishim.abi.Membarrier.MEMBARRIER_CMD_QUERY;
import static io.unishim.abi.Membarrier.MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED;
import static io.unishim.abi.Membarrier.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED;
import static io.unishim.abi.Membarrier.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.library.Lifecycle;
import io.unishim.linux.BarrierCalls;
import io.unishim.memory.AddressSpace;
import io.unishim.task.Process;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** {@code membarrier(2)}: made by the host, in the process that holds the memory; who registered is kept here. */
final class Barriers implements BarrierCalls, Lifecycle {
    private static final StateKey<Integer> REGISTERED = StateKey.of("registered for memory barriers");

    private static final int KNOWN = MEMBARRIER_CMD_GLOBAL
            | MEMBARRIER_CMD_GLOBAL_EXPEDITED
            | MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED
            | MEMBARRIER_CMD_PRIVATE_EXPEDITED
            | MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED
            | MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE
            | MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE
            | MEMBARRIER_CMD_GET_REGISTRATIONS;

    @Override
    public void processCreated(Process process, @Nullable Process parent) {
        Integer inherited = parent == null ? null : parent.stateOrNull(REGISTERED);
        if (inherited != null) {
            process.put(REGISTERED, inherited);
        }
    }

    @Override
    public void executed(Task task) {
        if (task.process().stateOrNull(REGISTERED) != null) {
            task.process().put(REGISTERED, null);
        }
    }

    private static int registered(Task task) {
        Integer mask = task.process().stateOrNull(REGISTERED);
        return mask == null ? 0 : mask;
    }

    @Override
    @Support(value = PARTIAL, note = "without the commands for rseq, which there is not: EINVAL")
    public long membarrier(Task task, int cmd, int flags, int cpuId) {
        if (flags != 0) {
            return -EINVAL;
        }
        return switch (cmd) {
            case MEMBARRIER_CMD_QUERY -> KNOWN;
            case MEMBARRIER_CMD_GET_REGISTRATIONS -> registered(task);
            case MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED,
                    MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED,
                    MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE -> register(task, cmd);
            // On all threads of the machine: more than the expedited one asks for, and no less.
            case MEMBARRIER_CMD_GLOBAL, MEMBARRIER_CMD_GLOBAL_EXPEDITED ->
                Math.min(0, new HostPages(null).barrier(MEMBARRIER_CMD_GLOBAL));
            case MEMBARRIER_CMD_PRIVATE_EXPEDITED -> make(task, cmd, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
            case MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE ->
                make(task, cmd, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE);
            default -> -EINVAL;
        };
    }

    private static long register(Task task, int cmd) {
        int also = cmd == MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE
                ? MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED
                : 0;
        synchronized (task.process()) {
            task.process().put(REGISTERED, registered(task) | cmd | also);
        }
        return 0;
    }

    /** The host's process has to be registered, too; a second time does nothing. */
    private static long make(Task task, int cmd, int registration) {
        if ((registered(task) & registration) == 0) {
            return -EPERM;
        }
        HostPages pages = new HostPages(task.memory() instanceof AddressSpace space ? space.host() : null);
        long result = pages.barrier(registration);
        return result < 0 ? result : pages.barrier(cmd);
    }
}
