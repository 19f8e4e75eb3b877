package io.unishim.mmap;

import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.linux.MemoryLockCalls;
import io.unishim.memory.AddressSpace;
import io.unishim.task.Task;

final class MemoryLockHandlers implements MemoryLockCalls {
    @Override
    @Support(FULL)
    public long mlock(Task task, long address, long length) {
        return mlock2(task, address, length, 0);
    }

    @Override
    @Support(FULL)
    public long mlock2(Task task, long address, long length, int flags) {
        return task.memory() instanceof AddressSpace space ? space.lock(task, address, length, flags) : -ENOMEM;
    }

    @Override
    @Support(FULL)
    public long munlock(Task task, long address, long length) {
        return task.memory() instanceof AddressSpace space ? space.unlock(address, length) : -ENOMEM;
    }

    @Override
    @Support(FULL)
    public long mlockall(Task task, int flags) {
        return task.memory() instanceof AddressSpace space ? space.lockAll(task, flags) : -ENOMEM;
    }

    @Override
    @Support(FULL)
    public long munlockall(Task task) {
        return task.memory() instanceof AddressSpace space ? space.unlockAll() : -ENOMEM;
    }
}
