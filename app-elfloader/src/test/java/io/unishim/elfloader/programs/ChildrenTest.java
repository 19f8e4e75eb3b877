package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that make processes: each prints, and leaves with, what it does on the host. */
class ChildrenTest {
    @RegisterExtension
    static final Twin twin = new Twin();

    private static void agree(String... command) {
        Twin.needs(command[0]);
        Result result = twin.agree(command);
        assertThat(result.output()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_c_program_gets_along_with_its_children(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "children.c").output()).isNotEmpty();
    }

    @Test
    void command_lines_are_read_where_programs_change_them() {
        agree(
                "/bin/sh",
                "-c",
                "exec 2>/dev/null; sleep 100 & until grep -q sleep /proc/$!/comm; do :; done; "
                        + "tr '\\0' '|' </proc/$!/cmdline; kill $!; wait $! || echo $?");
        agree("/usr/bin/perl", "-e", """
                sub told { open my $in, '<', "/proc/$$/cmdline"; my $line = <$in>; $line =~ s/\\0+$//; print "$line\n"; }
                $0 = 'short'; told(); $0 = 'x' x 60; told();
                my $child = fork(); if ($child == 0) { told(); $0 = 'the child'; told(); exit 0 }
                waitpid $child, 0; told();
                """);
    }

    /** How many children a storm makes of each kind; more find more. */
    private static final String STORM = Integer.toString(Integer.getInteger("io.unishim.test.storm", 30));

    @Test
    void processes_are_made_beside_threads_that_meet_new_sites_map_memory_and_fork() {
        Result result = twin.agree(Compiler.Kind.STATIC_PIE, "storm.c", STORM);
        assertThat(result.output()).contains(", 0 failures");
    }

    @Test
    void words_that_processes_share() {
        assertThat(twin.agree(Compiler.Kind.DYNAMIC_PIE, "words.c").exitCode()).isZero();
    }

    @Test
    void processes_by_descriptors() {
        assertThat(twin.agree(Compiler.Kind.DYNAMIC_PIE, "pidfds.c").output()).isNotEmpty();
    }

    @Test
    void a_user_has_no_more_processes_than_the_limit() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root becomes another user");
        Result result = twin.agree(Compiler.Kind.STATIC_PIE, "children.c", "limit");
        assertThat(result.output()).contains("19 children, then Resource temporarily unavailable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo one | cat | tr a-z A-Z | sed s/ONE/two/ | cat",
                "(cd /usr; X=5; exit 3); echo $? $X $(basename $(pwd))",
                "cat <<END\nhere is $(echo a document)\nEND",
                "x=$(echo in; false); echo \"$x\" $?; y=`echo back`; echo $y",
                "trap 'echo trapped' USR1; kill -USR1 $$; trap 'echo bye' EXIT; /bin/true; echo $?",
                "/bin/sh -c 'exit 5' & wait $!; echo $?; (sleep 0.05; exit 7) & p=$!; wait $p; echo $?",
                "exec 2>/dev/null; sleep 100 & kill $!; wait $!; echo $?; kill -9 $$",
                "for i in 1 2 3 4 5 6 7 8 9 10; do /bin/echo $i; done | sort -n | tail -1",
                "exec 3>&1; (echo to three >&3); echo error >&2; /no/such/program; echo $?",
                "seq 1 20000 | head -1; yes | head -2000 | wc -l",
                "f() { if [ $1 -gt 0 ]; then (f $(($1 - 1))); else echo deep; fi; }; f 8",
                "echo a >f1; cat f1 - <f1; rm f1; test -e f1 || echo gone",
            })
    void shells_run_scripts(String script) {
        agree("/bin/dash", "-c", script);
        agree("/bin/bash", "-c", script);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true | false | (exit 3) | cat; echo ${PIPESTATUS[@]}",
                "coproc cat; echo there and back >&${COPROC[1]}; read -r x <&${COPROC[0]}; echo $x",
                "diff <(echo a; echo b) <(echo a; echo c); echo $?",
                "set -o pipefail; false | true; echo $?; mapfile -t a < <(printf 'x\\ny\\n'); echo ${#a[@]}",
                "trap 'echo child' CHLD; /bin/true; wait; echo end",
                "time (exit 4) 2>/dev/null; echo $?; wait -n; echo $?",
            })
    void bash_runs_what_is_its_own(String script) {
        Twin.needs("/bin/bash");
        // What time(1) tells is another each time.
        Result result = twin.agree(seen -> new Result(seen.exitCode(), seen.output(), ""), "/bin/bash", "-c", script);
        assertThat(result.output()).isNotEmpty();
    }

    @Test
    void make_makes() {
        String makefile = "all: t1 t2 t3 t4 t5 t6 t7 t8 t9\n\t@cat t1 t2 t9\n"
                + "t%:\n\t@echo making $@; echo $@ | tr t T >$@\nclean:\n\t@rm -f t?\n";
        agree(
                "/bin/sh",
                "-c",
                "printf '%s' '" + makefile
                        + "' >Makefile; make -s; make -s; make -s clean; make -s -j4 | sort; make -s clean");
    }

    @Test
    void python_makes_processes() {
        agree("/usr/bin/python3", "-c", """
                import os, subprocess, multiprocessing, sys
                def square(x): return x * x
                r, w = os.pipe()
                p = os.fork()
                if p == 0:
                    os.write(w, b"child")
                    os._exit(3)
                print(os.waitpid(p, 0)[1] >> 8, os.read(r, 10))
                print(subprocess.check_output("echo a; echo b | tr b c", shell=True))
                print(subprocess.run(["/bin/cat"], input=b"x" * 200000, capture_output=True).stdout.count(b"x"))
                try:
                    subprocess.run(["/nonexistent"])
                except FileNotFoundError as e:
                    print(e)
                try:
                    subprocess.run(["sleep", "100"], timeout=0.1)
                except subprocess.TimeoutExpired:
                    print("too late")
                with multiprocessing.Pool(3) as pool:
                    print(pool.map(square, range(10)))
                queue = multiprocessing.Queue()
                process = multiprocessing.Process(target=lambda: queue.put("hello"))
                process.start()
                print(queue.get())
                process.join()
                print(process.exitcode)
                value = multiprocessing.Value("i", 0)
                def add():
                    for _ in range(100):
                        with value.get_lock():
                            value.value += 1
                all = [multiprocessing.Process(target=add) for _ in range(4)]
                [each.start() for each in all]
                [each.join() for each in all]
                print(value.value)
                """);
    }

    @Test
    void perl_makes_processes() {
        agree("/usr/bin/perl", "-e", """
                $| = 1;
                pipe(R, W);
                my $p = fork();
                if (!$p) { close R; print W "from child\\n"; close W; exit 5; }
                close W;
                print scalar <R>;
                waitpid($p, 0);
                print $? >> 8, "\\n";
                pipe(R, W);
                my $q = fork();
                if (!$q) { $SIG{TERM} = sub { exit 9 }; syswrite W, "r"; sleep 10 while 1; }
                sysread R, my $ready, 1;
                kill 'TERM', $q;
                waitpid($q, 0);
                print $? >> 8, "\\n", `echo backtick`;
                system("exit 4;");
                print $? >> 8, "\\n";
                open(my $out, "|-", "tr a-z A-Z");
                print $out "piped\\n";
                close $out;
                """);
    }

    @Test
    void go_runs_commands() throws IOException {
        agree(Compiler.go(twin.directory(), "commands.go.txt").toString());
    }

    @Test
    void find_and_xargs_run_commands() {
        agree("/usr/bin/find", "/etc/apt", "-type", "d", "-exec", "basename", "{}", ";");
        agree("/bin/sh", "-c", "seq 1 40 | xargs -n 5 -P 1 echo; seq 1 8 | xargs -n 1 -P 4 /bin/true; echo $?");
        agree("/usr/bin/env", "-i", "A=b", "/usr/bin/env");
        agree("/bin/sh", "-c", "nice -n 3 nice; timeout 0.1 sleep 100; echo $?; nohup /bin/echo kept 2>/dev/null");
    }
}
