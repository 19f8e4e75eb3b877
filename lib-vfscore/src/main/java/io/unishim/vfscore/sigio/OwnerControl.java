package io.unishim.vfscore.sigio;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Fcntl.F_GETOWN;
import static io.unishim.abi.Fcntl.F_GETOWNER_UIDS;
import static io.unishim.abi.Fcntl.F_GETOWN_EX;
import static io.unishim.abi.Fcntl.F_GETSIG;
import static io.unishim.abi.Fcntl.F_OWNER_PGRP;
import static io.unishim.abi.Fcntl.F_OWNER_PID;
import static io.unishim.abi.Fcntl.F_OWNER_TID;
import static io.unishim.abi.Fcntl.F_SETOWN;
import static io.unishim.abi.Fcntl.F_SETOWN_EX;
import static io.unishim.abi.Fcntl.F_SETSIG;
import static io.unishim.abi.Fcntl.O_ASYNC;
import static io.unishim.abi.Signals.NSIG;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFSOCK;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;

/** The commands of {@code fcntl(2)} that say who is told by signals. */
public final class OwnerControl {
    private OwnerControl() {}

    /** @param command F_GETOWN, F_SETOWN, F_GETOWN_EX, F_SETOWN_EX, F_GETOWNER_UIDS, F_GETSIG or F_SETSIG */
    public static long control(Task task, OpenFileDescription open, int command, long argument) {
        Owner owner = Owner.find(open);
        return switch (command) {
            case F_GETOWN -> {
                int id = owner == null ? 0 : owner.id();
                yield id != 0 && owner != null && owner.type() == F_OWNER_PGRP ? -id : id;
            }
            case F_SETOWN -> setOwner(task, open, (int) argument);
            case F_GETOWN_EX -> {
                task.memory().putInt(argument, owner == null ? F_OWNER_TID : owner.type());
                task.memory().putInt(argument + 4, owner == null ? 0 : owner.id());
                yield 0;
            }
            case F_SETOWN_EX ->
                set(task, open, task.memory().getInt(argument), task.memory().getInt(argument + 4));
            case F_GETOWNER_UIDS -> {
                task.memory().putInt(argument, owner == null ? 0 : owner.uid());
                task.memory().putInt(argument + 4, owner == null ? 0 : owner.euid());
                yield 0;
            }
            case F_GETSIG -> owner == null ? 0 : owner.signal();
            case F_SETSIG -> setSignal(task, open, argument);
            default -> -EINVAL;
        };
    }

    private static long setOwner(Task task, OpenFileDescription open, int who) {
        if (who == Integer.MIN_VALUE) {
            return -EINVAL;
        }
        return set(task, open, who < 0 ? F_OWNER_PGRP : F_OWNER_PID, Math.abs(who));
    }

    private static long set(Task task, OpenFileDescription open, int type, int id) {
        if (type != F_OWNER_TID && type != F_OWNER_PID && type != F_OWNER_PGRP) {
            return -EINVAL;
        }
        // As the kernel looks ids up: any that is in use.
        boolean used = id == 0
                || Owner.exists(task.shim(), F_OWNER_PGRP, id)
                || Owner.exists(task.shim(), F_OWNER_PID, id)
                || Owner.exists(task.shim(), F_OWNER_TID, id);
        if (!used) {
            return -ESRCH;
        }
        Owner owner = Owner.of(task, open);
        owner.set(task, type, id, true);
        if (id != 0 && (open.file().stat(task).mode() & S_IFMT) == S_IFSOCK) {
            owner.hearUrgentData(open);
        }
        return 0;
    }

    private static long setSignal(Task task, OpenFileDescription open, long signal) {
        if (signal < 0 || signal > NSIG) {
            return -EINVAL;
        }
        Owner.of(task, open).signal((int) signal);
        return 0;
    }

    /** O_ASYNC was changed by {@code fcntl(F_SETFL)} or FIOASYNC. @param fd by which */
    public static void changed(Task task, int fd, OpenFileDescription open, int oldFlags, int newFlags) {
        if (((oldFlags ^ newFlags) & O_ASYNC) != 0 && open.file().signalQueue() != null) {
            Owner.of(task, open).listen(task, open, fd, (newFlags & O_ASYNC) != 0);
        }
    }
}
