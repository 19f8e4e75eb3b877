package io.unishim.process.seccomp;

import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EBUSY;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Prctl.SECCOMP_FILTER_FLAG_LOG;
import static io.unishim.abi.Prctl.SECCOMP_FILTER_FLAG_NEW_LISTENER;
import static io.unishim.abi.Prctl.SECCOMP_FILTER_FLAG_SPEC_ALLOW;
import static io.unishim.abi.Prctl.SECCOMP_FILTER_FLAG_TSYNC;
import static io.unishim.abi.Prctl.SECCOMP_FILTER_FLAG_TSYNC_ESRCH;
import static io.unishim.abi.Prctl.SECCOMP_GET_ACTION_AVAIL;
import static io.unishim.abi.Prctl.SECCOMP_GET_NOTIF_SIZES;
import static io.unishim.abi.Prctl.SECCOMP_RET_ALLOW;
import static io.unishim.abi.Prctl.SECCOMP_RET_ERRNO;
import static io.unishim.abi.Prctl.SECCOMP_RET_KILL_PROCESS;
import static io.unishim.abi.Prctl.SECCOMP_RET_KILL_THREAD;
import static io.unishim.abi.Prctl.SECCOMP_RET_LOG;
import static io.unishim.abi.Prctl.SECCOMP_RET_TRACE;
import static io.unishim.abi.Prctl.SECCOMP_RET_TRAP;
import static io.unishim.abi.Prctl.SECCOMP_RET_USER_NOTIF;
import static io.unishim.abi.Prctl.SECCOMP_SET_MODE_FILTER;
import static io.unishim.abi.Prctl.SECCOMP_SET_MODE_STRICT;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.library.Lifecycle;
import io.unishim.linux.FilterCalls;
import io.unishim.memory.UserMemory;
import io.unishim.task.CallFilter;
import io.unishim.task.Credentials;
import io.unishim.task.Execution;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import io.unishim.task.TaskAttributes;
import org.jspecify.annotations.Nullable;

/** Serves {@link FilterCalls} (the kernel's kernel/seccomp.c). */
public final class SeccompHandlers implements FilterCalls, Lifecycle {
    private static final int KNOWN = SECCOMP_FILTER_FLAG_TSYNC
            | SECCOMP_FILTER_FLAG_TSYNC_ESRCH
            | SECCOMP_FILTER_FLAG_LOG
            | SECCOMP_FILTER_FLAG_NEW_LISTENER
            | SECCOMP_FILTER_FLAG_SPEC_ALLOW;

    /** The kernel's MAX_INSNS_PER_PATH. */
    private static final int HEAVIEST = 32768;

    /** A struct seccomp_notif_sizes: of a seccomp_notif, a seccomp_notif_resp and a seccomp_data. */
    private static final byte[] NOTIF_SIZES = {80, 0, 24, 0, 64, 0};

    private final Signalling signals;

    /** @param signals by which programs are told */
    public SeccompHandlers(Signalling signals) {
        this.signals = signals;
    }

    @Override
    @Support(
            value = PARTIAL,
            note =
                    "without SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (EINVAL);"
                            + " SECCOMP_RET_LOG and SECCOMP_FILTER_FLAG_LOG log nothing; calls that Java code makes are not judged")
    public long seccomp(Task task, int operation, int flags, long args) {
        return switch (operation) {
            case SECCOMP_SET_MODE_STRICT -> flags != 0 || args != 0 ? -EINVAL : strict(task);
            case SECCOMP_SET_MODE_FILTER -> filter(task, flags, args);
            case SECCOMP_GET_ACTION_AVAIL ->
                flags != 0 ? -EINVAL : available(task.memory().getInt(args));
            case SECCOMP_GET_NOTIF_SIZES -> flags != 0 ? -EINVAL : sizes(task.memory(), args);
            default -> -EINVAL;
        };
    }

    private static long available(int action) {
        return switch (action) {
            case SECCOMP_RET_KILL_PROCESS,
                    SECCOMP_RET_KILL_THREAD,
                    SECCOMP_RET_TRAP,
                    SECCOMP_RET_ERRNO,
                    SECCOMP_RET_TRACE,
                    SECCOMP_RET_LOG,
                    SECCOMP_RET_USER_NOTIF,
                    SECCOMP_RET_ALLOW -> 0;
            default -> -EOPNOTSUPP;
        };
    }

    private static long sizes(UserMemory memory, long address) {
        memory.writeFully(address, NOTIF_SIZES);
        return 0;
    }

    private static @Nullable Execution program(Task task) {
        return task.stateOrNull(Execution.KEY);
    }

    private static long strict(Task task) {
        Execution program = program(task);
        if (program == null || program.filter() instanceof FilterChain) {
            return -EINVAL;
        }
        program.filter(new StrictMode());
        return 0;
    }

    private long filter(Task task, int flags, long args) {
        int oneAnswer = SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_TSYNC_ESRCH;
        boolean listens = (flags & SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0;
        if ((flags & ~KNOWN) != 0 || listens && (flags & oneAnswer) == SECCOMP_FILTER_FLAG_TSYNC) {
            return -EINVAL;
        }
        UserMemory memory = task.memory();
        int length = memory.getInt(args) & 0xffff;
        long address = memory.getLong(args + 8);
        if (length == 0 || length > BpfProgram.MOST_INSTRUCTIONS) {
            return -EINVAL;
        }
        TaskAttributes attributes = task.stateOrNull(TaskAttributes.KEY);
        boolean keepsRights = attributes != null && attributes.noNewPrivileges();
        if (!keepsRights && !Credentials.of(task).hasCapability(CAP_SYS_ADMIN)) {
            return -EACCES;
        }
        BpfProgram code = BpfProgram.read(memory, address, length);
        Execution program = program(task);
        if (code == null || program == null || program.filter() instanceof StrictMode) {
            return -EINVAL;
        }
        FilterChain before = (FilterChain) program.filter();
        Notifier notifier = listens ? new Notifier() : null;
        FilterChain made = new FilterChain(signals, before, code, notifier);
        if (length + (before == null ? 0 : before.weight()) > HEAVIEST) {
            return -ENOMEM;
        }
        if (notifier != null) {
            return before != null && before.asks() ? -EBUSY : listen(task, made, notifier, flags, keepsRights);
        }
        return set(task, made, flags, keepsRights);
    }

    /** Gives the caller the file by which calls are told, and sets the filter. @return the descriptor */
    private static long listen(Task task, FilterChain made, Notifier notifier, int flags, boolean keepsRights) {
        Descriptors descriptors = task.process().stateOrNull(Descriptors.KEY);
        if (descriptors == null) {
            return -ENOSYS;
        }
        long fd = descriptors.install(new OpenFileDescription(notifier, O_RDWR), 0, true);
        if (fd < 0) {
            return fd;
        }
        long result = set(task, made, flags, keepsRights);
        if (result != 0) {
            descriptors.close(task, (int) fd);
        }
        return result != 0 ? result : fd;
    }

    private static long set(Task task, FilterChain made, int flags, boolean keepsRights) {
        if ((flags & SECCOMP_FILTER_FLAG_TSYNC) != 0) {
            return forAll(task, made, keepsRights, (flags & SECCOMP_FILTER_FLAG_TSYNC_ESRCH) != 0);
        }
        put(task, made);
        return 0;
    }

    private static void put(Task task, FilterChain made) {
        Execution program = program(task);
        if (program != null) {
            made.users(1);
            users(program.filter(), -1);
            program.filter(made);
        }
    }

    private static void users(@Nullable CallFilter filter, int more) {
        if (filter instanceof FilterChain chain) {
            chain.users(more);
        }
    }

    @Override
    public long taskCloned(Task parent, Task child, long flags) {
        Execution program = program(parent);
        users(program == null ? null : program.filter(), 1);
        return 0;
    }

    @Override
    public void taskExited(Task task) {
        Execution program = program(task);
        users(program == null ? null : program.filter(), -1);
    }

    /** SECCOMP_FILTER_FLAG_TSYNC: all threads, or none. */
    private static long forAll(Task task, FilterChain made, boolean keepsRights, boolean plainly) {
        synchronized (task.process()) {
            for (Task each : task.process().tasks()) {
                Execution program = program(each);
                CallFilter other = program == null ? null : program.filter();
                if (each != task && !made.continues(other)) {
                    return plainly ? -ESRCH : each.tid();
                }
            }
            for (Task each : task.process().tasks()) {
                put(each, made);
                TaskAttributes attributes = each.stateOrNull(TaskAttributes.KEY);
                if (keepsRights && attributes != null) {
                    attributes.keepPrivileges();
                }
            }
            return 0;
        }
    }
}
