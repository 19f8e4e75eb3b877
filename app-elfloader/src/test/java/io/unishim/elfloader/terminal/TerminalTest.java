package io.unishim.elfloader.terminal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Signals;
import io.unishim.elfloader.Outcome;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.elfloader.Terminal;
import io.unishim.file.Mount;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs on a terminal whose keyboard and screen are Java's. */
@Timeout(value = 180, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminalTest {
    private Shim shim;
    private Terminal terminal;

    @SuppressWarnings("JdkObsolete") // two threads use it
    private final StringBuffer shown = new StringBuffer();

    @BeforeEach
    void open() {
        shim = Shim.builder().mount(Mount.overlay(Path.of("/"), "/")).boot();
        terminal = Terminal.open(shim, 33, 99);
    }

    @AfterEach
    void close() {
        terminal.close();
        shim.close();
    }

    private void type(String text) throws IOException {
        terminal.keyboard().write(text.getBytes(ISO_8859_1));
    }

    /** Reads what the screen shows until a text stands at its end. */
    private String shownUntil(String end) throws IOException {
        shown.setLength(0);
        int c;
        while (shown.indexOf(end, Math.max(0, shown.length() - end.length())) < 0
                && (c = terminal.screen().read()) >= 0) {
            shown.append((char) c);
        }
        return shown.toString();
    }

    private String rest() throws IOException {
        return new String(terminal.screen().readAllBytes(), ISO_8859_1);
    }

    @Test
    void a_line_is_echoed_edited_and_read() throws Exception {
        try (RunningProgram cat = Program.of("/bin/cat").terminal(terminal).start(shim)) {
            type("hallo\u007f\u007f\u007flo\n");
            type("\u0004");
            assertThat(cat.waitFor().exitCode()).isZero();
            assertThat(rest()).isEqualTo("hallo\b \b\b \b\b \blo\r\nhalo\r\n");
        }
    }

    @Test
    void control_c_interrupts() throws Exception {
        try (RunningProgram sleep =
                Program.of("/bin/sleep").args("1000").terminal(terminal).start(shim)) {
            type("\u0003");
            assertThat(sleep.waitFor().signal()).isEqualTo(Signals.SIGINT);
            assertThat(rest()).isEqualTo("^C");
        }
    }

    @Test
    void the_window_has_its_size_and_the_terminal_its_name() throws Exception {
        assertThat(Program.of("/bin/stty")
                        .args("size")
                        .terminal(terminal)
                        .run(shim)
                        .exitCode())
                .isZero();
        assertThat(rest()).isEqualTo("33 99\r\n");
        terminal.resize(50, 200);
        Program.of("/bin/sh")
                .args("-c", "tty; stty size > /dev/tty")
                .terminal(terminal)
                .run(shim);
        assertThat(rest()).isEqualTo(terminal.path() + "\r\n50 200\r\n");
    }

    @Test
    void a_new_size_is_told_by_a_signal() throws Exception {
        String program = "import signal, os\n"
                + "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGWINCH])\n"
                + "print('ready', flush=True)\n"
                + "print(signal.sigwait([signal.SIGWINCH]), os.get_terminal_size())\n";
        try (RunningProgram python = Program.of("/usr/bin/python3")
                .args("-c", program)
                .terminal(terminal)
                .start(shim)) {
            shownUntil("ready\r\n");
            terminal.resize(10, 20);
            assertThat(python.waitFor().exitCode()).isZero();
            assertThat(rest()).contains("columns=20, lines=10");
        }
    }

    @Test
    void a_shell_controls_jobs() throws Exception {
        try (RunningProgram shell = Program.of("/bin/bash")
                .args("--norc", "-i")
                .env("PS1", "> ")
                .terminal(terminal)
                .start(shim)) {
            shownUntil("> ");
            // Until the program speaks, the shell may still edit the line, without the terminal's echo.
            type("(echo ready; exec cat)\n");
            shownUntil("ready\r\n");
            type("one\n");
            shownUntil("one\r\none\r\n");
            type("\u001a");
            assertThat(shownUntil("> ")).contains("Stopped");
            type("fg\n");
            type("two\n");
            shownUntil("two\r\n");
            type("\u0003");
            shownUntil("> ");
            type("exit 5\n");
            assertThat(shell.waitFor().exitCode()).isEqualTo(5);
        }
    }

    @Test
    void closing_hangs_up() throws Exception {
        try (RunningProgram sleep =
                Program.of("/bin/sleep").args("1000").terminal(terminal).start(shim)) {
            terminal.close();
            assertThat(sleep.waitFor().signal()).isEqualTo(Signals.SIGHUP);
            assertThatThrownBy(() -> type("x")).isInstanceOf(IOException.class);
            assertThat(terminal.screen().read()).isEqualTo(-1);
        }
    }

    @Test
    void what_was_printed_can_be_read_after_the_end() throws Exception {
        Outcome outcome =
                Program.of("/bin/echo").args("late").terminal(terminal).run(shim);
        assertThat(outcome.text()).isEmpty();
        terminal.close();
        assertThat(rest()).isEqualTo("late\r\n");
    }

    @Test
    void output_may_go_elsewhere() {
        Outcome outcome = Program.of("/bin/sh")
                .args("-c", "test -t 0 && test ! -t 1")
                .input("x")
                .run(shim);
        assertThat(outcome.exitCode()).isEqualTo(1);
        java.io.ByteArrayOutputStream output = new java.io.ByteArrayOutputStream();
        outcome = Program.of("/bin/sh")
                .args("-c", "test -t 0 && test ! -t 1 && echo yes")
                .terminal(terminal)
                .output(output)
                .run(shim);
        assertThat(outcome.exitCode()).isZero();
        assertThat(output.toString(ISO_8859_1)).isEqualTo("yes\n");
    }
}
