package io.unishim.vfscore.tty;

import static io.unishim.abi.Errnos.EBUSY;
import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Signals.SIGWINCH;

import io.unishim.task.ControllingTerminal;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.SpecialFiles;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** A pseudo-terminal: two ends under one lock, and the session that it controls (man 4 pts). */
final class Pty implements ControllingTerminal {
    static final int MAJOR = 136; // UNIX98_PTY_SLAVE_MAJOR

    private final Sessions sessions;
    private final int number;
    private final ReentrantLock lock = new ReentrantLock();
    private final Tty master;
    private final Tty slave;

    /** Those who have the slave open, also after a hang-up. */
    private final Set<SlaveFile> opened = new HashSet<>();

    private boolean locked = true;
    private boolean gone;

    // What is told once the lock is given up: wake-ups and signals go to others, who may come back here.
    private int wakesMaster;
    private int wakesSlave;
    private boolean wakes;
    private long signals;

    private volatile long windowSize;
    private volatile int session;
    private volatile int foreground;

    Pty(Sessions sessions, int number) {
        this.sessions = sessions;
        this.number = number;
        this.master = new Tty(this, true);
        this.slave = new Tty(this, false);
    }

    int number() {
        return number;
    }

    Tty master() {
        return master;
    }

    Tty slave() {
        return slave;
    }

    @Override
    public long device() {
        return SpecialFiles.device(MAJOR, number);
    }

    // The lock, and what waits for its end.

    void lock() {
        lock.lock();
    }

    /** Gives the lock up and tells everyone what happened meanwhile. */
    void unlock() {
        boolean news = wakes || signals != 0;
        if (!news) {
            lock.unlock();
            return;
        }
        int forMaster = wakesMaster;
        int forSlave = wakesSlave;
        boolean wake = wakes;
        long toSend = signals;
        int group = foreground;
        wakes = false;
        wakesMaster = 0;
        wakesSlave = 0;
        signals = 0;
        lock.unlock();
        if (toSend != 0) {
            sessions.signal(group, toSend);
        }
        if (wake) {
            tell(master, forMaster);
            tell(slave, forSlave);
        }
    }

    private static void tell(Tty end, int events) {
        if (events != 0) {
            end.queue().wakeAll(events & ~(NO_EVENT | SIGNALLED));
        }
        if ((events & SIGNALLED) != 0) {
            end.signalQueue().wakeAll(POLLRDNORM);
        }
    }

    private static final int NO_EVENT = 1 << 30;

    /** Besides events: those who are told of input by signals are told. */
    static final int SIGNALLED = 1 << 29;

    /** Wakes those who wait at an end. @param events what happened, or 0 for everyone to look again */
    void wake(Tty end, int events) {
        wakes = true;
        int more = events == 0 ? NO_EVENT : events;
        if (end == master) {
            wakesMaster |= more;
        } else {
            wakesSlave |= more;
        }
    }

    /** Sends a signal to the group in the foreground, if there is one. */
    void signalForeground(int signal) {
        signals |= 1L << signal;
    }

    /** Waits to be woken, without the lock meanwhile. The task's waiter is in the queue. */
    int await(Task task, long deadline) {
        unlock();
        try {
            return task.waiter().await(deadline);
        } finally {
            lock();
        }
    }

    // Opening and closing.

    /** @return whether the slave cannot be opened yet */
    boolean locked() {
        return locked;
    }

    void locked(boolean newLocked) {
        locked = newLocked;
    }

    /** @param privileged whether TIOCEXCL does not concern who opens the slave @return 0 or the errno */
    long mayOpen(boolean privileged) {
        lock();
        try {
            return gone || locked ? -EIO : slave.exclusive && !privileged ? -EBUSY : 0;
        } finally {
            unlock();
        }
    }

    void open(SlaveFile file) {
        lock();
        try {
            opened.add(file);
            if (gone) {
                file.cutOff();
            } else {
                master.otherClosed = false;
            }
        } finally {
            unlock();
        }
    }

    void close(SlaveFile file) {
        lock();
        try {
            if (opened.remove(file) && opened.isEmpty() && !gone) {
                master.otherClosed = true;
                wake(master, POLLHUP | POLLIN | POLLOUT);
            }
        } finally {
            unlock();
        }
    }

    /** The master was closed: nobody will ever open the slave again. */
    void closeMaster() {
        lock();
        try {
            gone = true;
            slave.otherClosed = true;
            // Whoever reads now learns it as an error, before the hang-up makes it the end of the file.
            wake(slave, POLLHUP | POLLIN | POLLOUT);
        } finally {
            unlock();
        }
        hangUp();
    }

    /** Cuts off all who have the slave open, and the session (the kernel's __tty_hangup). */
    void hangUp() {
        int left;
        int group;
        lock();
        try {
            opened.forEach(SlaveFile::cutOff);
            left = session;
            group = foreground;
            session = 0;
            foreground = 0;
            slave.reset();
            wake(slave, POLLHUP | POLLERR | POLLIN | POLLOUT);
        } finally {
            unlock();
        }
        if (left != 0) {
            sessions.hungUp(this, left, group);
        }
    }

    // The size of the window.

    /** @return rows and columns, and both in pixels: four numbers of 16 bits */
    long windowSize() {
        return windowSize;
    }

    /** Changes the size; whoever is in the foreground is told, if it differs. */
    void windowSize(long size) {
        lock();
        try {
            if (size != windowSize) {
                windowSize = size;
                signalForeground(SIGWINCH);
            }
        } finally {
            unlock();
        }
    }

    // The session.

    @Override
    public int foreground() {
        return foreground;
    }

    void foreground(int group) {
        foreground = group;
    }

    /** @return the session that it controls, or 0 */
    int session() {
        return session;
    }

    void session(int newSession, int newForeground) {
        session = newSession;
        foreground = newForeground;
    }
}
