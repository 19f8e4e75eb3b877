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
    /** While nobody takes the signal, because it is ignored or was there already: no more often than this. */
    private static final long LEAST_INTERVAL = 1_000_000;

    private final int id;
    private final @Nullable Clock clock;
    private final SigEvent event;
    private final Process process;
    private final @Nullable Task target;
    private final Signalling signalling;
    private volatile int overrun;

    /**
     * Makes one that is not armed.
     *
     * @param clock whose time it counts; null for processor time
     * @param target who gets the signal, or null for the process
     */
    PosixTimer(
            Ticker ticker,
            Signalling signalling,
            int id,
            @Nullable Clock clock,
            SigEvent event,
            Process process,
            @Nullable Task target) {
        super(ticker);
        this.signalling = signalling;
        this.id = id;
        this.clock = clock;
        this.event = event;
        this.process = process;
        this.target = target;
    }

    @Nullable
    Clock clock() {
        return clock;
    }

    boolean silent() {
        return event.how() == SIGEV_NONE;
    }

    /** @return how often it expired, beside the first time, until its last signal was taken */
    int overrun() {
        return overrun;
    }

    @Override
    boolean wantsAlarm() {
        return !silent();
    }

    /** Sends one signal at a time: what expires until that is taken is counted with it (man 2 timer_getoverrun). */
    @Override
    void due() {
        int arming = armings();
        long times = take(false);
        if (times == 0 || process.status() != Process.RUNNING) {
            return;
        }
        SigInfo info = new SigInfo(event.signo(), 0, SI_TIMER, Integer.toUnsignedLong(id), event.value(), 0, 0);
        Signalling.Source source = sent -> taken(sent, arming, times);
        boolean queued = target == null
                ? signalling.send(process, event.signo(), info, source)
                : signalling.send(target, event.signo(), info, source);
        if (!queued) {
            goOn(arming, Clock.later(ticker().now(), LEAST_INTERVAL));
        }
    }

    private SigInfo taken(SigInfo sent, int arming, long times) {
        int more = (int) Math.min(times - 1 + takeMore(arming), Integer.MAX_VALUE);
        overrun = more;
        return new SigInfo(sent.signo(), 0, SI_TIMER, sent.first() | (long) more << 32, sent.second(), 0, 0);
    }
}
