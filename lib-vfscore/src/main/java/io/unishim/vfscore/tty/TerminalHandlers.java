package io.unishim.vfscore.tty;

import static io.unishim.abi.Capabilities.CAP_SYS_TTY_CONFIG;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.linux.TerminalCalls;
import io.unishim.task.Credentials;
import io.unishim.task.Task;

/** Calls that concern terminals without a descriptor. */
final class TerminalHandlers implements TerminalCalls {
    @Override
    @Support(FULL)
    public long vhangup(Task task) {
        if (!Credentials.of(task).hasCapability(CAP_SYS_TTY_CONFIG)) {
            return -EPERM;
        }
        Pty pty = Sessions.of(task.process());
        if (pty != null) {
            pty.hangUp();
        }
        return 0;
    }
}
