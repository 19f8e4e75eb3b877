package io.unishim.time;

import static io.unishim.abi.Signals.SIGALRM;
import static io.unishim.abi.Signals.SI_KERNEL;

import io.unishim.struct.SigInfo;
import io.unishim.task.Process;
import io.unishim.task.Signalling;

/** ITIMER_REAL of a process. */
final class RealTimer extends Countdown {
    private static final SigInfo ALARM = SigInfo.from(SIGALRM, SI_KERNEL, 0, 0);

    private final Process process;
    private final Signalling signalling;

    RealTimer(Alarms alarms, Process process, Signalling signalling) {
        super(alarms);
        this.process = process;
        this.signalling = signalling;
    }

    /** Arms it to expire after a while, or disarms it with 0. @return what held before */
    Setting set(long after, long interval) {
        return after == 0 ? disarm() : arm(Clock.later(alarms().time().monotonicNanos(), after), interval);
    }

    @Override
    void due() {
        if (take() != 0 && process.status() == Process.RUNNING) {
            signalling.send(process, SIGALRM, ALARM);
        }
    }
}
