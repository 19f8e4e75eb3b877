package io.unishim.cli;

import io.unishim.Shim;
import io.unishim.core.CompatibilityPage;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code unishim calls}: which calls are served. */
@Command(
        name = "calls",
        description = "Prints which of Linux's system calls are served, and how well, as Markdown.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CallsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** For picocli. */
    CallsCommand() {}

    @Override
    public Integer call() throws IOException {
        StringBuilder page = new StringBuilder();
        try (Shim shim = Shim.boot()) {
            CompatibilityPage.write(shim, page);
        }
        spec.commandLine().getOut().print(page);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
