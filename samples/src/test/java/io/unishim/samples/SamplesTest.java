package io.unishim.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs what a newcomer runs. */
class SamplesTest {
    private interface Sample {
        void main(String... arguments) throws Exception;
    }

    private static String output(Sample sample) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, UTF_8));
        try {
            sample.main();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(UTF_8);
    }

    @Test
    void first_steps() throws Exception {
        assertThat(output(FirstSteps::main)).isEqualTo("hello\n");
    }

    @Test
    void the_readme_shows_the_first_steps() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String shown = readme.substring(readme.indexOf("```java\n") + 8);
        Path source = Path.of("src/main/java/io/unishim/samples/FirstSteps.java");
        List<String> lines = Files.readAllLines(source);
        assertThat(lines.stream().map(String::strip).toList())
                .containsSequence(shown.substring(0, shown.indexOf("```"))
                        .lines()
                        .map(String::strip)
                        .toList());
    }

    @Test
    void isolated_program() throws Exception {
        assertThat(output(IsolatedProgram::main)).isEqualTo("""
                        5 lines through a pipe
                        the host's name is mine
                        there is no such process as the JVM
                        ended by signal 9
                        """);
    }

    @Test
    void typed_calls() throws Exception {
        assertThat(output(TypedCalls::main)).isEqualTo("""
                        size 9, mode 100644
                        text buy milk
                        open("/notes/tomorrow", 0, 0): ENOENT (No such file or directory)
                        missing: true
                        """);
    }

    @Test
    void dispatch_by_number() throws Exception {
        assertThat(output(DispatchByNumber::main)).isEqualTo("""
                        open 0, write 13, pread64 13
                        Hello, Linux
                        a bad address: EFAULT
                        a bad descriptor: EBADF
                        no such call: ENOSYS
                        """);
    }

    @Test
    void custom_library() throws Exception {
        assertThat(output(CustomLibrary::main)).startsWith("""
                        typed: Hello, Java!
                        by number: Hello, 2000!
                        from a program: Hello, Perl! My parent is 10""");
    }

    @Test
    void run_program() throws Exception {
        assertThat(output(RunProgram::main)).isEqualTo("""
                        mkdir ended with 0
                        ls printed here
                        tr printed SHOUT
                        ls ended with 2, /bin/ls: cannot access '/no/such': No such file or directory
                        on the host: false
                        """);
    }

    @Test
    void break_things() throws Exception {
        assertThat(output(BreakThings::main).lines())
                .contains(
                        "<... write resumed>) = -1 ENOSPC (No space left on device)",
                        "not saved: ENOSPC",
                        "unlink(\"/settings.new\") = 0",
                        "writes: 2, failed: 1",
                        "the file holds version 1",
                        "denied: EACCES",
                        "pid 4711",
                        "pid 1");
    }

    @Test
    void virtual_hours() throws Exception {
        assertThat(output(VirtualHours::main)).isEqualTo("""
                        January 01, 08:00:00 at first
                        January 01, 09:00:00 when a program has slept for an hour
                        January 02, 09:00:00 when a task of Java has slept for a day
                        """);
    }

    @Test
    void two_shims() throws Exception {
        assertThat(output(TwoShims::main).replaceAll(" +", " ")).isEqualTo("""
                        bob is fd00:0:a58::3 bob
                        cut off, alice tries again and again
                        alice heard: healed
                        """);
    }

    @Test
    void power_cut() throws Exception {
        String text = output(PowerCut::main);
        String careful = text.substring(0, text.indexOf("without:"));
        assertThat(careful).contains("\"old\"").contains("cut at change 6: the file holds \"new\"");
        assertThat(careful).doesNotContain("\"\"");
        assertThat(text).contains("the file holds \"\"");
    }
}
