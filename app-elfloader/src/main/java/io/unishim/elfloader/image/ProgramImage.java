package io.unishim.elfloader.image;

import static io.unishim.abi.Errnos.ELOOP;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOEXEC;
import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_NORESERVE;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.PROT_EXEC;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.abi.Mman.PROT_WRITE;
import static io.unishim.abi.Resource.RLIMIT_STACK;
import static io.unishim.abi.Resource.RLIM_INFINITY;

import io.unishim.abi.Errno;
import io.unishim.abi.Limits;
import io.unishim.call.ErrnoException;
import io.unishim.elfloader.image.ElfHeader.Segment;
import io.unishim.file.FileOperations;
import io.unishim.memory.AddressSpace;
import io.unishim.task.CommandLine;
import io.unishim.task.Credentials;
import io.unishim.task.ExecutionRules;
import io.unishim.task.ProcessLimits;
import io.unishim.task.Promotion;
import io.unishim.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program in memory, ready to run.
 *
 * @param space where it lies
 * @param entry the first instruction
 * @param stack the stack pointer
 * @param name what its process is called: the name of the file that was asked for
 * @param commandLine what it was started with; for a script that of its interpreter
 * @param promotion who the task is once it runs; null in a shim without users
 * @param file what is executed, {@linkplain FileOperations#denyWriting denied} to writers; null if that is no file
 */
public record ProgramImage(
        AddressSpace space,
        long entry,
        long stack,
        String name,
        CommandLine commandLine,
        @Nullable Promotion promotion,
        @Nullable FileOperations file) {
    private static final int MOST_INTERPRETERS = 4;
    private static final int SCRIPT_LINE = 256;

    /** The stack of a program to which no limit is set: the usual soft limit is 8 MiB. */
    private static final long UNLIMITED_STACK = 64 << 20;

    private static final long MOST_STACK = (1 << 30) - (1 << 20);
    private static final long LEAST_STACK = 132 << 10;

    /**
     * Loads a program into an empty address space.
     *
     * @param task through whose eyes the file system is seen
     * @param space to be filled; on an exception it is of no further use
     * @param wanted an ELF image, or a script that names its interpreter after {@code #!}
     * @param arguments the first one is the program's name
     * @param environment {@code NAME=VALUE} each
     * @throws ErrnoException with what {@code execve(2)} answers
     */
    public static ProgramImage load(
            Task task, AddressSpace space, ExecutableName wanted, List<byte[]> arguments, List<byte[]> environment) {
        String path = wanted.shown();
        ExecutableName file = wanted;
        List<byte[]> all = arguments;
        for (int depth = 0; depth <= MOST_INTERPRETERS; depth++) {
            try (ExecutableFile open = depth == 0 ? ExecutableFile.open(task, file) : interpreter(task, file, path)) {
                ElfHeader header = ElfHeader.parse(open);
                if (header != null) {
                    return loadElf(task, space, open, header, wanted, file.shown(), all, environment);
                }
                Script script = Script.parse(open);
                if (script == null) {
                    throw new ErrnoException(ENOEXEC, "execve", path).because(ForeignFile.of(open));
                }
                if (file.isLost(task)) {
                    // The interpreter could not open what is closed when it begins (man 2 execveat).
                    throw new ErrnoException(ENOENT, "execve", path);
                }
                all = script.arguments(file.shown(), all);
                file = ExecutableName.of(script.interpreter());
            }
        }
        throw new ErrnoException(ELOOP, "execve", path);
    }

    /** Opens a file to execute it, and closes it. @throws ErrnoException if that cannot be; what it holds is not asked */
    public static void checkExecutable(Task task, ExecutableName wanted) {
        ExecutableFile.open(task, wanted).close();
    }

    private static ProgramImage loadElf(
            Task task,
            AddressSpace space,
            ExecutableFile open,
            ElfHeader header,
            ExecutableName wanted,
            String file,
            List<byte[]> arguments,
            List<byte[]> environment) {
        ExecutionRules rules = task.shim().serviceOrNull(ExecutionRules.class);
        Promotion promotion = rules == null ? null : rules.promotion(task, open.subject());
        long base = new ImageLoader(task, space, open.description(), header, file).load();
        long entry = base + header.entry();
        long start = entry;
        long interpreterBase = 0;
        String interpreter = interpreter(open, header, file);
        if (interpreter != null) {
            try (ExecutableFile other = interpreter(task, ExecutableName.of(interpreter), wanted.shown())) {
                ElfHeader loader = ElfHeader.parse(other);
                if (loader == null) {
                    throw new ErrnoException(ENOEXEC, "execve", interpreter).because(ForeignFile.of(other));
                }
                interpreterBase = new ImageLoader(task, space, other.description(), loader, interpreter).load();
                start = interpreterBase + loader.entry();
            }
        }
        space.startBreak(0);
        long size = stackSize(task);
        long top = mapStack(task, space, header, size) + size;
        InitialStack stack = new InitialStack(space, top);
        stack.caller(
                promotion == null ? Credentials.of(task) : promotion.credentials(),
                promotion != null && promotion.secure());
        stack.vdso(Vdso.map(task, space));
        stack.image(entry, headersAddress(header, base), header.segments().size(), interpreterBase);
        long pointer = stack.write(task, arguments, environment, wanted.shown(), mostArguments(size));
        FileOperations executed = open.description().file();
        String executable = executed.link();
        ErrnoException.check(executed.denyWriting(), "execve", file);
        return new ProgramImage(
                space,
                start,
                pointer,
                wanted.nameOf(executable),
                stack.commandLine(executable, arguments, environment),
                promotion,
                executed);
    }

    /** Opens what a program names as its interpreter. @param program by whom it is named */
    private static ExecutableFile interpreter(Task task, ExecutableName named, String program) {
        try {
            return ExecutableFile.open(task, named);
        } catch (ErrnoException e) {
            String how = e.errno() == Errno.ENOENT ? " is missing" : " cannot be executed";
            throw new ErrnoException(e.number(), "execve", program).because("its interpreter " + named.path() + how);
        }
    }

    private static long stackSize(Task task) {
        long limit = ProcessLimits.soft(task.process(), RLIMIT_STACK);
        long wanted = limit == RLIM_INFINITY
                ? UNLIMITED_STACK
                : Long.compareUnsigned(limit, MOST_STACK) > 0 ? MOST_STACK : limit & -Limits.PAGE_SIZE;
        return Math.max(LEAST_STACK, wanted);
    }

    /** A quarter of the stack, but no more than of one of 24 MiB, and always 128 KiB (man 2 execve). */
    private static long mostArguments(long stack) {
        return Math.max(128 << 10, Math.min(6 << 20, stack / 4));
    }

    private static long mapStack(Task task, AddressSpace space, ElfHeader header, long size) {
        Segment wish = header.segment(ElfHeader.PT_GNU_STACK);
        boolean executable = wish != null && (wish.flags() & ElfHeader.PF_X) != 0;
        int protection = PROT_READ | PROT_WRITE | (executable ? PROT_EXEC : 0);
        int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
        return ErrnoException.check(space.map(task, 0, size, protection, flags, null, 0, "[stack]"), "execve");
    }

    private static long headersAddress(ElfHeader header, long base) {
        Segment headers = header.segment(ElfHeader.PT_PHDR);
        if (headers != null) {
            return base + headers.address();
        }
        for (Segment segment : header.segments()) {
            long inSegment = header.headersOffset() - segment.offset();
            if (segment.type() == ElfHeader.PT_LOAD && inSegment >= 0 && inSegment < segment.fileSize()) {
                return base + segment.address() + inSegment;
            }
        }
        return 0;
    }

    private static @Nullable String interpreter(ExecutableFile open, ElfHeader header, String path) {
        Segment segment = header.segment(ElfHeader.PT_INTERP);
        if (segment == null) {
            return null;
        }
        if (segment.fileSize() < 2 || segment.fileSize() > 4096) {
            throw new ErrnoException(ENOEXEC, "execve", path);
        }
        byte[] text = new byte[(int) segment.fileSize()];
        if (!open.read(segment.offset(), text) || text[text.length - 1] != 0) {
            throw new ErrnoException(ENOEXEC, "execve", path);
        }
        return new String(text, 0, text.length - 1, StandardCharsets.UTF_8);
    }

    /** The first line of a script: an interpreter and at most one argument. */
    private record Script(String interpreter, byte @Nullable [] argument) {
        static @Nullable Script parse(ExecutableFile open) {
            byte[] bytes = new byte[SCRIPT_LINE];
            int length = open.readSome(0, bytes);
            if (length < 3 || bytes[0] != '#' || bytes[1] != '!') {
                return null;
            }
            String text = new String(bytes, 2, length - 2, StandardCharsets.ISO_8859_1);
            int end = text.indexOf('\n');
            String line = (end < 0 ? text : text.substring(0, end)).strip();
            if (line.isEmpty()) {
                return null;
            }
            int gap = 0;
            while (gap < line.length() && line.charAt(gap) != ' ' && line.charAt(gap) != '\t') {
                gap++;
            }
            String rest = line.substring(gap).strip();
            return new Script(
                    line.substring(0, gap), rest.isEmpty() ? null : rest.getBytes(StandardCharsets.ISO_8859_1));
        }

        List<byte[]> arguments(String script, List<byte[]> given) {
            List<byte[]> all = new ArrayList<>();
            all.add(interpreter.getBytes(StandardCharsets.ISO_8859_1));
            if (argument != null) {
                all.add(argument);
            }
            all.add(script.getBytes(StandardCharsets.UTF_8));
            all.addAll(given.subList(Math.min(1, given.size()), given.size()));
            return all;
        }
    }
}
