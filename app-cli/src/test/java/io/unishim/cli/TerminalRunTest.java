package io.unishim.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code unishim run} in a terminal of the host, which script(1) makes. */
@Timeout(value = 180, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminalRunTest {
    @TempDir
    private Path directory;

    /** Runs a script of the shell in a terminal. @param script {@code UNISHIM} stands for our command */
    private String inTerminal(String script, String typed) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no script(1) to make a terminal with");
        String command = Path.of(System.getProperty("java.home"), "bin", "java")
                + " --enable-native-access=ALL-UNNAMED -cp " + System.getProperty("java.class.path") + " "
                + Main.class.getName();
        Path file = Files.writeString(directory.resolve("script"), script.replace("UNISHIM", command));
        Process process = new ProcessBuilder("/usr/bin/script", "-qec", "/bin/sh " + file, "/dev/null").start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(typed.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            in.flush();
            return Command.result(process).output();
        }
    }

    @Test
    void the_program_has_a_terminal_of_the_same_size() throws IOException {
        assertThat(inTerminal("stty rows 31 cols 77; UNISHIM run /bin/sh -c 'stty size; tty; exit 3'; echo $?", ""))
                .isEqualTo("31 77\r\n/dev/pts/0\r\n3\r\n");
    }

    @Test
    void the_terminal_is_given_back_as_it_was() throws IOException {
        String shown = inTerminal("stty -g; UNISHIM run /bin/stty raw -echo; stty -g", "");
        String[] lines = shown.split("\r\n");
        assertThat(lines).hasSize(2);
        assertThat(lines[1]).isEqualTo(lines[0]);
    }

    @Test
    void what_is_typed_reaches_the_program() throws IOException {
        String shown = inTerminal("stty -echo; UNISHIM run /bin/sh -c 'read line; echo got $line'", "some words\n");
        assertThat(shown).endsWith("got some words\r\n");
    }
}
