package io.unishim.vfscore.tty;

import io.unishim.library.Lifecycle;
import io.unishim.task.ControllingTerminal;
import io.unishim.task.Process;
import org.jspecify.annotations.Nullable;

/** Hands controlling terminals on to children, and tells the foreground when a session's leader ends. */
final class TtyLifecycle implements Lifecycle {
    private final Sessions sessions;

    TtyLifecycle(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void processCreated(Process process, @Nullable Process parent) {
        if (parent != null) {
            process.put(ControllingTerminal.KEY, parent.stateOrNull(ControllingTerminal.KEY));
        }
    }

    @Override
    public void processExited(Process process) {
        sessions.leave(process, true);
    }
}
