package io.unishim.vfscore.tty;

import static io.unishim.abi.Capabilities.CAP_CHECKPOINT_RESTORE;
import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Ioctls.TCGETA;
import static io.unishim.abi.Ioctls.TCGETS;
import static io.unishim.abi.Ioctls.TCGETS2;
import static io.unishim.abi.Ioctls.TCSETA;
import static io.unishim.abi.Ioctls.TCSETAF;
import static io.unishim.abi.Ioctls.TCSETAW;
import static io.unishim.abi.Ioctls.TCSETS;
import static io.unishim.abi.Ioctls.TCSETS2;
import static io.unishim.abi.Ioctls.TCSETSF;
import static io.unishim.abi.Ioctls.TCSETSF2;
import static io.unishim.abi.Ioctls.TCSETSW;
import static io.unishim.abi.Ioctls.TCSETSW2;
import static io.unishim.abi.Ioctls.TIOCGLCKTRMIOS;
import static io.unishim.abi.Ioctls.TIOCGSOFTCAR;
import static io.unishim.abi.Ioctls.TIOCGWINSZ;
import static io.unishim.abi.Ioctls.TIOCSLCKTRMIOS;
import static io.unishim.abi.Ioctls.TIOCSSOFTCAR;
import static io.unishim.abi.Ioctls.TIOCSWINSZ;
import static io.unishim.abi.Signals.SIGTTOU;
import static io.unishim.abi.Termios.CLOCAL;

import io.unishim.task.Credentials;
import io.unishim.task.Task;

/** Settings and the size of the window; a master speaks of its slave's. */
final class SettingsRequests {
    private final Sessions sessions;

    SettingsRequests(Sessions sessions) {
        this.sessions = sessions;
    }

    /** @return {@code -ENOTTY} for a request of another kind */
    long ioctl(Task task, Tty tty, int request, long argument) {
        Tty slave = tty.pty().slave();
        return switch (request) {
            case TCGETS -> get(task, slave, argument, Settings.SIZE);
            case TCGETS2 -> get(task, slave, argument, Settings.SIZE_2);
            case TCGETA -> get(task, slave, argument, Settings.OLD_SIZE);
            case TCSETS, TCSETSW, TCSETSF -> set(task, slave, argument, Settings.SIZE, request == TCSETSF);
            case TCSETS2, TCSETSW2, TCSETSF2 -> set(task, slave, argument, Settings.SIZE_2, request == TCSETSF2);
            case TCSETA, TCSETAW, TCSETAF -> set(task, slave, argument, Settings.OLD_SIZE, request == TCSETAF);
            case TIOCGLCKTRMIOS -> {
                task.memory().writeFully(argument, slave.locks.encode(Settings.SIZE));
                yield 0;
            }
            case TIOCSLCKTRMIOS -> lock(task, slave, argument);
            case TIOCGSOFTCAR -> {
                task.memory().putInt(argument, (slave.settings().control() & CLOCAL) != 0 ? 1 : 0);
                yield 0;
            }
            case TIOCSSOFTCAR -> carrier(slave, task.memory().getInt(argument) != 0);
            case TIOCGWINSZ -> {
                task.memory().putLong(argument, slave.pty().windowSize());
                yield 0;
            }
            case TIOCSWINSZ -> {
                slave.pty().windowSize(task.memory().getLong(argument));
                yield 0;
            }
            default -> -ENOTTY;
        };
    }

    private static long get(Task task, Tty slave, long argument, int size) {
        task.memory().writeFully(argument, slave.settings().encode(size));
        return 0;
    }

    private long set(Task task, Tty slave, long argument, int size, boolean flush) {
        long refused = sessions.mayUse(task, slave, SIGTTOU);
        if (refused != 0) {
            return refused;
        }
        byte[] given = new byte[size];
        task.memory().readFully(argument, given);
        slave.pty().lock();
        try {
            // Output has drained already: the other end has it.
            Settings wanted = slave.settings().changedTo(given);
            if (slave.locks != Settings.UNLOCKED) {
                wanted = wanted.keeping(slave.settings(), slave.locks);
            }
            if (flush) {
                slave.flushInput();
            }
            slave.settings(wanted);
            return 0;
        } finally {
            slave.pty().unlock();
        }
    }

    private static long lock(Task task, Tty slave, long argument) {
        Credentials who = Credentials.of(task);
        if (!who.hasCapability(CAP_CHECKPOINT_RESTORE) && !who.hasCapability(CAP_SYS_ADMIN)) {
            return -EPERM;
        }
        byte[] given = new byte[Settings.SIZE];
        task.memory().readFully(argument, given);
        slave.pty().lock();
        try {
            slave.locks = Settings.UNLOCKED.changedTo(given);
            return 0;
        } finally {
            slave.pty().unlock();
        }
    }

    private static long carrier(Tty slave, boolean ignored) {
        slave.pty().lock();
        try {
            Settings now = slave.settings();
            slave.settings(now.withControl(ignored ? now.control() | CLOCAL : now.control() & ~CLOCAL));
            return 0;
        } finally {
            slave.pty().unlock();
        }
    }
}
