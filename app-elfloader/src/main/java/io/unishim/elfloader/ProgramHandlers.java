package io.unishim.elfloader;

import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENAMETOOLONG;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.AT_EMPTY_PATH;
import static io.unishim.abi.Fcntl.AT_EXECVE_CHECK;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.AT_SYMLINK_NOFOLLOW;
import static io.unishim.abi.Prctl.ARCH_GET_FS;
import static io.unishim.abi.Prctl.ARCH_SET_FS;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.abi.Signals;
import io.unishim.abi.Wait;
import io.unishim.call.ErrnoException;
import io.unishim.call.Support;
import io.unishim.elfloader.engine.ProgramThread;
import io.unishim.elfloader.image.ExecutableName;
import io.unishim.linux.ProgramCalls;
import io.unishim.memory.UserMemory;
import io.unishim.memory.UserString;
import io.unishim.task.Execution;
import io.unishim.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls that reach into the engine. */
final class ProgramHandlers implements ProgramCalls {
    private static final long TASK_SIZE = 0x7fff_ffff_f000L;
    private static final int LONGEST_STRING = 128 * 1024;
    private static final int MOST_STRINGS = 0x2_0000;

    private static @Nullable ProgramThread program(Task task) {
        return task.stateOrNull(Execution.KEY) instanceof ProgramThread thread ? thread : null;
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "set-id bits are heeded also where another process shares the caller's directories (CLONE_FS)")
    public long execve(Task task, UserString path, long argv, long envp) {
        return execveat(task, AT_FDCWD, path, argv, envp, 0);
    }

    @Override
    @Support(value = PARTIAL, note = "as execve")
    public long execveat(Task task, int dirfd, UserString path, long argv, long envp, int flags) {
        ProgramThread program = program(task);
        if (program == null) {
            return -ENOSYS;
        }
        if ((flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW | AT_EXECVE_CHECK)) != 0) {
            return -EINVAL;
        }
        byte[] name = task.arguments().path(0);
        int length = path.copy(name);
        if (length < 0) {
            return -ENAMETOOLONG;
        }
        if (length == 0 && (flags & AT_EMPTY_PATH) == 0) {
            return -ENOENT;
        }
        ExecutableName file = new ExecutableName(
                dirfd, new String(name, 0, length, StandardCharsets.UTF_8), flags & ~AT_EXECVE_CHECK);
        long errno = Programs.executable(task, file);
        if (errno != 0) {
            // Linux opens the file before it looks at the strings.
            return errno;
        }
        if ((flags & AT_EXECVE_CHECK) != 0) {
            return 0;
        }
        List<byte[]> arguments = strings(task.memory(), argv);
        List<byte[]> environment = strings(task.memory(), envp);
        if (arguments == null || environment == null) {
            return -E2BIG;
        }
        if (arguments.isEmpty()) {
            // Since Linux 5.18 a program always has a name.
            arguments.add(new byte[0]);
        }
        try {
            return Programs.replace(task, program, file, arguments, environment);
        } catch (ErrnoException e) {
            return -e.number();
        }
    }

    /** @return the strings, or null if there are too many or one is too long */
    private static @Nullable List<byte[]> strings(UserMemory memory, long array) {
        List<byte[]> all = new ArrayList<>();
        if (array == 0) {
            return all;
        }
        byte[] bytes = new byte[LONGEST_STRING];
        while (all.size() < MOST_STRINGS) {
            long address = memory.getLong(array + 8L * all.size());
            if (address == 0) {
                return all;
            }
            int length = memory.readString(address, bytes);
            if (length < 0) {
                return null;
            }
            all.add(Arrays.copyOf(bytes, length));
        }
        return null;
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "ARCH_SET_GS, ARCH_GET_GS and ARCH_SET_CPUID answer EINVAL: the GS base is the engine's")
    public long arch_prctl(Task task, int op, long address) {
        ProgramThread program = program(task);
        if (program == null) {
            return -ENOSYS;
        }
        if (op == ARCH_SET_FS) {
            if (address < 0 || address >= TASK_SIZE) {
                return -EPERM;
            }
            program.threadPointer(address);
            return 0;
        }
        if (op == ARCH_GET_FS) {
            task.memory().putLong(address, program.threadPointer());
            return 0;
        }
        return -EINVAL;
    }

    @Override
    @Support(FULL)
    public long rt_sigreturn(Task task) {
        ProgramThread program = program(task);
        if (program == null) {
            return -ENOSYS;
        }
        if (!program.signalReturn()) {
            task.exit(Wait.signaled(Signals.SIGSEGV, false));
        }
        return 0;
    }
}
