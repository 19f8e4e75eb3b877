package io.unishim.cli;

import static io.unishim.cli.Command.unishim;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code unishim run} does, with programs of the machine. */
@Timeout(value = 180, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunTest {
    @TempDir
    private Path directory;

    private static Command.Result shell(String script, String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "run";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = "/bin/sh";
        arguments[options.length + 2] = "-c";
        arguments[options.length + 3] = script;
        return unishim(arguments);
    }

    @Test
    void the_exit_code_is_the_programs() {
        Command.Result result = shell("echo out; echo err >&2; exit 7");
        assertThat(result).isEqualTo(new Command.Result(7, "out\n", "err\n"));
    }

    @Test
    void a_signal_that_ends_the_program_is_told_as_shells_do() {
        Command.Result result = shell("kill -SEGV $$");
        assertThat(result.code()).isEqualTo(128 + 11);
        assertThat(result.errors()).isEqualTo("unishim: /bin/sh: Segmentation fault\n");
        assertThat(shell("kill -INT $$")).isEqualTo(new Command.Result(128 + 2, "", ""));
    }

    @Test
    void what_cannot_be_executed_is_told_from_what_is_not_there() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "hello");
        assertThat(unishim("run", text.toString()).code()).isEqualTo(126);
        assertThat(unishim("run", text.toString()).errors()).endsWith("text: Permission denied\n");
        assertThat(unishim("run", "/no/such").code()).isEqualTo(127);
        assertThat(unishim("run", "no-such-command").errors())
                .startsWith("unishim: no-such-command: No such file or directory: it is nowhere in /usr/local/sbin:");
    }

    @Test
    void virtual_time_jumps_over_sleeps() {
        Command.Result result = unishim("run", "--virtual-time=2030-01-01T00:00:00Z", "/usr/bin/python3", "-c", """
                        import time
                        start = time.monotonic()
                        time.sleep(86400 * 3)
                        print(time.monotonic() - start >= 86400 * 3, time.strftime("%F", time.gmtime()))
                        """);
        assertThat(result).isEqualTo(new Command.Result(0, "True 2030-01-04\n", ""));
        assertThat(unishim("run", "--virtual-time", "/bin/sleep", "1000000")).isEqualTo(new Command.Result(0, "", ""));
        assertThat(shell(
                        "(sleep 100; date +%T) & (sleep 50; date +%T) & wait; timeout 5 sleep 100; echo $?; date +%T",
                        "--virtual-time=2030-01-01T00:00:00Z"))
                .isEqualTo(new Command.Result(0, "00:00:50\n00:01:40\n124\n00:01:45\n", ""));
        assertThat(unishim("run", "--virtual-time=soon", "/bin/true").code()).isEqualTo(2);
    }

    @Test
    void isolated_programs_run_as_others_do() {
        assertThat(shell("echo one | cat; cat /proc/self/comm; exit 3", "--isolated"))
                .isEqualTo(new Command.Result(3, "one\ncat\n", ""));
    }

    @Test
    void standard_input_is_read() {
        assertThat(unishim(List.of(), "a\nb\n", "run", "cat")).isEqualTo(new Command.Result(0, "a\nb\n", ""));
    }

    @Test
    void options_after_the_program_are_the_programs() {
        Command.Result result =
                unishim("run", "--env", "A=1", "/bin/sh", "-c", "echo $A $*", "x", "--strace", "--env", "-h");
        assertThat(result).isEqualTo(new Command.Result(0, "1 --strace --env -h\n", ""));
    }

    @Test
    void what_a_program_writes_stays_in_memory() {
        Path file = directory.resolve("file");
        Command.Result result = shell("echo kept >" + file + "; read line <" + file + "; echo $line");
        assertThat(result).isEqualTo(new Command.Result(0, "kept\n", ""));
        assertThat(file).doesNotExist();
    }

    @Test
    void a_mount_is_read_only_unless_it_says_rw() throws IOException {
        Files.writeString(directory.resolve("in"), "from the host\n");
        String script = "read line </mnt/in; echo $line; echo out >/mnt/out";
        Command.Result denied = shell(script, "--mount", directory + ":/mnt");
        assertThat(denied.output()).isEqualTo("from the host\n");
        assertThat(denied.errors()).contains("Read-only file system");
        assertThat(directory.resolve("out")).doesNotExist();

        assertThat(shell(script, "--mount", directory + ":/mnt:rw").errors()).isEmpty();
        assertThat(directory.resolve("out")).hasContent("out\n");
    }

    @Test
    void another_directory_can_be_the_root() throws IOException {
        Path busybox = Path.of("/bin/busybox");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(busybox), "no static program to run alone");
        Files.copy(busybox, directory.resolve("busybox"));
        assertThat(unishim("run", "--root", directory.toString(), "/busybox", "pwd"))
                .isEqualTo(new Command.Result(0, "/\n", ""));
        assertThat(unishim("run", "--root", directory.toString(), "/busybox", "ls", "/etc/passwd")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void environment_directory_user_and_host_are_as_said() {
        assertThat(shell("echo $A-$HOME", "--env", "A=b=c", "--env", "HOME=/root")
                        .output())
                .isEqualTo("b=c-/root\n");
        assertThat(unishim("run", "--cwd", "/usr", "pwd").output()).isEqualTo("/usr\n");
        assertThat(unishim("run", "pwd").output()).isEqualTo(Path.of("").toAbsolutePath() + "\n");
        assertThat(unishim("run", "--user", "12:34", "id").output())
                .startsWith("uid=12")
                .contains("gid=34");
        assertThat(unishim("run", "--hostname", "elsewhere", "uname", "-n").output())
                .isEqualTo("elsewhere\n");
        assertThat(unishim("run", "--cwd", "/no/such", "pwd").errors()).contains("--cwd /no/such");
    }

    @Test
    void calls_are_traced_with_what_the_program_gets() {
        Command.Result result = unishim("run", "--fake", "geteuid=77", "--strace=geteuid,mkdir", "id", "-u");
        assertThat(result).isEqualTo(new Command.Result(0, "77\n", "geteuid() = 77\n+++ exited with 0 +++\n"));
        assertThat(unishim("run", "--strace", "/bin/cat", "/dev/null").errors())
                .startsWith("execve(\"/bin/cat\", [\"/bin/cat\", \"/dev/null\"], ...) = 0\n")
                .contains("openat(AT_FDCWD, \"/dev/null\", O_RDONLY)")
                .contains("{st_mode=S_IFCHR|0666, st_rdev=makedev(0x1, 0x3), ...}")
                .endsWith("exit_group(0) = ?\n+++ exited with 0 +++\n");
    }

    @Test
    void calls_are_counted() {
        assertThat(unishim("run", "--count", "/bin/true").errors())
                .contains("errors syscall")
                .contains(" openat\n");
    }

    @Test
    void calls_fail_on_demand() {
        Command.Result denied = unishim("run", "--deny", "mkdir=EDQUOT", "mkdir", "/tmp/x");
        assertThat(denied.code()).isEqualTo(1);
        assertThat(denied.errors()).contains("Disk quota exceeded");
        assertThat(unishim("run", "--stub", "mkdir", "mkdir", "/no/such/dir").code())
                .isZero();
        // The program itself is there all the same, but not what it loads.
        assertThat(unishim("run", "--deny", "openat=EACCES", "/bin/true").errors())
                .contains("error while loading shared libraries");
    }

    @Test
    void an_unknown_call_is_told_with_its_likes() {
        Command.Result result = unishim("run", "--stub", "opennat", "/bin/true");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.errors()).contains("there is no call opennat; did you mean openat");
        assertThat(unishim("run", "--strace=raed", "/bin/true").errors()).contains("did you mean read");
    }

    @Test
    void a_signal_to_the_jvm_reaches_the_program() throws IOException {
        Process process = Command.start(
                List.of(), "run", "/bin/sh", "-c", "trap 'echo caught; exit 5' TERM; echo ready; read line");
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.readLine()).isEqualTo("ready");
        process.toHandle().destroy();
        assertThat(output.readLine()).isEqualTo("caught");
        assertThat(Command.result(process).code()).isEqualTo(5);
    }

    @Test
    void a_signal_that_the_program_does_not_handle_ends_both() throws IOException {
        Process process = Command.start(List.of(), "run", "/bin/sh", "-c", "echo ready; read line");
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.readLine()).isEqualTo("ready");
        process.toHandle().destroy();
        Command.Result result = Command.result(process);
        assertThat(result.code()).isEqualTo(128 + 15);
        assertThat(result.errors()).contains("Terminated");
    }
}
