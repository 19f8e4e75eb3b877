package io.unishim.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** What {@code unishim} understands. */
@Command(
        name = "unishim",
        description = "Linux as a Java library: runs unmodified programs on system calls served by Java.",
        subcommands = {RunCommand.class, CallsCommand.class},
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class UnishimCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** @return the exit code: the program's for {@code run} */
    static int run(String... arguments) {
        return new CommandLine(new UnishimCommand())
                .setStopAtPositional(true)
                .setParameterExceptionHandler(UnishimCommand::tellMistake)
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
