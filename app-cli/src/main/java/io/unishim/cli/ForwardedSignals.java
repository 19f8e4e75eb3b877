package io.unishim.cli;

import io.unishim.abi.Signals;
import io.unishim.elfloader.RunningProgram;
import java.util.ArrayDeque;
import java.util.Deque;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Passes signals that this JVM is sent on to the program, which does with them what it likes. */
final class ForwardedSignals implements AutoCloseable {
    private record Taken(Signal signal, SignalHandler before) {}

    private final RunningProgram program;
    private final Deque<Taken> taken = new ArrayDeque<>();

    private ForwardedSignals(RunningProgram program) {
        this.program = program;
    }

    static ForwardedSignals to(RunningProgram program) {
        ForwardedSignals all = new ForwardedSignals(program);
        all.take("INT", Signals.SIGINT);
        all.take("TERM", Signals.SIGTERM);
        all.take("HUP", Signals.SIGHUP);
        all.take("WINCH", Signals.SIGWINCH);
        return all;
    }

    private void take(String name, int number) {
        try {
            Signal signal = new Signal(name);
            taken.push(new Taken(signal, Signal.handle(signal, ignored -> program.signal(number))));
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
