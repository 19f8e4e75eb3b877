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
 */
public record CommandLine(String executable, List<byte[]> arguments, List<byte[]> environment) {
    /** Where a process keeps it. */
    public static final StateKey<CommandLine> KEY = StateKey.of("command line");

    public CommandLine {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
    }
}
