package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.unishim.Shim;
import io.unishim.abi.Signals;
import io.unishim.elfloader.ElfLoaderLibrary;
import io.unishim.elfloader.Outcome;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Isolated programs that mean harm: the JVM lives on, so does another isolated program beside them, the host is as it was, and
 * nothing of them is left.
 */
@Timeout(300)
class HostileProgramsTest {
    private static final String JVM = String.valueOf(ProcessHandle.current().pid());

    /** What the engine's code may ask the host for, whatever the arguments: its own memory, signals, waits and end. */
    private static final String HARMLESS = "3 9 10 11 15 25 26 28 39 60 110 131 150 186 202 219 231 273 325 \n";

    private static final Set<String> CALLS = Set.of(
            "futex",
            "mmap",
            "munmap",
            "mremap",
            "mprotect",
            "madvise",
            "rt_sigreturn",
            "sigaltstack",
            "set_robust_list",
            "gettid",
            "getpid",
            "getppid",
            "prctl",
            "clone",
            "pidfd_getfd",
            "close",
            "membarrier",
            "restart_syscall",
            "exit",
            "exit_group");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static Path hostile;

    @SuppressWarnings("NullAway.Init")
    private static Bystander bystander;

    @SuppressWarnings("NullAway.Init")
    private Shim shim;

    private List<ProcessHandle> before = List.of();

    /** An isolated program that answers questions. */
    private static final class Bystander implements AutoCloseable {
        private final Shim shim =
                Shim.builder().mount(Mount.overlay(Path.of("/"), "/")).boot();
        private final PipedOutputStream questions = new PipedOutputStream();
        private final PipedInputStream answers = new PipedInputStream();
        private final BufferedReader reader =
                new BufferedReader(new InputStreamReader(answers, StandardCharsets.US_ASCII));
        private final RunningProgram running;

        Bystander() throws IOException {
            running = Program.of("/bin/sh")
                    .args("-c", "while read x; do echo $((x * x)); done")
                    .isolated()
                    .input(new PipedInputStream(questions))
                    .output(new PipedOutputStream(answers))
                    .start(shim);
        }

        String ask(int number) throws IOException {
            questions.write((number + "\n").getBytes(StandardCharsets.US_ASCII));
            questions.flush();
            return reader.readLine();
        }

        @Override
        public void close() throws IOException {
            questions.close();
            running.close();
            shim.close();
        }
    }

    @BeforeAll
    static void begin() throws IOException {
        hostile = Compiler.c(directory, Compiler.Kind.STATIC_PIE, "hostile.c");
        bystander = new Bystander();
        assertThat(bystander.ask(12)).isEqualTo("144");
    }

    @AfterAll
    static void end() throws IOException {
        bystander.close();
    }

    @BeforeEach
    void boot() {
        before = ProcessHandle.current().descendants().toList();
        shim = Shim.builder()
                .mount(Mount.overlay(Path.of("/"), "/"))
                .option(ElfLoaderLibrary.ISOLATED_MEMORY, 64L << 20)
                .option(ElfLoaderLibrary.ISOLATED_THREADS, 64)
                .boot();
    }

    @AfterEach
    void nothing_is_left_and_others_go_on() throws IOException {
        shim.close();
        assertThat(ProcessHandle.current().descendants().toList()).isSubsetOf(before);
        assertThat(bystander.ask(7)).isEqualTo("49");
    }

    private Program hostile(String... arguments) {
        return Program.of(hostile.toString()).args(arguments).isolated();
    }

    private Outcome run(String... arguments) {
        return hostile(arguments).run(shim);
    }

    /** Runs it until it has said something, ends it then, and waits for its end. */
    private void endOnceSaid(String said, String... arguments) throws Exception {
        try (PipedInputStream from = new PipedInputStream();
                OutputStream to = new PipedOutputStream(from);
                RunningProgram running = hostile(arguments).output(to).start(shim)) {
            BufferedReader reader = new BufferedReader(new InputStreamReader(from, StandardCharsets.US_ASCII));
            assertThat(reader.readLine()).isEqualTo(said + " 0");
            assertThat(running.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    @Test
    void wild_writes_hit_only_itself() {
        // Whether it survives is its luck.
        assertThat(run("wild").errorText()).isEmpty();
    }

    @Test
    void unmapping_everything_ends_it() {
        Outcome outcome = run("unmap");
        assertThat(outcome.text()).doesNotContain("still here");
        assertThat(outcome.signal()).isEqualTo(Signals.SIGSEGV);
    }

    @Test
    void nonsense_in_all_slots_confuses_only_itself() {
        for (int i = 0; i < 5; i++) {
            run("scribble");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-1", "2000000000", "JVM"})
    void lies_about_its_children_are_not_believed(String lie) {
        run("liar", lie.equals("JVM") ? JVM : lie);
    }

    @Test
    void lies_about_its_threads_are_not_believed() {
        assertThat(run("liar-of-threads", JVM).text()).isEqualTo("believed 0\n");
    }

    @Test
    void windows_that_move_confuse_only_itself() {
        // Whether it survives is its luck.
        for (int i = 0; i < 3; i++) {
            run("windows");
        }
    }

    @Test
    void a_selector_that_is_flipped_opens_nothing() {
        Path file = directory.resolve("flipped");
        assertThat(run("flip", file.toString()).text()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void jumps_into_the_engine_make_harmless_calls_only() {
        assertThat(run("numbers").text()).isEqualTo(HARMLESS);
        assertThat(run("arguments").text().lines()).hasSize(13).allMatch(line -> line.endsWith(" ended"));
    }

    @Test
    void the_engine_is_not_its_to_change() {
        assertThat(run("code").text()).isEqualTo("mprotect -13\nwrote 0\n");
    }

    @Test
    void its_own_code_in_the_place_of_the_engine_has_no_more_rights() {
        Path file = directory.resolve("replaced");
        Outcome outcome = run("replace", file.toString());
        assertThat(outcome.text()).isEqualTo("replaced 1\n");
        assertThat(outcome.signal()).isEqualTo(Signals.SIGSYS);
        assertThat(file).doesNotExist();
    }

    @Test
    void other_ways_into_the_kernel_lead_to_the_shim() {
        assertThat(run("instructions").text()).isEqualTo("same 1\nint 0x80 -38\nx32 -38\nvsyscall 1\n");
    }

    @Test
    void forks_end_at_the_limit() {
        Outcome outcome = run("forks");
        assertThat(outcome.text()).isEqualTo("forked, then 1\n");
    }

    @Test
    void it_executes_as_often_as_it_likes() {
        assertThat(run("executions", "40").text()).isEqualTo("executed 0\n");
    }

    /** Whether it survives is its luck. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void nonsense_at_random_confuses_only_itself(int seed) throws Exception {
        Path chaos = Compiler.c(directory, Compiler.Kind.STATIC_PIE, "chaos.c");
        try (RunningProgram running =
                Program.of(chaos.toString()).args("" + seed, "4").isolated().start(shim)) {
            running.waitFor(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_clone_that_nobody_ordered_stands_still_until_the_end() throws Exception {
        endOnceSaid("cloning", "clones");
    }

    @Test
    void signals_reach_nobody_outside() {
        assertThat(run("signals", JVM).text()).isEqualTo("reached 0\njvm -3\nall -3\n");
    }

    @Test
    void the_jvm_and_its_descriptors_cannot_be_seen() {
        assertThat(run("looks", JVM).text()).isEqualTo("attach 0\nmem 0\nmaps 0\nread 0\ndescriptors 0\n");
    }

    @Test
    void memory_ends_at_the_limit() {
        assertThat(run("memory").text()).isEqualTo("bounded 1\n");
    }

    @Test
    void who_blocks_every_signal_of_the_host_and_spins_is_ended() throws Exception {
        endOnceSaid("deaf", "deaf");
    }

    /** The JVM that is killed: runs an isolated program that spins, with a child's child that spins. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws Exception {
            try (Shim shim = Shim.builder()
                            .mount(Mount.overlay(Path.of("/"), "/"))
                            .boot();
                    RunningProgram running = Program.of(arguments[0])
                            .args("spin")
                            .isolated()
                            .output(System.out)
                            .start(shim)) {
                running.waitFor();
            }
        }
    }

    @Test
    void nothing_outlives_a_jvm_that_is_killed() throws Exception {
        Process jvm = OtherJvm.start(Killed.class, hostile.toString());
        try (BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("spinning 0");
            List<ProcessHandle> children = jvm.descendants().toList();
            assertThat(children.size()).isGreaterThanOrEqualTo(5);
            jvm.destroyForcibly().waitFor();
            for (ProcessHandle child : children) {
                child.onExit().get(60, TimeUnit.SECONDS);
            }
        } finally {
            jvm.destroyForcibly();
        }
    }

    /** @return for each mapping of slots whether it is inherited */
    private static List<Boolean> slots(Path proc) throws IOException {
        List<Boolean> inherited = new ArrayList<>();
        boolean here = false;
        for (String line : Files.readAllLines(proc.resolve("smaps"))) {
            if (Character.isLowerCase(line.charAt(0)) || Character.isDigit(line.charAt(0))) {
                here = line.contains("/memfd:slots");
            } else if (here && line.startsWith("VmFlags:")) {
                inherited.add(!line.contains(" dc"));
            }
        }
        return inherited;
    }

    /** @return the processes of the host that isolated programs of this test run in, their ancestors not */
    private List<Path> processes() throws IOException {
        List<Path> found = new ArrayList<>();
        for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
            Path proc = Path.of("/proc/" + process.pid());
            if (!before.contains(process) && isFiltered(proc) && !leads(proc)) {
                found.add(proc);
            }
        }
        return found;
    }

    private static boolean isFiltered(Path proc) throws IOException {
        return Files.readString(proc.resolve("status")).contains("Seccomp:\t2");
    }

    private static boolean leads(Path proc) throws IOException {
        String stat = Files.readString(proc.resolve("stat"));
        return stat.substring(stat.lastIndexOf(')'))
                .split(" ", -1)[3]
                .equals(proc.getFileName().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"arguments", "instructions", "code", "looks"})
    void strace_sees_no_other_call_on_the_host(String what) throws Exception {
        Twin.needs("/usr/bin/strace");
        Path log = directory.resolve("strace-" + what);
        try (PipedOutputStream input = new PipedOutputStream();
                RunningProgram running = hostile("wait", what, JVM)
                        .input(new PipedInputStream(input))
                        .start(shim)) {
            List<Path> processes = processes();
            assertThat(processes).hasSize(1);
            Process strace = new ProcessBuilder(
                            "/usr/bin/strace",
                            "-f",
                            "-o",
                            log.toString(),
                            "-p",
                            processes.get(0).getFileName().toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader said = strace.errorReader(StandardCharsets.UTF_8)) {
                String line = said.readLine();
                assumeTrue(line != null && line.contains("attached"), "strace may not attach here: " + line);
                input.write('\n');
                input.flush();
                running.waitFor();
                strace.waitFor();
            } finally {
                strace.destroyForcibly().waitFor(); // it is no child of this JVM any more after that
            }
        }
        assertThat(executed(Files.readAllLines(log))).isNotEmpty().isSubsetOf(CALLS);
    }

    /** @return the names of the calls that the host made, as strace tells: those that the filter caught are followed by SIGSYS */
    private static Set<String> executed(List<String> lines) {
        Map<String, String> last = new HashMap<>();
        Set<String> names = new TreeSet<>();
        for (String line : lines) {
            String[] parts = line.split(" +", 2);
            String text = parts[1];
            if (text.contains("SIGSYS")) {
                last.remove(parts[0]);
            } else if (!text.startsWith("<...") && !text.startsWith("[")) {
                String before = last.put(parts[0], text.replaceFirst("[( ].*", ""));
                if (before != null) {
                    names.add(before);
                }
            }
        }
        names.removeIf(name -> name.startsWith("---") || name.startsWith("+++"));
        return names;
    }

    @Test
    void the_host_sees_no_privileges_and_no_descriptors() throws Exception {
        try (RunningProgram running = hostile("spin").start(shim)) {
            List<ProcessHandle> made = ProcessHandle.current()
                    .descendants()
                    .filter(process -> !before.contains(process))
                    .toList();
            assertThat(running.isRunning()).isTrue();
            int filtered = 0;
            for (ProcessHandle process : made) {
                Path proc = Path.of("/proc/" + process.pid());
                String status = Files.readString(proc.resolve("status"));
                if (isFiltered(proc)) {
                    filtered++;
                    assertThat(status).contains("NoNewPrivs:\t1", "CapEff:\t0000000000000000");
                    try (var open = Files.list(proc.resolve("fd"))) {
                        assertThat(open).isEmpty();
                    }
                    // Of the slots it has the tenant's; the ancestor, who leads the group, has its own, which are not
                    // inherited.
                    assertThat(slots(proc))
                            .containsExactlyInAnyOrderElementsOf(leads(proc) ? List.of(true, false) : List.of(true));
                }
            }
            // The ancestor and the program, and perhaps its children by now.
            assertThat(filtered).isGreaterThanOrEqualTo(2);
        }
    }
}
