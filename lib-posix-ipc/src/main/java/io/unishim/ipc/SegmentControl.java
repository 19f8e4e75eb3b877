package io.unishim.ipc;

import static io.unishim.abi.Capabilities.CAP_IPC_LOCK;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Ipc.IPC_INFO;
import static io.unishim.abi.Ipc.IPC_RMID;
import static io.unishim.abi.Ipc.IPC_SET;
import static io.unishim.abi.Ipc.IPC_STAT;
import static io.unishim.abi.Ipc.SHM_INFO;
import static io.unishim.abi.Ipc.SHM_LOCK;
import static io.unishim.abi.Ipc.SHM_LOCKED;
import static io.unishim.abi.Ipc.SHM_STAT;
import static io.unishim.abi.Ipc.SHM_STAT_ANY;
import static io.unishim.abi.Ipc.SHM_UNLOCK;
import static io.unishim.abi.Resource.RLIMIT_MEMLOCK;

import io.unishim.linux.LimitCallsFamily;
import io.unishim.memory.UserRef;
import io.unishim.struct.IpcPerm;
import io.unishim.struct.Rlimit;
import io.unishim.struct.ShmInfo;
import io.unishim.struct.ShmidDs;
import io.unishim.struct.Shminfo;
import io.unishim.task.Credentials;
import io.unishim.task.Task;

/** {@code shmctl(2)}. */
final class SegmentControl {
    private final Segments segments;

    SegmentControl(Segments segments) {
        this.segments = segments;
    }

    long control(Task task, int id, int op, long address) {
        if (id < 0 || op < 0) {
            return -EINVAL;
        }
        return switch (op) {
            case IPC_INFO, SHM_INFO -> info(task, op, address);
            case IPC_STAT, SHM_STAT, SHM_STAT_ANY -> stat(task, id, op, address);
            case IPC_SET -> {
                IpcPerm wanted =
                        task.arguments().ref(0, ShmidDs.LAYOUT, address).get().perm();
                yield change(task, id, segment -> segment.set(task, wanted));
            }
            case IPC_RMID -> {
                Segment segment = segments.at(id);
                long denied = change(task, id, each -> 0);
                if (denied == 0 && segment != null) {
                    segment.removeWhenUnused();
                }
                yield denied;
            }
            case SHM_LOCK, SHM_UNLOCK -> lock(task, id, op == SHM_LOCK);
            default -> -EINVAL;
        };
    }

    private long info(Task task, int op, long address) {
        if (op == IPC_INFO) {
            long most = segments.ids().most();
            task.arguments()
                    .ref(0, Shminfo.LAYOUT, address)
                    .set(new Shminfo(Segments.SHMMAX, Segments.SHMMIN, most, most, Segments.SHMALL));
        } else {
            long pages = segments.pages();
            task.arguments()
                    .ref(0, ShmInfo.LAYOUT, address)
                    .set(new ShmInfo(segments.ids().count(), pages, segments.residentPages(), 0));
        }
        return segments.ids().highest();
    }

    private long stat(Task task, int id, int op, long address) {
        Segment segment = segments.at(id);
        long problem = IpcIds.problem(segment, op == IPC_STAT || segment == null ? id : segment.id());
        if (problem != 0 || segment == null) {
            return problem;
        }
        ShmidDs told;
        segment.lock.lock();
        try {
            long denied = op == SHM_STAT_ANY ? 0 : segment.permission(task, IpcObject.READ);
            if (denied != 0) {
                return denied;
            }
            told = segment.told();
        } finally {
            segment.lock.unlock();
        }
        task.arguments().ref(0, ShmidDs.LAYOUT, address).set(told);
        return op == IPC_STAT ? 0 : segment.id();
    }

    private interface Change {
        long of(Segment segment);
    }

    private long change(Task task, int id, Change change) {
        Segment segment = segments.at(id);
        long problem = IpcIds.problem(segment, id);
        if (problem != 0 || segment == null) {
            return problem;
        }
        segment.lock.lock();
        try {
            long denied = segment.control(task);
            return denied != 0 ? denied : change.of(segment);
        } finally {
            segment.lock.unlock();
        }
    }

    private long lock(Task task, int id, boolean lock) {
        Segment segment = segments.at(id);
        long problem = IpcIds.problem(segment, id);
        if (problem != 0 || segment == null) {
            return problem;
        }
        Credentials who = Credentials.of(task);
        if (!who.hasCapability(CAP_IPC_LOCK) && (!segment.owns(who) || lock && mayLockNothing(task))) {
            return -EPERM;
        }
        segment.lock.lock();
        try {
            segment.mode(lock ? segment.mode() | SHM_LOCKED : segment.mode() & ~SHM_LOCKED);
            return 0;
        } finally {
            segment.lock.unlock();
        }
    }

    private static boolean mayLockNothing(Task task) {
        UserRef<Rlimit> limit = UserRef.room(Rlimit.LAYOUT);
        long result = task.shim().calls(LimitCallsFamily.FAMILY).getrlimit(task, RLIMIT_MEMLOCK, limit);
        return result == 0 && limit.get().soft() == 0;
    }
}
