package io.unishim.vfscore.sigio;

import static io.unishim.abi.Fcntl.F_OWNER_PGRP;
import static io.unishim.abi.Fcntl.F_OWNER_PID;
import static io.unishim.abi.Fcntl.F_OWNER_TID;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLMSG;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLPRI;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Poll.POLLWRBAND;
import static io.unishim.abi.Poll.POLLWRNORM;
import static io.unishim.abi.Signals.SIGBUS;
import static io.unishim.abi.Signals.SIGCHLD;
import static io.unishim.abi.Signals.SIGFPE;
import static io.unishim.abi.Signals.SIGILL;
import static io.unishim.abi.Signals.SIGIO;
import static io.unishim.abi.Signals.SIGSEGV;
import static io.unishim.abi.Signals.SIGSYS;
import static io.unishim.abi.Signals.SIGTRAP;
import static io.unishim.abi.Signals.SIGURG;
import static io.unishim.abi.Signals.SI_KERNEL;
import static io.unishim.abi.Signals.SI_SIGIO;

import io.unishim.Shim;
import io.unishim.file.OpenFileDescription;
import io.unishim.struct.SigInfo;
import io.unishim.task.Credentials;
import io.unishim.task.JobControl;
import io.unishim.task.Process;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.task.Wakeup;
import org.jspecify.annotations.Nullable;

/** Who is told what happens to an open file description, and with which signal (the kernel's {@code struct fown_struct}). */
public final class Owner implements Wakeup {
    /** Input, as {@code si_code} says it. */
    private static final int CODE_IN = 1;

    private static final int CODE_OUT = 2;

    /** A message: what leases and directories tell. */
    static final int CODE_MESSAGE = 3;

    private static final int CODE_HANG_UP = 6;

    private final Shim shim;
    private int type = F_OWNER_TID;
    private int id;
    private int uid;
    private int euid;
    private int signal;

    /** The number by which O_ASYNC was set. */
    private int fd;

    private @Nullable WaitQueue joined;
    private @Nullable Wakeup urgent;

    private Owner(Shim shim) {
        this.shim = shim;
    }

    /** @return the real user of who said it */
    int uid() {
        return uid;
    }

    /** @return the effective user of who said it */
    int euid() {
        return euid;
    }

    /** @return what is known of a description, or null if nobody ever asked */
    public static @Nullable Owner find(OpenFileDescription open) {
        return open.attachment() instanceof Owner owner ? owner : null;
    }

    /** @return what is known of a description, made if need be */
    public static Owner of(Task task, OpenFileDescription open) {
        synchronized (open) {
            Owner owner = find(open);
            if (owner == null) {
                owner = new Owner(task.shim());
                open.attachment(owner);
            }
            return owner;
        }
    }

    // Who.

    /** @return F_OWNER_TID, F_OWNER_PID or F_OWNER_PGRP */
    synchronized int type() {
        return type;
    }

    /** @return whose id it is, 0 if nobody is told or who was told is no more */
    synchronized int id() {
        return id != 0 && exists(shim, type, id) ? id : 0;
    }

    /** Says who is told. @param force whether also if somebody was named before */
    public synchronized void set(Task caller, int newType, int newId, boolean force) {
        if (!force && id != 0) {
            return;
        }
        Credentials who = Credentials.of(caller);
        type = newType;
        id = newId;
        uid = who.uid();
        euid = who.euid();
    }

    static boolean exists(Shim shim, int type, int id) {
        JobControl jobs = shim.serviceOrNull(JobControl.class);
        return switch (type) {
            case F_OWNER_TID -> shim.tasks().task(id) != null;
            case F_OWNER_PID -> shim.tasks().process(id) != null;
            default -> jobs != null && jobs.sessionOf(id) != 0;
        };
    }

    // How.

    synchronized int signal() {
        return signal;
    }

    synchronized void signal(int newSignal) {
        signal = newSignal;
    }

    /** Begins or ends to tell of input and output. */
    synchronized void listen(Task task, OpenFileDescription open, int byFd, boolean on) {
        WaitQueue queue = open.file().signalQueue();
        if (queue == null) {
            return;
        }
        if (!on) {
            stop();
            return;
        }
        fd = byFd;
        if (joined == null && open.onRelease(this::stop)) {
            joined = queue;
            queue.add(this);
        }
        int group = open.file().signalGroup();
        if (group != 0) {
            set(task, F_OWNER_PGRP, group, false);
        } else if (open.file().signalsCaller()) {
            set(task, F_OWNER_PID, task.process().pid(), false);
        }
    }

    /** Has urgent data told from now on, for which nobody need set O_ASYNC (man 7 socket, SIGURG). */
    synchronized void hearUrgentData(OpenFileDescription open) {
        WaitQueue queue = open.file().signalQueue();
        if (queue == null || urgent != null) {
            return;
        }
        Wakeup hearing = events -> {
            if (events == POLLPRI) {
                send(new SigInfo(SIGURG, 0, SI_KERNEL, 0, 0, 0, 0));
            }
        };
        if (open.onRelease(() -> queue.remove(hearing))) {
            urgent = hearing;
            queue.add(hearing);
        }
    }

    private synchronized void stop() {
        WaitQueue queue = joined;
        joined = null;
        if (queue != null) {
            queue.remove(this);
        }
    }

    @Override
    public void wake(int events) {
        if ((events & POLLRDNORM) != 0) {
            send(fd, CODE_IN);
        } else if ((events & (POLLWRBAND | POLLOUT)) == POLLWRBAND) {
            send(fd, CODE_OUT);
        } else if ((events & POLLHUP) != 0) {
            send(fd, CODE_HANG_UP);
        }
    }

    /** Tells of a message. @param byFd the number by which it was asked for */
    public void message(int byFd) {
        send(byFd, CODE_MESSAGE);
    }

    private static int band(int code) {
        return switch (code) {
            case CODE_IN -> POLLIN | POLLRDNORM;
            case CODE_OUT -> POLLOUT | POLLWRNORM | POLLWRBAND;
            case CODE_MESSAGE -> POLLIN | POLLRDNORM | POLLMSG;
            default -> POLLHUP | POLLERR;
        };
    }

    private void send(int byFd, int code) {
        SigInfo info;
        synchronized (this) {
            info = info(byFd, code);
        }
        send(info);
    }

    private void send(SigInfo info) {
        int kind;
        int whose;
        int user;
        int effective;
        synchronized (this) {
            kind = type;
            whose = id;
            user = uid;
            effective = euid;
        }
        Signalling signals = shim.serviceOrNull(Signalling.class);
        JobControl jobs = shim.serviceOrNull(JobControl.class);
        if (whose == 0 || signals == null || jobs == null) {
            return;
        }
        if (kind == F_OWNER_TID) {
            Task task = shim.tasks().task(whose);
            if (task != null && jobs.maySignal(task.process(), user, effective)) {
                signals.send(task, info.signo(), info);
            }
            return;
        }
        for (Process each : shim.tasks().processes()) {
            boolean meant = kind == F_OWNER_PID ? each.pid() == whose : jobs.group(each) == whose;
            if (meant && jobs.maySignal(each, user, effective)) {
                signals.send(each, info.signo(), info);
            }
        }
    }

    /** With F_SETSIG the signal says more. */
    private SigInfo info(int byFd, int code) {
        if (signal == 0) {
            return new SigInfo(SIGIO, 0, SI_KERNEL, 0, 0, 0, 0);
        }
        int shown = hasCodesOfItsOwn(signal) ? SI_SIGIO : code;
        return new SigInfo(signal, 0, shown, band(code), Integer.toUnsignedLong(byFd), 0, 0);
    }

    private static boolean hasCodesOfItsOwn(int signal) {
        return switch (signal) {
            case SIGILL, SIGFPE, SIGSEGV, SIGBUS, SIGTRAP, SIGCHLD, SIGSYS -> true;
            default -> false;
        };
    }
}
