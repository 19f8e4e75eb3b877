package io.unishim.time;

import static io.unishim.abi.Signals.SIGEV_NONE;
import static io.unishim.abi.Signals.SI_TIMER;

import io.unishim.struct.SigEvent;
import io.unishim.struct.SigInfo;
import io.unishim.task.Process;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** A timer of {@code timer_create(2)}. */
final class PosixTimer extends Countdown {
    private final int id;
    private final Clock clock;
    private final SigEvent event;
    private final Process process;
    private final @Nullable Task target;
    private final Signalling signalling;
    private volatile int overrun;

    /** @param target who gets the signal, or null for the process */
    PosixTimer(
            Alarms alarms,
            Signalling signalling,
            int id,
            Clock clock,
            SigEvent event,
            Process process,
            @Nullable Task target) {
        super(alarms);
        this.signalling = signalling;
        this.id = id;
        this.clock = clock;
        this.event = event;
        this.process = process;
        this.target = target;
    }

    Clock clock() {
        return clock;
    }

    boolean silent() {
        return event.how() == SIGEV_NONE;
    }

    int overrun() {
        return overrun;
    }

    @Override
    boolean wantsAlarm() {
        return !silent();
    }

    @Override
    void due() {
        long times = take();
        if (times == 0 || process.status() != Process.RUNNING) {
            return;
        }
        overrun = (int) Math.min(times - 1, Integer.MAX_VALUE);
        long first = Integer.toUnsignedLong(id) | (long) overrun << 32;
        SigInfo info = new SigInfo(event.signo(), 0, SI_TIMER, first, event.value(), 0, 0);
        if (target == null) {
            signalling.send(process, event.signo(), info);
        } else {
            signalling.send(target, event.signo(), info);
        }
    }
}
