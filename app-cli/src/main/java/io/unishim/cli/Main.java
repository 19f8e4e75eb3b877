package io.unishim.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of the command. */
@Command(
        name = "unishim",
        description = "Linux as a Java library: runs unmodified programs on system calls served by Java.",
        subcommands = {RunCommand.class, CallsCommand.class},
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    Main() {}

    /**
     * Runs the command and ends the JVM with its exit code.
     *
     * @param arguments as the user gave them
     */
    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    /** @return the exit code: the program's for {@code run} */
    static int run(String... arguments) {
        // Nothing to parse: picocli would take longer than most programs.
        if (arguments.length > 1 && arguments[0].equals("run") && !arguments[1].startsWith("-")) {
            List<String> command = List.of(arguments).subList(1, arguments.length);
            return ProgramRun.run(new RunRequest(command));
        }
        return new CommandLine(new Main())
                .setStopAtPositional(true)
                .setParameterExceptionHandler(Main::tellMistake)
                .execute(arguments);
    }

    private static int tellMistake(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        Messages.error(String.valueOf(mistake.getMessage()));
        UnmatchedArgumentException.printSuggestions(mistake, command.getErr());
        Messages.line("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: run or calls.");
    }
}
