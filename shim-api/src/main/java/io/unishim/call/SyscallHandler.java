package io.unishim.call;

import io.unishim.task.Task;

/**
 * What answers a system call: six registers in, one out, as the kernel has it.
 *
 * <p>A handler may be called by many threads at once, each with a task of its own.
 */
@FunctionalInterface
public interface SyscallHandler {
    /**
     * Serves one call.
     *
     * @param task who calls; the current thread acts for it
     * @param a0 first argument, the content of {@code rdi} on x86-64
     * @param a1 second argument, {@code rsi}
     * @param a2 third argument, {@code rdx}
     * @param a3 fourth argument, {@code r10}
     * @param a4 fifth argument, {@code r8}
     * @param a5 sixth argument, {@code r9}
     * @return the result, or a negative {@link io.unishim.abi.Errno}, -4095 to -1
     * @throws io.unishim.memory.MemoryFault if an address is bad; the dispatcher answers {@code -EFAULT}
     */
    long handle(Task task, long a0, long a1, long a2, long a3, long a4, long a5);
}
