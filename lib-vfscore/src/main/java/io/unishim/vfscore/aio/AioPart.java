package io.unishim.vfscore.aio;

import io.unishim.library.Boot;
import io.unishim.library.Lifecycle;
import io.unishim.linux.AioCallsFamily;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsPart;

/** Asynchronous input and output; a child has none of its parent's contexts, and another program none of the first's. */
public final class AioPart implements VfsPart, Lifecycle {
    /** Creates the part. */
    public AioPart() {}

    @Override
    public void boot(Boot boot, Vfs vfs) {
        boot.calls(AioCallsFamily.FAMILY, new AioHandlers());
        boot.lifecycle(this);
    }

    @Override
    public void executed(Task task) {
        processExited(task.process());
    }

    @Override
    public void processExited(Process process) {
        AioContexts contexts = process.stateOrNull(AioContexts.KEY);
        if (contexts != null) {
            process.put(AioContexts.KEY, null);
            contexts.close();
        }
    }
}
