package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Children end with their program, their shim and their JVM, and leave nothing on the host. */
class ChildrenEndTest {
    private static final String SCRIPT =
            "sh -c 'while :; do :; done' & (sleep 1000; echo x) | cat & sleep 1000 & echo started; sleep 1000";

    private static Shim shim() {
        return Shim.builder().mount(Mount.overlay(Path.of("/"), "/")).boot();
    }

    /** Waits for as long as it takes; the test's own time limit is the only one. */
    private static void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("what was waited for did not come").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static List<ProcessHandle> hostChildren(ProcessHandle of) {
        return of.descendants().toList();
    }

    private static long threads() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/task"))) {
            return all.map(ChildrenEndTest::threadName)
                    .filter(name -> name.startsWith("unishim-"))
                    .count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String threadName(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException e) {
            return "";
        }
    }

    private static long memoryFiles() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(fd -> {
                        try {
                            return Files.readSymbolicLink(fd).toString().startsWith("/memfd:");
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_closed_shim_leaves_no_process_thread_or_file() throws Exception {
        List<ProcessHandle> before = hostChildren(ProcessHandle.current());
        long files = memoryFiles();
        try (Shim shim = shim();
                RunningProgram running =
                        Program.of("/bin/dash").args("-c", SCRIPT).start(shim)) {
            until(() -> shim.tasks().processes().size() >= 7);
            // The host may not have made the last of them yet.
            until(() -> hostChildren(ProcessHandle.current()).size() > before.size() + 3);
            assertThat(running.isRunning()).isTrue();
        }
        assertThat(hostChildren(ProcessHandle.current())).isSubsetOf(before);
        assertThat(memoryFiles()).isLessThanOrEqualTo(files);
        until(() -> threads() == 0);
    }

    @Test
    void a_process_that_is_killed_on_the_host_counts_as_killed() throws Exception {
        try (Shim shim = shim();
                RunningProgram running = Program.of("/bin/dash")
                        .args("-c", "/bin/dash -c 'while :; do :; done'; echo $?")
                        .start(shim)) {
            until(() -> shim.tasks().processes().size() >= 3);
            until(() -> {
                // The shell's own copy is gone once it has called exec; what makes copies is never killed here.
                hostChildren(ProcessHandle.current()).forEach(ChildrenEndTest::killIfBusy);
                return running.waitFor(100, TimeUnit.MILLISECONDS);
            });
            assertThat(running.outcome().text()).isEqualTo("137\n");
        }
    }

    private static void killIfBusy(ProcessHandle child) {
        try {
            String stat = Files.readString(Path.of("/proc/" + child.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            if (fields[0].equals("R") && Long.parseLong(fields[11]) > 10) {
                child.destroyForcibly();
            }
        } catch (IOException e) {
            // It has ended.
        }
    }

    /** The JVM that is killed: runs a program whose children never make a call, and others that wait. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws Exception {
            try (Shim shim = shim();
                    RunningProgram running =
                            Program.of("/bin/dash").args("-c", SCRIPT).start(shim)) {
                until(() -> shim.tasks().processes().size() >= 7);
                System.out.println("ready");
                running.waitFor();
            }
        }
    }

    @Test
    void a_jvm_that_is_killed_takes_its_children_along() throws Exception {
        Process jvm = OtherJvm.start(Killed.class);
        try (BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("ready");
            until(() -> hostChildren(jvm.toHandle()).size() > 3);
            List<ProcessHandle> children = hostChildren(jvm.toHandle());
            jvm.destroyForcibly().waitFor();
            until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            jvm.destroyForcibly();
        }
    }
}
