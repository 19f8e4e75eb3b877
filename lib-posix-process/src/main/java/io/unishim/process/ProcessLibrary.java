package io.unishim.process;

import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.library.Option;
import io.unishim.linux.ExitCallsFamily;
import io.unishim.linux.FilterCallsFamily;
import io.unishim.linux.Futex2CallsFamily;
import io.unishim.linux.FutexCallsFamily;
import io.unishim.linux.GroupCallsFamily;
import io.unishim.linux.IdentityCallsFamily;
import io.unishim.linux.KillCallsFamily;
import io.unishim.linux.LimitCallsFamily;
import io.unishim.linux.OtherProcessCallsFamily;
import io.unishim.linux.PidfdCallsFamily;
import io.unishim.linux.SchedulingAttributeCallsFamily;
import io.unishim.linux.SchedulingCallsFamily;
import io.unishim.linux.SignalCallsFamily;
import io.unishim.linux.SignalfdCallsFamily;
import io.unishim.linux.SystemCallsFamily;
import io.unishim.linux.ThreadCallsFamily;
import io.unishim.process.seccomp.SeccompHandlers;
import io.unishim.task.JobControl;
import io.unishim.task.Pidfds;
import io.unishim.task.ProcessAccounts;
import io.unishim.task.Signalling;
import java.util.Set;

/** The library {@code posix-process}: processes, threads, signals, futexes. */
public final class ProcessLibrary implements MicroLibrary {
    /** What {@code uname(2)} tells as the host's name until {@code sethostname(2)}; at most 64 bytes. */
    public static final Option<String> HOST_NAME = new Option<>("host name", "unishim");

    /** What {@code uname(2)} tells as the kernel's release; C libraries refuse to run on one that is too old for them. */
    public static final Option<String> KERNEL_RELEASE = new Option<>("kernel release", "6.18.0-unishim");

    /** Creates the library; it has no state of its own. */
    public ProcessLibrary() {}

    @Override
    public String name() {
        return "posix-process";
    }

    @Override
    public Set<Class<?>> provides() {
        return Set.of(Signalling.class, JobControl.class, Pidfds.class, ProcessAccounts.class);
    }

    @Override
    public void boot(Boot boot) {
        FutexTable futexes = new FutexTable();
        FutexLocks locks = new FutexLocks(futexes);
        Children children = new Children();
        ProcessorTime time = new ProcessorTime(boot.shim().tasks());
        SignalService signals = new SignalService(children.sender(), new SignalDelivery(children));
        boot.lifecycle(new ProcessLifecycle(futexes, locks, children, time));
        boot.provide(Signalling.class, signals);
        boot.provide(Pidfds.class, Pidfd::install);
        boot.provide(ProcessAccounts.class, new Accounts(time));
        boot.provide(JobControl.class, new Sessions(boot.shim(), children.sender()));
        boot.calls(IdentityCallsFamily.FAMILY, new IdentityHandlers());
        boot.calls(GroupCallsFamily.FAMILY, new GroupHandlers());
        boot.calls(ThreadCallsFamily.FAMILY, new ThreadHandlers());
        boot.calls(ExitCallsFamily.FAMILY, new ExitHandlers());
        boot.calls(SignalCallsFamily.FAMILY, new SignalHandlers(signals));
        boot.calls(SignalfdCallsFamily.FAMILY, new SignalfdHandlers());
        KillHandlers kill = new KillHandlers(children.sender());
        boot.calls(KillCallsFamily.FAMILY, kill);
        boot.calls(PidfdCallsFamily.FAMILY, new PidfdHandlers(kill));
        boot.calls(FutexCallsFamily.FAMILY, new FutexHandlers(futexes, locks));
        boot.calls(Futex2CallsFamily.FAMILY, new Futex2Handlers(futexes));
        boot.calls(OtherProcessCallsFamily.FAMILY, new OtherProcessHandlers());
        SeccompHandlers filters = new SeccompHandlers(signals);
        boot.calls(FilterCallsFamily.FAMILY, filters);
        boot.lifecycle(filters);
        boot.calls(LimitCallsFamily.FAMILY, new LimitHandlers(time));
        boot.calls(SchedulingCallsFamily.FAMILY, new SchedulingHandlers());
        boot.calls(SchedulingAttributeCallsFamily.FAMILY, new SchedulingAttributes());
        SystemNames names = new SystemNames(boot.option(HOST_NAME), boot.option(KERNEL_RELEASE));
        boot.calls(SystemCallsFamily.FAMILY, new SystemHandlers(names));
    }
}
