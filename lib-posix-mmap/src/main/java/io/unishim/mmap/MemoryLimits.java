package io.unishim.mmap;

import static io.unishim.abi.Capabilities.CAP_IPC_LOCK;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Resource.RLIMIT_AS;
import static io.unishim.abi.Resource.RLIMIT_DATA;
import static io.unishim.abi.Resource.RLIMIT_MEMLOCK;
import static io.unishim.abi.Resource.RLIM_INFINITY;

import io.unishim.task.Credentials;
import io.unishim.task.ProcessLimits;
import io.unishim.task.Task;

/** How much a task may map and lock: RLIMIT_AS, RLIMIT_DATA and RLIMIT_MEMLOCK (man 2 getrlimit). The lock is held. */
final class MemoryLimits {
    private final MemoryMap map;

    MemoryLimits(MemoryMap map) {
        this.map = map;
    }

    private static boolean within(long bytes, long limit) {
        return Long.compareUnsigned(bytes, limit & -Pages.SIZE) <= 0;
    }

    /** Whether a task may map more. @param data whether that is private and can be written. @param more bytes */
    boolean allow(Task task, boolean data, long more) {
        long total = ProcessLimits.soft(task.process(), RLIMIT_AS);
        if (total != RLIM_INFINITY && !within(map.mappings.total() + more, total)) {
            return false;
        }
        long most = data ? ProcessLimits.soft(task.process(), RLIMIT_DATA) : RLIM_INFINITY;
        if (most == RLIM_INFINITY) {
            return true;
        }
        long sum = map.mappings.data() + more;
        // Valgrind sets the soft limit to 0 to hear of brk(2); Linux then looks at the hard one.
        return within(sum, most) || most == 0 && within(sum, ProcessLimits.hard(task.process(), RLIMIT_DATA));
    }

    /** Whether a task may lock more pages. */
    boolean allowLocked(Task task, long more) {
        long most = ProcessLimits.soft(task.process(), RLIMIT_MEMLOCK);
        return most == RLIM_INFINITY || within(map.mappings.locked() + more, most) || mayLockAnything(task);
    }

    private static boolean mayLockAnything(Task task) {
        Credentials who = task.stateOrNull(Credentials.KEY);
        return who == null || who.hasCapability(CAP_IPC_LOCK);
    }

    /** Whether a task may lock anything at all. */
    static boolean mayLock(Task task) {
        return ProcessLimits.soft(task.process(), RLIMIT_MEMLOCK) != 0 || mayLockAnything(task);
    }

    /**
     * Says whether a task may make a mapping that is locked, for the call asks so or mlockall(2) did.
     *
     * @return 0, {@code -EPERM} or {@code -EAGAIN}
     */
    long locking(Task task, boolean asked, long length) {
        if (asked && !mayLock(task)) {
            return -EPERM;
        }
        return !asked && map.futureLocks() == 0 || allowLocked(task, length) ? 0 : -EAGAIN;
    }

    /** Whether a task may lock all that is mapped. */
    boolean allowAllLocked(Task task) {
        long most = ProcessLimits.soft(task.process(), RLIMIT_MEMLOCK);
        return most == RLIM_INFINITY || within(map.mappings.total(), most) || mayLockAnything(task);
    }
}
