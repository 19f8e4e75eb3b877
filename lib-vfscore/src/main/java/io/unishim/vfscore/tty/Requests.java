package io.unishim.vfscore.tty;

import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Ioctls.*;
import static io.unishim.abi.Signals.SIGTTOU;
import static io.unishim.abi.Termios.TCIFLUSH;
import static io.unishim.abi.Termios.TCIOFF;
import static io.unishim.abi.Termios.TCIOFLUSH;
import static io.unishim.abi.Termios.TCION;
import static io.unishim.abi.Termios.TCOFLUSH;
import static io.unishim.abi.Termios.TCOOFF;
import static io.unishim.abi.Termios.TCOON;
import static io.unishim.abi.Termios.VSTART;
import static io.unishim.abi.Termios.VSTOP;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Credentials;
import io.unishim.task.Task;

/** What {@code ioctl(2)} asks of a terminal (man 2 ioctl_tty): the rest here, families of requests in classes of their own. */
final class Requests {
    private static final int N_TTY = 0;

    private final Sessions sessions;
    private final SettingsRequests settings;
    private final JobRequests jobs;
    private final MasterRequests masters = new MasterRequests();

    Requests(Sessions sessions) {
        this.sessions = sessions;
        this.settings = new SettingsRequests(sessions);
        this.jobs = new JobRequests(sessions);
    }

    long ioctl(Task task, TerminalFile file, OpenFileDescription open, int request, long argument) {
        Tty tty = file.tty();
        switch (request) {
            case TIOCSETD, TIOCSBRK, TIOCCBRK, TCSBRK, TCSBRKP -> {
                long refused = sessions.mayUse(task, tty, SIGTTOU);
                return refused != 0 ? refused : request == TIOCSETD ? discipline(task, argument) : 0;
            }
            case TCXONC, TCFLSH -> {
                return flow(task, tty, request, (int) argument);
            }
            case TIOCINQ, TIOCOUTQ, TIOCGETD, TIOCGEXCL, TIOCGDEV -> {
                task.memory().putInt(argument, tell(tty, request));
                return 0;
            }
            case TIOCEXCL, TIOCNXCL -> {
                tty.exclusive = request == TIOCEXCL;
                return 0;
            }
            case TIOCSTI -> {
                return push(task, tty, argument);
            }
            case TIOCCONS -> {
                return file instanceof MasterFile ? -EINVAL : -EPERM; // there is no console
            }
            case TIOCVHANGUP -> {
                return hangUp(task, tty);
            }
            default -> {}
        }
        long result = settings.ioctl(task, tty, request, argument);
        if (result == -ENOTTY) {
            result = jobs.ioctl(task, file, open, request, argument);
        }
        if (result != -ENOTTY) {
            return result;
        }
        if (file instanceof MasterFile master) {
            return masters.ioctl(task, master, request, argument);
        }
        return request == TIOCGPTPEER ? -EIO : -ENOTTY;
    }

    private static int tell(Tty tty, int request) {
        Pty pty = tty.pty();
        pty.lock();
        try {
            return switch (request) {
                case TIOCINQ -> tty.readable();
                case TIOCGEXCL -> tty.exclusive ? 1 : 0;
                case TIOCGDEV -> (int) pty.device();
                case TIOCGETD -> N_TTY;
                default -> 0; // what was written has left at once
            };
        } finally {
            pty.unlock();
        }
    }

    private static long discipline(Task task, long argument) {
        return task.memory().getInt(argument) == N_TTY ? 0 : -EINVAL;
    }

    private long flow(Task task, Tty tty, int request, int what) {
        Pty pty = tty.pty();
        if (request == TCFLSH && (what == TCIFLUSH || what == TCIOFLUSH)) {
            pty.lock();
            tty.flushArrived();
            pty.unlock();
        }
        long refused = sessions.mayUse(task, tty, SIGTTOU);
        if (refused != 0) {
            return refused;
        }
        pty.lock();
        try {
            return request == TCFLSH ? flush(tty, what) : control(tty, what);
        } finally {
            pty.unlock();
        }
    }

    private static long flush(Tty tty, int what) {
        if (what != TCIFLUSH && what != TCOFLUSH && what != TCIOFLUSH) {
            return -EINVAL;
        }
        if (what != TCOFLUSH) {
            tty.flushInput();
        }
        if (what != TCIFLUSH) {
            tty.flushOutput();
        }
        return 0;
    }

    private static long control(Tty tty, int what) {
        switch (what) {
            case TCOOFF -> tty.stopByCall(true);
            case TCOON -> tty.stopByCall(false);
            case TCIOFF, TCION -> {
                int c = tty.settings().character(what == TCIOFF ? VSTOP : VSTART);
                if (c != Settings.DISABLED) {
                    tty.sendUrgently(c);
                }
            }
            default -> {
                return -EINVAL;
            }
        }
        return 0;
    }

    /** As since Linux 6.2 by default (CONFIG_LEGACY_TIOCSTI off): only for the privileged. */
    private static long push(Task task, Tty tty, long argument) {
        if (!Credentials.of(task).hasCapability(CAP_SYS_ADMIN)) {
            return -EIO;
        }
        int c = task.memory().getByte(argument) & 0xff;
        tty.pty().lock();
        try {
            tty.discipline().push(c);
            tty.deliver();
            return 0;
        } finally {
            tty.pty().unlock();
        }
    }

    private static long hangUp(Task task, Tty tty) {
        if (!Credentials.of(task).hasCapability(CAP_SYS_ADMIN)) {
            return -EPERM;
        }
        tty.pty().hangUp();
        return 0;
    }
}
