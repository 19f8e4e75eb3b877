package io.unishim.process;

import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Signals.CLD_CONTINUED;
import static io.unishim.abi.Signals.CLD_EXITED;
import static io.unishim.abi.Signals.CLD_KILLED;
import static io.unishim.abi.Signals.CLD_STOPPED;
import static io.unishim.abi.Signals.NSIG;
import static io.unishim.abi.Signals.SA_NOCLDSTOP;
import static io.unishim.abi.Signals.SA_NOCLDWAIT;
import static io.unishim.abi.Signals.SIGCHLD;
import static io.unishim.abi.Signals.SIGCONT;
import static io.unishim.abi.Signals.SIG_IGN;

import io.unishim.struct.Rusage;
import io.unishim.struct.SigInfo;
import io.unishim.task.Process;

/** Tells parents what became of their children. */
final class Children {
    private static final long MICROS_PER_TICK = 10_000;

    private final SignalSender sender = new SignalSender(this);

    SignalSender sender() {
        return sender;
    }

    /** A process stopped. */
    void stopped(Process process, int signal) {
        ChildState state = ChildState.of(process);
        state.goesOn.set(false);
        state.stoppedBy.set(signal);
        change(process, state, CLD_STOPPED, signal);
    }

    /** A process goes on after a stop. */
    void continued(Process process) {
        ChildState state = ChildState.of(process);
        state.stoppedBy.set(0);
        state.goesOn.set(true);
        change(process, state, CLD_CONTINUED, SIGCONT);
    }

    private void change(Process process, ChildState state, int code, int status) {
        Process parent = process.parent();
        if (parent == null) {
            return;
        }
        boolean wanted = (action(parent).flags & SA_NOCLDSTOP) == 0;
        if (wanted) {
            sender.send(parent, SIGCHLD, info(process, state, SIGCHLD, code, status));
        }
        ChildState.of(parent).waiters.wakeAll(0);
    }

    /** A process lost its last task and has its status. */
    void ended(Process process) {
        // Its children have another parent now, which may wait for those that have ended.
        for (Process each : process.shim().tasks().processes()) {
            Process adopter = each.parent();
            if (adopter != null && each.status() != Process.RUNNING) {
                ChildState.of(adopter).waiters.wakeAll(0);
            }
        }
        Process parent = process.parent();
        ChildState state = ChildState.of(process);
        if (parent == null) {
            state.told = true;
            state.watchers.wakeAll(POLLIN);
            return;
        }
        Disposition of = action(parent);
        boolean forgotten = state.exitSignal == SIGCHLD && (of.ignored || (of.flags & SA_NOCLDWAIT) != 0);
        if (forgotten && state.reaped.compareAndSet(false, true)) {
            process.shim().tasks().reap(process);
        }
        // Before the signal: its handler may wait for the child without blocking, and is not called a second time.
        state.told = true;
        state.watchers.wakeAll(POLLIN);
        // As the kernel does it: clone(2) takes any number up to 255, and one that is no signal is not sent.
        if (state.exitSignal != 0 && state.exitSignal <= NSIG) {
            sender.send(parent, state.exitSignal, endInfo(process, state.exitSignal));
        }
        // The parent may have ended meanwhile, and another one wait for the process.
        Process now = process.parent();
        ChildState.of(now == null ? parent : now).waiters.wakeAll(0);
    }

    /** What {@code waitid(2)} says of a process that ended. */
    static SigInfo endInfo(Process process) {
        return endInfo(process, SIGCHLD);
    }

    /** What a signal at its end says of a process. */
    private static SigInfo endInfo(Process process, int signal) {
        int status = process.status();
        boolean exited = (status & 0x7f) == 0;
        int value = exited ? status >> 8 & 0xff : status & 0x7f;
        return info(process, ChildState.of(process), signal, exited ? CLD_EXITED : CLD_KILLED, value);
    }

    /** What SIGCHLD and {@code waitid(2)} say of a process. */
    static SigInfo info(Process process, ChildState state, int signal, int code, int status) {
        Rusage used = state.used;
        long ids = Integer.toUnsignedLong(process.pid()) | (long) state.uid << 32;
        return new SigInfo(
                signal,
                0,
                code,
                ids,
                status,
                used.userMicros() / MICROS_PER_TICK,
                used.systemMicros() / MICROS_PER_TICK);
    }

    private record Disposition(boolean ignored, long flags) {}

    private static Disposition action(Process parent) {
        ProcessSignals all = ProcessSignals.of(parent);
        all.lock.lock();
        try {
            return new Disposition(all.actions[SIGCHLD].handler() == SIG_IGN, all.actions[SIGCHLD].flags());
        } finally {
            all.lock.unlock();
        }
    }
}
