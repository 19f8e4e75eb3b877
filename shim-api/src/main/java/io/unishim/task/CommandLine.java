package io.unishim.task;

import java.util.List;

/**
 * What a process was started with, as {@code /proc/PID/cmdline}, {@code environ} and {@code exe} tell it. Whoever loads a
 * program puts it on the process, at the start and at each {@code execve(2)}; a process without one has an empty command
 * line, as a kernel thread has.
 *
 * @param executable the program's absolute path in the shim, symbolic links resolved
 * @param arguments argv; bytes, without NUL
 * @param environment envp: {@code NAME=value}; bytes, without NUL
 * @param start where argv's texts begin in the process's memory, each ended by NUL, or 0 if they are not there: a program may
 *     change them later, and its command line with them
 * @param environmentStart where they end and those of envp begin
 * @param end where those end
 * @param auxiliary the auxiliary vector as it was told to the program: a type and a value in turn, AT_NULL last (man 3
 *     getauxval); empty if it was told none
 */
public record CommandLine(
        String executable,
        List<byte[]> arguments,
        List<byte[]> environment,
        long start,
        long environmentStart,
        long end,
        List<Long> auxiliary) {
    /** Where a process keeps it. */
    public static final StateKey<CommandLine> KEY = StateKey.of("command line");

    /** What a process was started with that has none of it in its memory. */
    public CommandLine(String executable, List<byte[]> arguments, List<byte[]> environment) {
        this(executable, arguments, environment, 0, 0, 0, List.of());
    }

    public CommandLine {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        auxiliary = List.copyOf(auxiliary);
    }
}
