package io.unishim.vfscore.tty;

import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Ioctls.TIOCGPGRP;
import static io.unishim.abi.Ioctls.TIOCGSID;
import static io.unishim.abi.Ioctls.TIOCNOTTY;
import static io.unishim.abi.Ioctls.TIOCSCTTY;
import static io.unishim.abi.Ioctls.TIOCSPGRP;
import static io.unishim.abi.Signals.SIGTTOU;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.ControllingTerminal;
import io.unishim.task.Credentials;
import io.unishim.task.JobControl;
import io.unishim.task.Process;
import io.unishim.task.Task;

/** Requests that concern the terminal's session and its group in the foreground. */
final class JobRequests {
    private final Sessions sessions;

    JobRequests(Sessions sessions) {
        this.sessions = sessions;
    }

    /** @return {@code -ENOTTY} also for a request of another kind */
    long ioctl(Task task, TerminalFile file, OpenFileDescription open, int request, long argument) {
        JobControl jobs = sessions.jobs();
        if (jobs == null) {
            return -ENOTTY;
        }
        Pty pty = file.pty();
        boolean controlled = Sessions.of(task.process()) == pty;
        // A master may ask about its slave, whoever asks.
        boolean mayAsk = controlled || file instanceof MasterFile;
        return switch (request) {
            case TIOCSCTTY -> become(task, jobs, pty, open, argument);
            case TIOCNOTTY -> giveUp(task, controlled && file instanceof SlaveFile);
            case TIOCGPGRP -> mayAsk ? tell(task, argument, pty.foreground()) : -ENOTTY;
            case TIOCGSID -> mayAsk && pty.session() != 0 ? tell(task, argument, pty.session()) : -ENOTTY;
            case TIOCSPGRP -> foreground(task, jobs, pty, controlled, argument);
            default -> -ENOTTY;
        };
    }

    private static long tell(Task task, long argument, int id) {
        task.memory().putInt(argument, id);
        return 0;
    }

    private long become(Task task, JobControl jobs, Pty pty, OpenFileDescription open, long argument) {
        Process process = task.process();
        boolean leads = jobs.leadsSession(process);
        if (leads && pty.session() == jobs.session(process)) {
            return 0;
        }
        if (!leads || process.stateOrNull(ControllingTerminal.KEY) != null) {
            return -EPERM;
        }
        boolean privileged = Credentials.of(task).hasCapability(CAP_SYS_ADMIN);
        if (pty.session() != 0) {
            if (argument != 1 || !privileged) {
                return -EPERM;
            }
            sessions.clear(jobs, pty.session());
        }
        if (!open.readable() && !privileged) {
            return -EPERM;
        }
        sessions.become(jobs, process, pty);
        return 0;
    }

    private long giveUp(Task task, boolean controlled) {
        if (!controlled) {
            return -ENOTTY;
        }
        sessions.leave(task.process(), false);
        task.process().put(ControllingTerminal.KEY, null);
        return 0;
    }

    private long foreground(Task task, JobControl jobs, Pty pty, boolean controlled, long argument) {
        long refused = sessions.mayUse(task, pty.slave(), SIGTTOU);
        if (refused != 0) {
            return refused == -EIO ? -ENOTTY : refused;
        }
        int group = task.memory().getInt(argument);
        if (group < 0) {
            return -EINVAL;
        }
        int session = jobs.session(task.process());
        if (!controlled || pty.session() != session) {
            return -ENOTTY;
        }
        int of = group == 0 ? 0 : jobs.sessionOf(group);
        if (of == 0) {
            return -ESRCH;
        }
        if (of != session) {
            return -EPERM;
        }
        pty.foreground(group);
        return 0;
    }
}
