package io.unishim.cli;

import io.unishim.abi.Signals;
import io.unishim.elfloader.HostTerminal;
import io.unishim.elfloader.RunningProgram;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Passes signals that this JVM is sent on to the program, which does with them what it likes. */
final class ForwardedSignals implements AutoCloseable {
    private record Taken(Signal signal, SignalHandler before) {}

    private final Deque<Taken> taken = new ArrayDeque<>();

    private ForwardedSignals() {}

    /** @param terminal whose window may change its size, or null if the program sees ours */
    static ForwardedSignals to(RunningProgram program, @Nullable HostTerminal terminal) {
        ForwardedSignals all = new ForwardedSignals();
        all.take("INT", () -> program.signal(Signals.SIGINT));
        all.take("TERM", () -> program.signal(Signals.SIGTERM));
        all.take("HUP", () -> program.signal(Signals.SIGHUP));
        all.take("WINCH", terminal == null ? () -> program.signal(Signals.SIGWINCH) : terminal::resized);
        return all;
    }

    private void take(String name, Runnable action) {
        try {
            Signal signal = new Signal(name);
            taken.push(new Taken(signal, Signal.handle(signal, ignored -> action.run())));
        } catch (IllegalArgumentException e) {
            // A JVM started with -Xrs keeps its hands off them: then the signal ends it.
            return;
        }
    }

    @Override
    public void close() {
        while (!taken.isEmpty()) {
            Taken last = taken.pop();
            Signal.handle(last.signal, last.before);
        }
    }
}
