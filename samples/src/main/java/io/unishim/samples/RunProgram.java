package io.unishim.samples;

import io.unishim.Shim;
import io.unishim.elfloader.Outcome;
import io.unishim.elfloader.Program;
import io.unishim.file.Mount;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs of this machine, unmodified, in this JVM: they see the host's files, and what they write stays in memory. */
public final class RunProgram {
    private RunProgram() {}

    /** Runs the sample. */
    public static void main(String... arguments) {
        try (Shim shim = Shim.builder().mount(Mount.overlay(Path.of("/"), "/")).boot()) {
            Outcome mkdir =
                    Program.of("/bin/mkdir").args("-p", "/unishim/was/here").run(shim);
            System.out.println("mkdir ended with " + mkdir.exitCode());

            Outcome list = Program.of("/bin/ls").args("-1", "/unishim/was").run(shim);
            System.out.print("ls printed " + list.text());

            Outcome upper = Program.of("tr").args("a-z", "A-Z").input("shout\n").run(shim);
            System.out.print("tr printed " + upper.text());

            Outcome missing = Program.of("/bin/ls").args("/no/such").run(shim);
            System.out.println("ls ended with " + missing.exitCode() + ", "
                    + missing.errorText().strip());

            System.out.println("on the host: " + Files.exists(Path.of("/unishim")));
        }
    }
}
