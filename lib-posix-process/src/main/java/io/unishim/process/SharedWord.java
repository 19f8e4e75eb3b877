package io.unishim.process;

import io.unishim.memory.AddressSpace;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * A word that several processes see, each at an address of its own.
 *
 * @param object what they share
 * @param offset of the word in it
 */
record SharedWord(Object object, long offset) {
    /** @return the word at an address, or null if it is the process's own */
    static @Nullable SharedWord find(Task task, long address) {
        if (!(task.memory() instanceof AddressSpace space)) {
            return null;
        }
        AddressSpace.Shared found = space.sharedAt(task, address);
        return found == null ? null : new SharedWord(found.object(), found.offset());
    }
}
