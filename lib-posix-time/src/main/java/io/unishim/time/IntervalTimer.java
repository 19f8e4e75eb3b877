package io.unishim.time;

import static io.unishim.abi.Signals.SI_KERNEL;

import io.unishim.struct.SigInfo;
import io.unishim.task.Process;
import io.unishim.task.Signalling;

/** A process's timer of {@code setitimer(2)}. */
final class IntervalTimer extends Countdown {
    private final Process process;
    private final Signalling signalling;
    private final int signal;

    IntervalTimer(Ticker ticker, Process process, Signalling signalling, int signal) {
        super(ticker);
        this.process = process;
        this.signalling = signalling;
        this.signal = signal;
    }

    /** Arms it to expire after a while, or disarms it with 0. @return what held before */
    Setting set(long after, long interval) {
        return after == 0 ? disarm() : arm(Clock.later(ticker().now(), after), interval);
    }

    @Override
    void due() {
        if (take() != 0 && process.status() == Process.RUNNING) {
            signalling.send(process, signal, SigInfo.from(signal, SI_KERNEL, 0, 0));
        }
    }
}
