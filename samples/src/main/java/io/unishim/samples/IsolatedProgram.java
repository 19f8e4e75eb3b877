package io.unishim.samples;

import io.unishim.Shim;
import io.unishim.elfloader.ElfLoaderLibrary;
import io.unishim.elfloader.Outcome;
import io.unishim.elfloader.Program;
import io.unishim.file.Mount;
import java.nio.file.Path;

/**
 * A script that nobody has read, in processes of the host of its own: it and what it makes see what the shim was given, and
 * the host's kernel keeps them from everything else.
 */
public final class IsolatedProgram {
    private static final String SCRIPT = """
            echo "$(seq 1 5 | wc -l) lines through a pipe"
            echo mine >/etc/hostname && echo "the host's name is $(cat /etc/hostname)"
            kill -9 "$1" 2>/dev/null || echo "there is no such process as the JVM"
            kill -9 $$
            """;

    private IsolatedProgram() {}

    /** Runs the sample. */
    public static void main(String... arguments) {
        String jvm = String.valueOf(ProcessHandle.current().pid());
        try (Shim shim = Shim.builder()
                .mount(Mount.overlay(Path.of("/"), "/"))
                .option(ElfLoaderLibrary.ISOLATED_THREADS, 50)
                .option(ElfLoaderLibrary.ISOLATED_MEMORY, 64L << 20)
                .boot()) {
            Outcome outcome = Program.of("/bin/sh")
                    .args("-c", SCRIPT, "sh", jvm)
                    .isolated()
                    .run(shim);
            System.out.print(outcome.text());
            System.out.println("ended by signal " + outcome.signal());
        }
    }
}
