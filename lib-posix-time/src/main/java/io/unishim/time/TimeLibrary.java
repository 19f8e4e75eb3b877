package io.unishim.time;

import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.linux.ClockCallsFamily;
import io.unishim.linux.TimerCallsFamily;
import io.unishim.linux.TimerfdCallsFamily;
import io.unishim.task.CpuLimit;
import io.unishim.task.Signalling;
import java.util.Set;

/** The library {@code posix-time}: clocks, sleeping, timers, all by the shim's clocks. */
public final class TimeLibrary implements MicroLibrary {
    /** Creates the library. */
    public TimeLibrary() {}

    @Override
    public String name() {
        return "posix-time";
    }

    @Override
    public Set<Class<?>> uses() {
        return Set.of(Signalling.class);
    }

    @Override
    public Set<Class<?>> provides() {
        return Set.of(CpuLimit.class);
    }

    @Override
    public void boot(Boot boot) {
        Alarms alarms = new Alarms(boot.shim().time());
        boot.onClose(alarms::close);
        boot.calls(ClockCallsFamily.FAMILY, new ClockHandlers());
        boot.calls(TimerfdCallsFamily.FAMILY, new TimerfdHandlers(alarms));
        Signalling signalling = boot.serviceOrNull(Signalling.class);
        if (signalling != null) {
            CpuAlarms cpuAlarms = new CpuAlarms();
            boot.onClose(cpuAlarms::close);
            CpuLimits limits = new CpuLimits(cpuAlarms, signalling);
            boot.provide(CpuLimit.class, limits);
            boot.lifecycle(new TimeLifecycle(limits));
            boot.calls(TimerCallsFamily.FAMILY, new TimerHandlers(alarms, cpuAlarms, signalling));
        } else {
            boot.lifecycle(new TimeLifecycle(process -> {}));
        }
    }
}
