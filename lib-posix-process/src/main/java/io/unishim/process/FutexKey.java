package io.unishim.process;

import io.unishim.memory.AddressSpace;
import io.unishim.task.Task;

/**
 * What a word is known by, to all who see it, each at an address of its own (the kernel's {@code union futex_key}).
 *
 * @param place the memory that it lies in, or what several memories share
 * @param at its address, or its place in what is shared
 */
record FutexKey(Object place, long at) {
    /**
     * Finds a word.
     *
     * @param shared whether other processes may share it; if not, the memory need not be asked
     */
    static FutexKey of(Task task, long address, boolean shared) {
        if (shared && task.memory() instanceof AddressSpace space) {
            AddressSpace.Shared found = space.sharedAt(task, address);
            if (found != null) {
                return new FutexKey(found.object(), found.offset());
            }
        }
        return new FutexKey(task.memory(), address);
    }
}
