package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs are shown of processes and of the machine in /proc and /sys. */
class SystemViewTest {
    private static final Path NOTHING = Path.of("/dev/null");

    /** Numbers of processes, devices and inodes differ between two machines. */
    private static final String NUMBERS = " \\d+ [0-9a-f]+:[0-9a-f]+:\\d+ ";

    @RegisterExtension
    static final Twin twin = new Twin();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/bin/free",
                "/usr/bin/vmstat",
                "/usr/bin/vmstat -s",
                "/usr/bin/ps aux",
                "/usr/bin/ps -eLf",
                "/usr/bin/top -bn1",
                "/usr/bin/pmap 1",
                "/usr/bin/w",
                "/usr/bin/uptime",
                "/usr/bin/lscpu",
                "/usr/bin/lsblk",
                "/usr/bin/lslocks",
                "/usr/bin/lsns",
                "/usr/bin/lsipc",
                "/usr/bin/findmnt",
                "/sbin/swapon",
                "/bin/busybox ps",
                "/bin/busybox free",
                "/bin/busybox mount",
                "/bin/busybox ifconfig"
            })
    void tools_that_look_at_the_system_find_what_they_look_for(String line) {
        String[] command = line.split(" ");
        Twin.needs(command[0]);
        Result inside = twin.inside(twin.directory(), NOTHING, command);
        assertThat(inside.errors()).isEmpty();
        assertThat(inside.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls -l /proc/self/ns | sed 's/.*:.. //; s/[0-9][0-9]*/N/'",
                "stat -L -c '%n %A %F %s' /proc/self/ns/*",
                "cat /proc/self/ns/pid",
                "cd /proc/self; cat uid_map gid_map projid_map setgroups loginuid sessionid cpuset",
                "cd /proc/self; stat -c '%n %A' cwd exe environ fd fdinfo io maps mem ns smaps smaps_rollup stack status",
                "cd /proc/self/task/$$; stat -c '%n %A' children cwd exe fd io maps mem ns stat status",
                "head -qn 1 /proc/partitions /proc/swaps",
                "exec 9>lock; flock -s 9; cat /proc/self/fdinfo/9 | grep lock"
            })
    void files_of_processes_are_as_linux_has_them(String script) {
        twin.agree(result -> result.withOutput(text -> text.replaceAll(NUMBERS, " N ")), "/bin/sh", "-c", script);
    }

    @Test
    void a_program_reads_and_writes_memory_by_its_file() {
        Twin.needs("/usr/bin/python3");
        twin.agree("/usr/bin/python3", "-c", """
                import ctypes, os
                text = ctypes.create_string_buffer(b"hello there")
                at = ctypes.addressof(text)
                memory = os.open("/proc/self/mem", os.O_RDWR)
                print(os.pread(memory, 5, at), os.pwrite(memory, b"J", at), text.value)
                for bad in (1, 1 << 63 - 20):
                    try:
                        print(os.pread(memory, 5, bad))
                    except OSError as e:
                        print(e)
                print(os.lseek(memory, at, os.SEEK_SET) == at, os.read(memory, 5))
                try:
                    os.lseek(memory, 0, os.SEEK_END)
                except OSError as e:
                    print(e)
                """);
    }

    @Test
    void the_auxiliary_vector_is_what_the_program_was_told() {
        String program = twin.program(Compiler.Kind.DYNAMIC_PIE, "auxiliary.c").toString();
        Result natively = twin.natively(twin.directory(), NOTHING, program);
        assumeTrue(natively.exitCode() != 2, "the host's kernel is older than 6.4");
        assertThat(twin.inside(twin.directory(), NOTHING, program)).isEqualTo(natively);
    }

    @Test
    void who_may_not_look_into_a_process_is_refused() {
        Twin.needs("/usr/bin/setpriv");
        twin.agree(
                "/bin/sh",
                "-c",
                "cd /proc/$$; setpriv --reuid 65534 --regid 65534 --clear-groups sh -c"
                        + " 'for i in environ io maps smaps smaps_rollup stack mem; do cat $i; done;"
                        + " readlink exe; ls ns; ls fd; cat stat >/dev/null; cat status >/dev/null; cat comm'");
    }

    @Test
    void a_stopped_process_is_told_as_such_and_the_time_that_one_used() {
        twin.agree(
                "/bin/bash",
                "-c",
                "sleep 100 & kill -STOP $!; while ! grep -q 'State:.T (stopped)' /proc/$!/status; do :; done;"
                        + " cut -d' ' -f3 /proc/$!/stat; kill -9 $!; { wait $!; } 2>/dev/null; echo $?;"
                        + " while read -r -a s </proc/$$/stat; [ ${s[13]} -lt 3 ]; do :; done; echo computed");
    }
}
