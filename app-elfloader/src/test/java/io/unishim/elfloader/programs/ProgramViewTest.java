package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Signals;
import io.unishim.elfloader.Outcome;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import io.unishim.testing.ShimExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the application is given to start programs, to wait for them and to look at their end. */
class ProgramViewTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    final ShimExtension shims = ShimExtension.of(builder -> builder.mount(Mount.overlay(Path.of("/"), "/")));

    private static Program shell(String script) {
        return Program.of("/bin/sh").args("-c", script);
    }

    @Test
    void a_program_is_another_user_in_that_group_alone(Shim shim) {
        Outcome outcome = Program.of("/usr/bin/id").user(4711, 4712).run(shim);
        assertThat(outcome.text()).isEqualTo("uid=4711 gid=4712 groups=4712\n");
        assertThat(Program.of("/usr/bin/id").args("-u").run(shim).text()).isEqualTo("0\n");
    }

    @Test
    void what_it_writes_can_be_waited_for_on_both_streams(Shim shim) throws InterruptedException {
        try (RunningProgram running = shell("echo ready >&2; read x; echo \"got $x\"; sleep 1000")
                .input("word\n")
                .start(shim)) {
            assertThat(running.awaitText("ready", LONG)).isTrue();
            assertThat(running.errorText()).isEqualTo("ready\n");
            assertThat(running.awaitText("got word", LONG)).isTrue();
            assertThat(running.text()).isEqualTo("got word\n");
            assertThat(running.awaitText("never", Duration.ofMillis(1))).isFalse();
        }
    }

    @Test
    void waiting_for_a_text_ends_with_the_program(Shim shim) throws InterruptedException {
        try (RunningProgram running = shell("echo last").start(shim)) {
            assertThat(running.awaitText("never", LONG)).isFalse();
            assertThat(running.awaitText("last", Duration.ZERO)).isTrue();
        }
    }

    @Test
    void a_text_that_comes_in_pieces_is_found(Shim shim) throws InterruptedException {
        try (RunningProgram running =
                shell("printf rea; /bin/printf d; printf y; sleep 1000").start(shim)) {
            assertThat(running.awaitText("ready", LONG)).isTrue();
        }
    }

    @Test
    void a_program_that_heeds_SIGTERM_stops_by_itself_and_another_is_killed(Shim shim) throws InterruptedException {
        try (RunningProgram heeds = shell("trap 'exit 7' TERM; echo up; while :; do sleep 0.01; done")
                        .start(shim);
                RunningProgram ignores = shell("trap '' TERM; echo up; while :; do sleep 0.01; done")
                        .start(shim)) {
            assertThat(heeds.awaitText("up", LONG)).isTrue();
            assertThat(ignores.awaitText("up", LONG)).isTrue();
            assertThat(heeds.stop(LONG).exitCode()).isEqualTo(7);
            assertThat(ignores.stop(Duration.ofMillis(20)).signal()).isEqualTo(Signals.SIGKILL);
        }
    }

    @Test
    void a_program_that_takes_too_long_is_ended_and_what_it_wrote_is_told(Shim shim) throws TimeoutException {
        assertThatThrownBy(() -> shell("echo half; sleep 1000").run(shim, Duration.ofMillis(500)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageStartingWith("/bin/sh did not end in PT0.5S");
        assertThat(shell("echo whole").run(shim, LONG).lines()).containsExactly("whole");
    }

    @Test
    void who_must_not_fail_is_returned_or_told_of(Shim shim) {
        assertThat(shell("echo a; echo b").run(shim).orThrow().lines()).containsExactly("a", "b");
        assertThatThrownBy(() -> shell("echo why >&2; exit 3").run(shim).orThrow())
                .hasMessage("exit code 3: why");
        assertThatThrownBy(() -> shell("echo text; exit 1").run(shim).orThrow()).hasMessage("exit code 1: text");
        assertThatThrownBy(() -> shell("kill -9 $$").run(shim).orThrow()).hasMessage("ended by signal 9");
    }

    @Test
    void what_is_shown_for_it_is_its_command_line() {
        assertThat(Program.of("/bin/ls").args("-l", "/")).hasToString("/bin/ls -l /");
        assertThat(Program.of("/bin/ls")).hasToString("/bin/ls");
    }
}
