package io.unishim.process;

import static io.unishim.abi.Capabilities.CAP_SYS_RESOURCE;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Prctl.PR_CAPBSET_DROP;
import static io.unishim.abi.Prctl.PR_CAPBSET_READ;
import static io.unishim.abi.Prctl.PR_CAP_AMBIENT;
import static io.unishim.abi.Prctl.PR_GET_AUXV;
import static io.unishim.abi.Prctl.PR_GET_CHILD_SUBREAPER;
import static io.unishim.abi.Prctl.PR_GET_DUMPABLE;
import static io.unishim.abi.Prctl.PR_GET_IO_FLUSHER;
import static io.unishim.abi.Prctl.PR_GET_KEEPCAPS;
import static io.unishim.abi.Prctl.PR_GET_MDWE;
import static io.unishim.abi.Prctl.PR_GET_NAME;
import static io.unishim.abi.Prctl.PR_GET_NO_NEW_PRIVS;
import static io.unishim.abi.Prctl.PR_GET_PDEATHSIG;
import static io.unishim.abi.Prctl.PR_GET_SECCOMP;
import static io.unishim.abi.Prctl.PR_GET_SECUREBITS;
import static io.unishim.abi.Prctl.PR_GET_SPECULATION_CTRL;
import static io.unishim.abi.Prctl.PR_GET_THP_DISABLE;
import static io.unishim.abi.Prctl.PR_GET_TID_ADDRESS;
import static io.unishim.abi.Prctl.PR_GET_TIMERSLACK;
import static io.unishim.abi.Prctl.PR_GET_TIMING;
import static io.unishim.abi.Prctl.PR_GET_TSC;
import static io.unishim.abi.Prctl.PR_MCE_KILL;
import static io.unishim.abi.Prctl.PR_MCE_KILL_GET;
import static io.unishim.abi.Prctl.PR_MDWE_NO_INHERIT;
import static io.unishim.abi.Prctl.PR_MDWE_REFUSE_EXEC_GAIN;
import static io.unishim.abi.Prctl.PR_SET_CHILD_SUBREAPER;
import static io.unishim.abi.Prctl.PR_SET_DUMPABLE;
import static io.unishim.abi.Prctl.PR_SET_IO_FLUSHER;
import static io.unishim.abi.Prctl.PR_SET_KEEPCAPS;
import static io.unishim.abi.Prctl.PR_SET_MDWE;
import static io.unishim.abi.Prctl.PR_SET_MM;
import static io.unishim.abi.Prctl.PR_SET_MM_AUXV;
import static io.unishim.abi.Prctl.PR_SET_NAME;
import static io.unishim.abi.Prctl.PR_SET_NO_NEW_PRIVS;
import static io.unishim.abi.Prctl.PR_SET_PDEATHSIG;
import static io.unishim.abi.Prctl.PR_SET_SECCOMP;
import static io.unishim.abi.Prctl.PR_SET_SECUREBITS;
import static io.unishim.abi.Prctl.PR_SET_SPECULATION_CTRL;
import static io.unishim.abi.Prctl.PR_SET_THP_DISABLE;
import static io.unishim.abi.Prctl.PR_SET_TIMERSLACK;
import static io.unishim.abi.Prctl.PR_SET_TIMING;
import static io.unishim.abi.Prctl.PR_SET_TSC;
import static io.unishim.abi.Prctl.PR_TASK_PERF_EVENTS_DISABLE;
import static io.unishim.abi.Prctl.PR_TASK_PERF_EVENTS_ENABLE;
import static io.unishim.abi.Prctl.PR_TIMING_STATISTICAL;
import static io.unishim.abi.Prctl.PR_TSC_ENABLE;
import static io.unishim.abi.Prctl.SECCOMP_MODE_DISABLED;
import static io.unishim.abi.Prctl.SECCOMP_MODE_FILTER;
import static io.unishim.abi.Prctl.SECCOMP_MODE_STRICT;
import static io.unishim.abi.Prctl.SECCOMP_SET_MODE_FILTER;
import static io.unishim.abi.Prctl.SECCOMP_SET_MODE_STRICT;
import static io.unishim.abi.Signals.NSIG;

import io.unishim.abi.Syscall;
import io.unishim.task.CallFilter;
import io.unishim.task.CommandLine;
import io.unishim.task.Credentials;
import io.unishim.task.Execution;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** {@code prctl(2)}: one switch over what is known; the rest is EINVAL, as on a kernel that was built without it. */
final class ProcessControl {
    /** The kernel's saved_auxv on x86-64. */
    private static final int AUXILIARY_SIZE = 448;

    private final CapabilityControl capabilities = new CapabilityControl();

    long prctl(Task task, int option, long arg2, long arg3, long arg4, long arg5) {
        boolean clean = (arg3 | arg4 | arg5) == 0;
        return switch (option) {
            case PR_SET_NAME -> TaskName.set(task, arg2);
            case PR_GET_NAME -> TaskName.get(task, arg2);
            case PR_GET_SECCOMP -> filterMode(task);
            case PR_SET_SECCOMP -> filter(task, arg2, arg3);
            case PR_GET_TIMING -> PR_TIMING_STATISTICAL;
            case PR_SET_TIMING -> arg2 == PR_TIMING_STATISTICAL ? 0 : -EINVAL;
            case PR_GET_TSC -> put(task, arg2, PR_TSC_ENABLE);
            case PR_GET_TID_ADDRESS -> {
                task.memory().putLong(arg2, TaskEnd.of(task).clearTid);
                yield 0;
            }
            case PR_SET_TIMERSLACK -> {
                TaskTraits.of(task).timerSlack(arg2);
                yield 0;
            }
            case PR_GET_TIMERSLACK -> TaskTraits.of(task).timerSlack();
            case PR_SET_TSC -> arg2 == PR_TSC_ENABLE ? 0 : -EINVAL;
            // Nobody counts events here, so there are none to be switched off.
            case PR_TASK_PERF_EVENTS_DISABLE, PR_TASK_PERF_EVENTS_ENABLE -> 0;
            case PR_MCE_KILL -> MachineChecks.set(task, arg2, arg3, (arg4 | arg5) == 0);
            case PR_MCE_KILL_GET -> MachineChecks.get(task, arg2 == 0 && clean);
            case PR_SET_IO_FLUSHER, PR_GET_IO_FLUSHER -> flusher(task, option, arg2, clean);
            case PR_SET_MM -> arg5 != 0 || arg4 != 0 && arg2 != PR_SET_MM_AUXV ? -EINVAL : -EPERM;
            case PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS -> newPrivileges(task, option, arg2, clean);
            case PR_SET_PDEATHSIG,
                    PR_GET_PDEATHSIG,
                    PR_SET_DUMPABLE,
                    PR_GET_DUMPABLE,
                    PR_SET_CHILD_SUBREAPER,
                    PR_GET_CHILD_SUBREAPER -> ofProcess(task, option, arg2);
            case PR_SET_THP_DISABLE, PR_GET_THP_DISABLE -> hugePages(task, option, arg2, clean);
            case PR_SET_MDWE, PR_GET_MDWE -> writeExec(task, option, arg2, clean);
            case PR_GET_SPECULATION_CTRL, PR_SET_SPECULATION_CTRL ->
                Speculation.control(option == PR_SET_SPECULATION_CTRL, arg2, arg3, (arg4 | arg5) == 0);
            case PR_GET_AUXV -> (arg4 | arg5) != 0 ? -EINVAL : auxiliary(task, arg2, arg3);
            case PR_CAPBSET_READ -> capabilities.bounded(task, arg2);
            case PR_CAPBSET_DROP -> capabilities.drop(task, arg2);
            case PR_GET_KEEPCAPS -> capabilities.keeps(task);
            case PR_SET_KEEPCAPS -> capabilities.keep(task, arg2);
            case PR_GET_SECUREBITS -> capabilities.securebits(task);
            case PR_SET_SECUREBITS -> capabilities.securebits(task, arg2);
            case PR_CAP_AMBIENT -> capabilities.ambient(task, arg2, arg3, (arg4 | arg5) == 0);
            default -> -EINVAL;
        };
    }

    /** As much of the vector as there is room for; more than it has are zeros. @return the size of the kernel's copy of it */
    private static long auxiliary(Task task, long address, long room) {
        CommandLine line = task.process().stateOrNull(CommandLine.KEY);
        ByteBuffer vector = ByteBuffer.allocate(AUXILIARY_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        if (line != null) {
            line.auxiliary().forEach(vector::putLong);
        }
        int shown = Long.compareUnsigned(room, AUXILIARY_SIZE) < 0 ? (int) room : AUXILIARY_SIZE;
        task.memory().writeFully(address, Arrays.copyOf(vector.array(), shown));
        return AUXILIARY_SIZE;
    }

    private static long filterMode(Task task) {
        Execution program = task.stateOrNull(Execution.KEY);
        CallFilter filter = program == null ? null : program.filter();
        return filter == null ? SECCOMP_MODE_DISABLED : filter.mode();
    }

    /** What {@code seccomp(2)} does without flags. */
    private static long filter(Task task, long mode, long program) {
        boolean strict = mode == SECCOMP_MODE_STRICT;
        return strict || mode == SECCOMP_MODE_FILTER
                ? task.shim()
                        .dispatch(
                                task,
                                Syscall.SECCOMP.number(),
                                strict ? SECCOMP_SET_MODE_STRICT : SECCOMP_SET_MODE_FILTER,
                                0,
                                strict ? 0 : program,
                                0,
                                0,
                                0)
                : -EINVAL;
    }

    private static long put(Task task, long address, int value) {
        task.memory().putInt(address, value);
        return 0;
    }

    private static long newPrivileges(Task task, int option, long arg2, boolean clean) {
        TaskTraits own = TaskTraits.of(task);
        if (option == PR_GET_NO_NEW_PRIVS) {
            return arg2 != 0 || !clean ? -EINVAL : own.noNewPrivileges ? 1 : 0;
        }
        if (arg2 != 1 || !clean) {
            return -EINVAL;
        }
        own.noNewPrivileges = true;
        return 0;
    }

    private static long writeExec(Task task, int option, long arg2, boolean clean) {
        Attributes own = Attributes.of(task.process());
        if (option == PR_GET_MDWE) {
            return arg2 != 0 || !clean ? -EINVAL : own.writeExec;
        }
        boolean known = (arg2 & ~(PR_MDWE_REFUSE_EXEC_GAIN | PR_MDWE_NO_INHERIT)) == 0 && arg2 != PR_MDWE_NO_INHERIT;
        if (!clean || !known) {
            return -EINVAL;
        }
        if (own.writeExec != 0 && own.writeExec != arg2) {
            return -EPERM;
        }
        own.writeExec = (int) arg2;
        return 0;
    }

    private static long ofProcess(Task task, int option, long arg2) {
        Attributes own = Attributes.of(task.process());
        switch (option) {
            case PR_SET_PDEATHSIG -> {
                if (arg2 < 0 || arg2 > NSIG) {
                    return -EINVAL;
                }
                own.deathOf = task.process().parent();
                own.deathSignal = (int) arg2;
            }
            case PR_GET_PDEATHSIG -> {
                return put(task, arg2, own.deathSignal);
            }
            case PR_SET_DUMPABLE -> {
                if (arg2 != 0 && arg2 != 1) {
                    return -EINVAL;
                }
                own.dumpable = arg2 == 1;
            }
            case PR_GET_DUMPABLE -> {
                return own.dumpable ? 1 : 0;
            }
            case PR_SET_CHILD_SUBREAPER -> task.process().adopts(arg2 != 0);
            default -> {
                return put(task, arg2, task.process().adopts() ? 1 : 0);
            }
        }
        return 0;
    }

    private static long flusher(Task task, int option, long arg2, boolean clean) {
        Attributes own = Attributes.of(task.process());
        if (!Credentials.of(task).hasCapability(CAP_SYS_RESOURCE)) {
            return -EPERM;
        }
        if (!clean || arg2 != 0 && (option == PR_GET_IO_FLUSHER || arg2 != 1)) {
            return -EINVAL;
        }
        if (option == PR_GET_IO_FLUSHER) {
            return own.flushes ? 1 : 0;
        }
        own.flushes = arg2 == 1;
        return 0;
    }

    private static long hugePages(Task task, int option, long arg2, boolean clean) {
        Attributes own = Attributes.of(task.process());
        if (!clean || option == PR_GET_THP_DISABLE && arg2 != 0) {
            return -EINVAL;
        }
        if (option == PR_GET_THP_DISABLE) {
            return own.smallPages ? 1 : 0;
        }
        own.smallPages = arg2 != 0;
        return 0;
    }
}
