package io.unishim.cli;

import java.util.List;

/** The entry point of the command. */
public final class Main {
    private Main() {}

    /**
     * Runs the command and ends the JVM with its exit code.
     *
     * @param arguments as the user gave them
     */
    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    private static int run(String... arguments) {
        // Nothing to parse: picocli would take longer than most programs.
        if (arguments.length > 1 && arguments[0].equals("run") && !arguments[1].startsWith("-")) {
            return ProgramRun.run(new RunRequest(List.of(arguments).subList(1, arguments.length)));
        }
        return UnishimCommand.run(arguments);
    }
}
