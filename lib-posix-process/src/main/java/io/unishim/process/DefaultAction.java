package io.unishim.process;

import static io.unishim.abi.Signals.SIGCHLD;
import static io.unishim.abi.Signals.SIGCONT;
import static io.unishim.abi.Signals.SIGSTOP;
import static io.unishim.abi.Signals.SIGTSTP;
import static io.unishim.abi.Signals.SIGTTIN;
import static io.unishim.abi.Signals.SIGTTOU;
import static io.unishim.abi.Signals.SIGURG;
import static io.unishim.abi.Signals.SIGWINCH;
import static io.unishim.abi.Signals.bit;

/** What a signal does that a program says nothing about (man 7 signal, "Standard signals"). No core is ever written. */
enum DefaultAction {
    END,
    IGNORE,
    STOP;

    /** Signals that stop a process. */
    static final long STOPS = bit(SIGSTOP) | bit(SIGTSTP) | bit(SIGTTIN) | bit(SIGTTOU);

    // SIGCONT has done its work when it was sent.
    private static final long IGNORED = bit(SIGCHLD) | bit(SIGCONT) | bit(SIGURG) | bit(SIGWINCH);

    static DefaultAction of(int signal) {
        long bit = bit(signal);
        return (STOPS & bit) != 0 ? STOP : (IGNORED & bit) != 0 ? IGNORE : END;
    }
}
