package io.unishim.linux;

import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Returns;
import io.unishim.task.Task;

/** Terminals, beyond {@code ioctl(2)}. */
@Calls("terminals")
public interface TerminalCalls {
    /**
     * Hangs up the caller's controlling terminal: whoever has it open reads its end, and its session's leader gets SIGHUP
     * and SIGCONT. Without a controlling terminal nothing happens.
     *
     * <p>Source: {@code man 2 vhangup}, tty_io.c.
     *
     * @return 0; {@code -EPERM} without CAP_SYS_TTY_CONFIG
     */
    @Call(returns = Returns.NOTHING)
    long vhangup(Task task);
}
