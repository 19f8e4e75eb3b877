package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Isolated programs, and all that they make, do what they do on the host. The other tests here run them in the JVM. */
class IsolatedProgramsTest {
    @RegisterExtension
    static final Twin twin = Twin.isolatedInTree();

    private static void agree(String... command) {
        Twin.needs(command[0]);
        assertThat(twin.agree(command).output()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void images_of_every_kind_run_threads_in_order(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "threads.c").exitCode()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "signals.c, 141",
        "errors.c, 0",
        "shared.c, 7",
        "waiting.c, 9",
        "children.c, 0",
        "pidfds.c, 0",
        "sites.c, 2",
        "orphans.c, 3",
        "aio.c, 8",
        "windows.c, 6",
        "rests.c, 0"
    })
    void c_programs_print_the_same(String source, int status) {
        assertThat(twin.agree(Compiler.Kind.DYNAMIC_PIE, source).exitCode()).isEqualTo(status);
    }

    @Test
    void registers_survive_calls_and_handlers() {
        assertThat(twin.agree(Compiler.Kind.STATIC_PIE, "machine.c", "one", "", "dr ei")
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void a_program_goes_on_as_another() {
        assertThat(twin.agree(Compiler.Kind.MUSL_STATIC, "waiting.c", "/bin/echo", "by")
                        .output())
                .endsWith("by replaced");
        assertThat(twin.agree(Compiler.Kind.STATIC_FIXED, "waiting.c", "/nowhere")
                        .output())
                .endsWith("No such file or directory\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo one | cat | tr a-z A-Z | sed s/ONE/two/ | cat",
                "(cd /usr; X=5; exit 3); echo $? $X $(basename $(pwd))",
                "trap 'echo trapped' USR1; kill -USR1 $$; trap 'echo bye' EXIT; /bin/true; echo $?",
                "exec 2>/dev/null; sleep 100 & kill $!; wait $!; echo $?; kill -9 $$",
                "seq 1 20000 | head -1; yes | head -2000 | wc -l",
                "f() { if [ $1 -gt 0 ]; then (f $(($1 - 1))); else echo deep; fi; }; f 8",
            })
    void shells_run_scripts(String script) {
        agree("/bin/dash", "-c", script);
        agree("/bin/bash", "-c", script);
    }

    @Test
    void tools_walk_and_sum_a_tree() {
        agree("/usr/bin/find", ".", "-type", "f", "-name", "*");
        agree("/bin/sh", "-c", "find . -type f | sort | xargs sha256sum");
        agree("/bin/sh", "-c", "ls -R | sort | wc -l; tar cf - . | wc -c");
    }

    @Test
    void python_runs_threads_processes_and_maps() {
        agree("/usr/bin/python3", "-c", """
                import mmap, os, subprocess, threading
                t = [threading.Thread(target=lambda: None) for _ in range(8)]
                [x.start() for x in t]; [x.join() for x in t]
                m = mmap.mmap(-1, 4096)
                if os.fork() == 0:
                    m[0:5] = b'hello'; os._exit(3)
                print(os.waitstatus_to_exitcode(os.wait()[1]), m[0:5])
                print(subprocess.run(['/bin/echo', 'sub'], capture_output=True).stdout)
                """);
        agree("/usr/bin/python3", "-c", """
                from multiprocessing import Pool
                with Pool(3) as p: print(p.map(abs, range(-9, 0)))
                """);
    }

    @Test
    void sqlite_keeps_a_database_in_wal_mode() {
        agree(
                "/usr/bin/sqlite3",
                "isolated.db",
                "pragma journal_mode=wal; create table t(a); insert into t values(1),(2); select sum(a) from t;"
                        + " drop table t; pragma integrity_check;");
    }
}
