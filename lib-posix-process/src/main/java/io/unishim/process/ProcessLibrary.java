package io.unishim.process;

import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.linux.ExitCallsFamily;
import io.unishim.linux.FutexCallsFamily;
import io.unishim.linux.GroupCallsFamily;
import io.unishim.linux.IdentityCallsFamily;
import io.unishim.task.Signalling;
import java.util.Set;

/** The library {@code posix-process}: processes, threads, signals, futexes. */
public final class ProcessLibrary implements MicroLibrary {
    /** Creates the library; it has no state of its own. */
    public ProcessLibrary() {}

    @Override
    public String name() {
        return "posix-process";
    }

    @Override
    public Set<Class<?>> provides() {
        return Set.of(Signalling.class);
    }

    @Override
    public void boot(Boot boot) {
        FutexTable futexes = new FutexTable();
        FutexLocks locks = new FutexLocks(futexes);
        Children children = new Children();
        boot.lifecycle(new ProcessLifecycle(futexes, locks, children));
        boot.provide(Signalling.class, new SignalService(children.sender(), new SignalDelivery(children)));
        boot.calls(IdentityCallsFamily.FAMILY, new IdentityHandlers());
        boot.calls(GroupCallsFamily.FAMILY, new GroupHandlers());
        boot.calls(ExitCallsFamily.FAMILY, new ExitHandlers());
        boot.calls(FutexCallsFamily.FAMILY, new FutexHandlers(futexes, locks));
    }
}
