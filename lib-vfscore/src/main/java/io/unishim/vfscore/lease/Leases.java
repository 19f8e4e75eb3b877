package io.unishim.vfscore.lease;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Errnos.EWOULDBLOCK;
import static io.unishim.abi.Fcntl.F_OWNER_PID;
import static io.unishim.abi.Fcntl.F_RDLCK;
import static io.unishim.abi.Fcntl.F_UNLCK;
import static io.unishim.abi.Fcntl.F_WRLCK;
import static io.unishim.abi.Fcntl.O_ACCMODE;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.task.Waiter;
import io.unishim.vfscore.sigio.Owner;
import io.unishim.vfscore.tree.Attachments;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.InodeFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The leases on one file (man 2 fcntl, the kernel's locks.c). */
public final class Leases {
    /** How long a holder has to answer: /proc/sys/fs/lease-break-time. */
    private static final long BREAK_NANOS = 45_000_000_000L;

    private final List<Lease> held = new ArrayList<>(1);
    private final WaitQueue waiting = new WaitQueue();

    private Leases() {}

    private static @Nullable Leases find(Inode inode) {
        Attachments attached = inode.attachmentsOrNull();
        return attached != null && attached.leases() instanceof Leases leases ? leases : null;
    }

    private static Leases of(Inode inode) {
        inode.lock();
        try {
            Leases leases = find(inode);
            if (leases == null) {
                leases = new Leases();
                inode.attachments().leases(leases);
            }
            return leases;
        } finally {
            inode.unlock();
        }
    }

    /** F_GETLEASE. */
    public static long get(OpenFileDescription open) {
        Leases leases = open.file() instanceof InodeFile file ? find(file.inode()) : null;
        return leases == null ? F_UNLCK : leases.shown(open);
    }

    private synchronized int shown(OpenFileDescription open) {
        Lease own = of(open);
        return own == null ? F_UNLCK : own.shown();
    }

    private @Nullable Lease of(OpenFileDescription open) {
        for (Lease each : held) {
            if (each.open == open) {
                return each;
            }
        }
        return null;
    }

    /** F_SETLEASE. @param mayLease whether by CAP_LEASE also the files of others */
    public static long set(Task task, int fd, OpenFileDescription open, int type, boolean mayLease) {
        Inode inode = open.file() instanceof InodeFile file ? file.inode() : null;
        if (type == F_UNLCK) {
            if (inode == null || inode.type() != S_IFREG) {
                return -EINVAL;
            }
            Leases leases = find(inode);
            return leases != null && leases.give(open) ? 0 : -EAGAIN;
        }
        if (inode == null) {
            return -EINVAL;
        }
        if (Credentials.of(task).fsuid() != inode.uid() && !mayLease) {
            return -EACCES;
        }
        if (inode.type() != S_IFREG || type != F_RDLCK && type != F_WRLCK) {
            return -EINVAL;
        }
        return of(inode).take(task, fd, inode, open, type);
    }

    private synchronized long take(Task task, int fd, Inode inode, OpenFileDescription open, int type) {
        if (openedInConflict(task, inode, open, type)) {
            return -EAGAIN;
        }
        Lease own = of(open);
        for (Lease each : held) {
            if (each != own && (type == F_WRLCK || each.asked == F_UNLCK)) {
                return -EAGAIN;
            }
        }
        if (own != null) {
            own.type = type;
            own.asked = Lease.NOT_ASKED;
            waiting.wakeAll(0);
            return 0;
        }
        Owner owner = Owner.of(task, open);
        owner.set(task, F_OWNER_PID, task.process().pid(), false);
        if (open.onRelease(() -> give(open))) {
            held.add(new Lease(open, owner, fd, type));
        }
        return 0;
    }

    private boolean give(OpenFileDescription open) {
        boolean had;
        synchronized (this) {
            had = held.removeIf(each -> each.open == open);
        }
        if (had) {
            waiting.wakeAll(0);
        }
        return had;
    }

    /** Whether others, or for reading anybody, have it open in a way that the lease is to prevent. */
    private static boolean openedInConflict(Task task, Inode inode, OpenFileDescription open, int type) {
        Set<OpenFileDescription> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Process process : task.shim().tasks().processes()) {
            Descriptors table = process.stateOrNull(Descriptors.KEY);
            for (int fd = table == null ? -1 : table.next(0); table != null && fd >= 0; fd = table.next(fd + 1)) {
                OpenFileDescription each = table.get(fd);
                if (each != null
                        && seen.add(each)
                        && each.file() instanceof InodeFile file
                        && file.inode() == inode
                        && (type == F_RDLCK ? each.writable() : each != open)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Somebody opens or cuts the file: breaks the leases that stand against it, and waits until they are gone (the kernel's
     * break_lease).
     *
     * @param flags of {@code open(2)}
     * @return 0, {@code -EWOULDBLOCK} with O_NONBLOCK, {@code -ERESTARTSYS}
     */
    public static long breakFor(Task task, Inode inode, int flags) {
        Leases leases = find(inode);
        return leases == null ? 0 : leases.breakAll(task, (flags & O_ACCMODE) != O_RDONLY, (flags & O_NONBLOCK) == 0);
    }

    private long breakAll(Task task, boolean toWrite, boolean waits) {
        long deadline = ask(task, toWrite);
        if (deadline == 0) {
            return 0;
        }
        if (!waits) {
            return -EWOULDBLOCK;
        }
        Waiter waiter = task.waiter();
        waiting.add(waiter);
        try {
            while ((deadline = until(toWrite)) != 0) {
                int why = waiter.await(deadline);
                if (why == -ETIMEDOUT) {
                    takeAway(task.shim().time().monotonicNanos());
                } else if (why != 0) {
                    return why;
                }
            }
            return 0;
        } finally {
            waiting.remove(waiter);
        }
    }

    /** Asks the holders. @return when they must have answered, or 0 if there are none */
    private long ask(Task task, boolean toWrite) {
        List<Lease> told = new ArrayList<>();
        long latest = 0;
        synchronized (this) {
            for (Lease each : held) {
                if (!each.conflicts(toWrite)) {
                    continue;
                }
                int wanted = toWrite ? F_UNLCK : F_RDLCK;
                if (each.asked == Lease.NOT_ASKED || each.asked == F_RDLCK && toWrite) {
                    each.asked = wanted;
                    each.deadline = task.shim().time().monotonicNanos() + BREAK_NANOS;
                    told.add(each);
                }
                latest = Math.max(latest, each.deadline);
            }
        }
        told.forEach(each -> each.owner.message(each.fd));
        return latest;
    }

    private synchronized long until(boolean toWrite) {
        long earliest = 0;
        for (Lease each : held) {
            if (each.conflicts(toWrite)) {
                earliest = earliest == 0 ? each.deadline : Math.min(earliest, each.deadline);
            }
        }
        return earliest;
    }

    /** Takes from who did not answer in time what was asked for. */
    private synchronized void takeAway(long now) {
        held.removeIf(each -> each.asked == F_UNLCK && each.deadline <= now);
        for (Lease each : held) {
            if (each.asked == F_RDLCK && each.deadline <= now) {
                each.type = F_RDLCK;
                each.asked = Lease.NOT_ASKED;
            }
        }
        waiting.wakeAll(0);
    }
}
