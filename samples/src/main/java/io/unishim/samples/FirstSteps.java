package io.unishim.samples;

import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.Shim;
import io.unishim.elfloader.Outcome;
import io.unishim.elfloader.Program;
import io.unishim.file.Mount;
import java.nio.file.Path;

/** What the README shows: a file that Java code writes and a program reads. */
public final class FirstSteps {
    private FirstSteps() {}

    /** Runs the sample. */
    public static void main(String... arguments) {
        try (Shim shim = Shim.builder().mount(Mount.overlay(Path.of("/"), "/")).boot()) {
            int fd = shim.linux().open("/tmp/greeting", O_WRONLY | O_CREAT, 0644);
            shim.linux().write(fd, "hello\n".getBytes(UTF_8));
            shim.linux().close(fd);

            Outcome outcome = Program.of("/bin/cat").args("/tmp/greeting").run(shim);
            System.out.print(outcome.text());
        }
    }
}
