package io.unishim.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statuses are read by the macros of {@code sys/wait.h} as what they were made of. */
class WaitTest {
    @TempDir
    Path directory;

    @Test
    void statuses_mean_to_C_what_they_were_made_of() throws IOException {
        String source = """
                #include <stdio.h>
                #include <sys/wait.h>
                static void say(int s) {
                    if (WIFEXITED(s)) printf("exited %%d\\n", WEXITSTATUS(s));
                    if (WIFSIGNALED(s)) printf("signaled %%d core %%d\\n", WTERMSIG(s), !!WCOREDUMP(s));
                    if (WIFSTOPPED(s)) printf("stopped %%d\\n", WSTOPSIG(s));
                    if (WIFCONTINUED(s)) printf("continued\\n");
                }
                int main(void) { say(%d); say(%d); say(%d); say(%d); say(%d); say(%d); }
                """.formatted(
                        Wait.exited(0),
                        Wait.exited(-1),
                        Wait.signaled(Signals.SIGKILL, false),
                        Wait.signaled(Signals.SIGSEGV, true),
                        Wait.stopped(Signals.SIGTSTP),
                        Wait.CONTINUED);
        assertThat(CProgram.run(directory, "statuses", source))
                .containsExactly(
                        "exited 0", "exited 255", "signaled 9 core 0", "signaled 11 core 1", "stopped 20", "continued");
    }
}
