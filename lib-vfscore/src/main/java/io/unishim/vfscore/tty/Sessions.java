package io.unishim.vfscore.tty;

import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Restart.ERESTARTSYS;
import static io.unishim.abi.Signals.SIGCONT;
import static io.unishim.abi.Signals.SIGHUP;
import static io.unishim.abi.Signals.SIGTTIN;
import static io.unishim.abi.Signals.SI_KERNEL;

import io.unishim.Shim;
import io.unishim.struct.SigInfo;
import io.unishim.task.ControllingTerminal;
import io.unishim.task.JobControl;
import io.unishim.task.Process;
import io.unishim.task.Signalling;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Which terminal controls which session, and what follows from it (the kernel's tty_jobctrl.c). In a shim without the library
 * that owns sessions there are no controlling terminals.
 */
final class Sessions {
    /** The group that was in the foreground when a session's terminal was hung up, on its leader. */
    private static final StateKey<Integer> OLD_FOREGROUND = StateKey.of("foreground of a terminal that is gone");

    private final Shim shim;

    Sessions(Shim shim) {
        this.shim = shim;
    }

    @Nullable
    JobControl jobs() {
        return shim.serviceOrNull(JobControl.class);
    }

    static @Nullable Pty of(Process process) {
        return process.stateOrNull(ControllingTerminal.KEY) instanceof Pty pty ? pty : null;
    }

    private static SigInfo fromKernel(int signal) {
        return new SigInfo(signal, 0, SI_KERNEL, 0, 0, 0, 0);
    }

    /** Sends signals to a group, if there is one. @param signals bit n stands for signal n */
    void signal(int group, long signals) {
        JobControl jobs = group == 0 ? null : jobs();
        if (jobs == null) {
            return;
        }
        for (long left = signals; left != 0; left &= left - 1) {
            int signal = Long.numberOfTrailingZeros(left);
            jobs.signalGroup(group, signal, fromKernel(signal));
        }
    }

    private void signal(int group, int signal) {
        signal(group, 1L << signal);
    }

    /**
     * Whether a task may use its terminal now (the kernel's __tty_check_change).
     *
     * @param end what it uses: only a slave that controls its session may be out of its reach
     * @param signal SIGTTIN or SIGTTOU, sent to its group if it is in the background
     * @return 0, {@code -EIO}, or {@code -ERESTARTSYS} after the signal was sent
     */
    long mayUse(Task task, Tty end, int signal) {
        Pty pty = of(task.process());
        JobControl jobs = pty == null || end != pty.slave() ? null : jobs();
        if (pty == null || jobs == null) {
            return 0;
        }
        int foreground = pty.foreground();
        int group = jobs.group(task.process());
        if (foreground == 0 || group == foreground) {
            return 0;
        }
        if (jobs.ignores(task, signal)) {
            return signal == SIGTTIN ? -EIO : 0;
        }
        if (jobs.orphaned(task.process())) {
            return -EIO;
        }
        signal(group, signal);
        return -ERESTARTSYS;
    }

    /** A session's leader without a terminal has opened one: it becomes the session's, if it has no other. */
    void opened(Task task, Pty pty, boolean readable) {
        JobControl jobs = jobs();
        Process process = task.process();
        if (jobs != null
                && readable
                && jobs.leadsSession(process)
                && process.stateOrNull(ControllingTerminal.KEY) == null
                && pty.session() == 0) {
            become(jobs, process, pty);
        }
    }

    /** Makes it the terminal of a leader's session. */
    void become(JobControl jobs, Process leader, Pty pty) {
        pty.session(jobs.session(leader), jobs.group(leader));
        leader.put(ControllingTerminal.KEY, pty);
        leader.put(OLD_FOREGROUND, null);
    }

    /** Takes their terminal from all processes of a session. */
    void clear(JobControl jobs, int session) {
        for (Process each : shim.tasks().processes()) {
            if (jobs.session(each) == session) {
                each.put(ControllingTerminal.KEY, null);
            }
        }
    }

    /** A terminal was hung up (the kernel's tty_signal_session_leader). */
    void hungUp(Pty pty, int session, int foreground) {
        JobControl jobs = jobs();
        Signalling signals = shim.serviceOrNull(Signalling.class);
        if (jobs == null || signals == null) {
            return;
        }
        for (Process each : shim.tasks().processes()) {
            if (jobs.session(each) != session) {
                continue;
            }
            if (of(each) == pty) {
                each.put(ControllingTerminal.KEY, null);
            }
            if (jobs.leadsSession(each)) {
                signals.send(each, SIGHUP, fromKernel(SIGHUP));
                signals.send(each, SIGCONT, fromKernel(SIGCONT));
                each.put(OLD_FOREGROUND, foreground);
            }
        }
    }

    /**
     * A process gives its terminal up: with the leader all of its session do (the kernel's disassociate_ctty).
     *
     * @param ends whether because it ends
     */
    void leave(Process process, boolean ends) {
        JobControl jobs = jobs();
        if (jobs == null || !jobs.leadsSession(process)) {
            return;
        }
        Pty pty = of(process);
        if (pty == null) {
            Integer old = process.stateOrNull(OLD_FOREGROUND);
            if (ends && old != null && old != 0) {
                process.put(OLD_FOREGROUND, null);
                signal(old, SIGHUP);
                signal(old, SIGCONT);
            }
            return;
        }
        int group = pty.foreground();
        signal(group, SIGHUP);
        if (!ends) {
            signal(group, SIGCONT);
        }
        pty.session(0, 0);
        clear(jobs, jobs.session(process));
    }
}
