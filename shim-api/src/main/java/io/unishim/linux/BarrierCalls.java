package io.unishim.linux;

import io.unishim.abi.Membarrier;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Returns;
import io.unishim.task.Task;

/** Memory barriers on other threads. */
@Calls("memory barriers")
public interface BarrierCalls {
    /**
     * Makes a memory barrier on all running threads of the process, or of others, too.
     *
     * @param cmd MEMBARRIER_CMD_QUERY for what there is, MEMBARRIER_CMD_GLOBAL, and those that want a process to register
     *     first
     * @param flags 0
     * @param cpuId unused
     * @return 0; for MEMBARRIER_CMD_QUERY an or of the commands, for MEMBARRIER_CMD_GET_REGISTRATIONS of those registered.
     *     EINVAL: another command, or a flag; EPERM: not registered (man 2 membarrier)
     */
    @Call(returns = Returns.INT)
    long membarrier(
            Task task,
            @OneOf(value = Membarrier.class, prefix = "MEMBARRIER_CMD_") int cmd,
            @Flags(value = Membarrier.class, prefix = "MEMBARRIER_CMD_FLAG_") int flags,
            int cpuId);
}
