package io.unishim.ipc;

import io.unishim.file.ProcFiles;
import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.linux.MessageQueueCallsFamily;
import io.unishim.linux.SemaphoreCallsFamily;
import io.unishim.linux.SharedMemoryCallsFamily;
import io.unishim.task.Signalling;
import java.util.Set;

/** The library {@code posix-ipc}: shared memory, semaphores and message queues by keys. */
public final class IpcLibrary implements MicroLibrary {
    /** Creates the library. */
    public IpcLibrary() {}

    @Override
    public String name() {
        return "posix-ipc";
    }

    /** Who tells parents of ends boots first, so that a process has let go of its segments before its parent knows. */
    @Override
    public Set<Class<?>> uses() {
        return Set.of(ProcFiles.class, Signalling.class);
    }

    @Override
    public void boot(Boot boot) {
        IpcState state = new IpcState();
        boot.onClose(state);
        boot.calls(SharedMemoryCallsFamily.FAMILY, new SharedMemoryHandlers(state));
        boot.calls(SemaphoreCallsFamily.FAMILY, new SemaphoreHandlers(state));
        boot.calls(MessageQueueCallsFamily.FAMILY, new MessageQueueHandlers(state));
        boot.lifecycle(new IpcLifecycle(state));
        ProcFiles proc = boot.serviceOrNull(ProcFiles.class);
        if (proc != null) {
            proc.fill(new ProcTexts(state));
        }
    }
}
