package io.unishim.time;

import static io.unishim.abi.Resource.RLIMIT_CPU;
import static io.unishim.abi.Resource.RLIM_INFINITY;
import static io.unishim.abi.Signals.SIGKILL;
import static io.unishim.abi.Signals.SIGXCPU;
import static io.unishim.abi.Signals.SI_KERNEL;

import io.unishim.struct.Rlimit;
import io.unishim.struct.SigInfo;
import io.unishim.task.CpuLimit;
import io.unishim.task.Process;
import io.unishim.task.ProcessLimits;
import io.unishim.task.Signalling;
import io.unishim.task.StateKey;
import org.jspecify.annotations.Nullable;

/** RLIMIT_CPU (man 2 getrlimit): SIGXCPU at the soft limit and each second after it, SIGKILL at the hard one. */
final class CpuLimits implements CpuLimit {
    private static final StateKey<Watch> KEY = StateKey.of("RLIMIT_CPU");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final CpuAlarms alarms;
    private final Signalling signals;

    CpuLimits(CpuAlarms alarms, Signalling signals) {
        this.alarms = alarms;
        this.signals = signals;
    }

    @Override
    public synchronized void changed(Process process) {
        Watch watch = process.stateOrNull(KEY);
        if (ProcessLimits.soft(process, RLIMIT_CPU) == RLIM_INFINITY) {
            if (watch != null) {
                watch.ticker.cancel(watch);
            }
            return;
        }
        if (watch == null) {
            watch = new Watch(process);
            process.put(KEY, watch);
        }
        watch.goOn();
    }

    /** At the process's end. */
    static void end(Process process) {
        Watch watch = process.stateOrNull(KEY);
        if (watch != null) {
            watch.ticker.cancel(watch);
        }
    }

    /** The alarm of one process. */
    private final class Watch extends Alarm {
        private final Process process;
        private final CpuTicker ticker;

        Watch(Process process) {
            this.process = process;
            this.ticker = new CpuTicker(alarms, process, null, false);
        }

        private static long nanos(long seconds) {
            return seconds < 0 || seconds > Long.MAX_VALUE / NANOS_PER_SECOND
                    ? Long.MAX_VALUE
                    : seconds * NANOS_PER_SECOND;
        }

        /** Looks again when the next limit can be reached. */
        void goOn() {
            long soft = nanos(ProcessLimits.soft(process, RLIMIT_CPU));
            long hard = nanos(ProcessLimits.hard(process, RLIMIT_CPU));
            ticker.set(this, Math.min(soft, hard));
        }

        @Override
        void due() {
            @Nullable ProcessLimits limits = process.stateOrNull(ProcessLimits.KEY);
            if (limits == null || ticker.isStopped()) {
                return;
            }
            Rlimit limit = limits.get(RLIMIT_CPU);
            long now = ticker.now();
            if (limit.soft() == RLIM_INFINITY) {
                return;
            }
            if (now >= nanos(limit.hard())) {
                signals.send(process, SIGKILL, SigInfo.from(SIGKILL, SI_KERNEL, 0, 0));
                return;
            }
            if (now >= nanos(limit.soft())) {
                // As Linux does it: programs see the soft limit move.
                limits.set(RLIMIT_CPU, new Rlimit(limit.soft() + 1, limit.hard()));
                signals.send(process, SIGXCPU, SigInfo.from(SIGXCPU, SI_KERNEL, 0, 0));
            }
            goOn();
        }
    }
}
