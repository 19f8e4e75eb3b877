package io.unishim.vfscore.proc;

import static io.unishim.abi.Fcntl.F_OFD_SETLK;
import static io.unishim.abi.Fcntl.F_RDLCK;
import static io.unishim.abi.Fcntl.LOCK_EX;
import static io.unishim.abi.Fcntl.LOCK_UN;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.testing.LinuxAssertions.assertFailsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.linux.Linux;
import io.unishim.memory.JavaMemory;
import io.unishim.task.CommandLine;
import io.unishim.task.Task;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** /dev, /proc and /sys of a shim. */
class SystemFilesTest {
    private Shim shim;
    private Task task;
    private Linux linux;

    @BeforeEach
    void boot() {
        shim = Shim.builder().only("vfscore").boot();
        task = shim.newProcess("worker");
        linux = shim.linux(task);
    }

    @AfterEach
    void close() {
        shim.close();
    }

    private String read(String path) {
        int fd = linux.open(path, O_RDONLY, 0);
        try {
            StringBuilder text = new StringBuilder();
            byte[] bytes = new byte[100];
            for (int count = linux.read(fd, bytes); count > 0; count = linux.read(fd, bytes)) {
                text.append(new String(bytes, 0, count, UTF_8));
            }
            return text.toString();
        } finally {
            linux.close(fd);
        }
    }

    @Test
    void a_process_is_shown_to_itself_and_to_others() {
        int pid = task.process().pid();
        task.process()
                .put(
                        CommandLine.KEY,
                        new CommandLine(
                                "/bin/worker",
                                List.of("worker".getBytes(UTF_8), "-v".getBytes(UTF_8)),
                                List.of("A=b".getBytes(UTF_8))));
        assertThat(read("/proc/self/stat")).startsWith(pid + " (worker) R 1 ");
        assertThat(read("/proc/self/stat").trim().split(" ")).hasSize(52);
        assertThat(read("/proc/" + pid + "/cmdline")).isEqualTo("worker\0-v\0");
        assertThat(read("/proc/1/comm")).isNotEmpty();
        assertThat(read("/proc/thread-self/comm")).isEqualTo("worker\n");
        assertThat(read("/proc/self/environ")).isEqualTo("A=b\0");
        assertThat(read("/proc/self/status")).contains("Name:\tworker\n", "Pid:\t" + pid + "\n", "Uid:\t0\t0\t0\t0\n");
        assertFailsWith(Errno.ENOENT, () -> read("/proc/999999/stat"));
        assertFailsWith(Errno.ENOENT, () -> read("/proc/01/stat"));
        byte[] text = new byte[100];
        int length = linux.readlink("/proc/self/exe", text);
        assertThat(new String(text, 0, length, UTF_8)).isEqualTo("/bin/worker");
    }

    @Test
    void descriptors_are_links_that_can_be_opened() {
        int[] pipe = new int[2];
        linux.pipe(pipe);
        byte[] text = new byte[100];
        int length = linux.readlink("/proc/self/fd/" + pipe[1], text);
        assertThat(new String(text, 0, length, UTF_8)).startsWith("pipe:[");
        int again = linux.open("/proc/self/fd/" + pipe[1], O_WRONLY, 0);
        linux.close(pipe[1]);
        linux.write(again, "through".getBytes(UTF_8));
        linux.close(again);
        byte[] bytes = new byte[20];
        assertThat(linux.read(pipe[0], bytes)).isEqualTo(7);
        assertThat(linux.read(pipe[0], bytes)).isZero();
        assertThat(read("/proc/self/fdinfo/" + pipe[0])).contains("flags:\t00\n");
        assertThat(linux.stat("/proc/self/cwd").ino()).isEqualTo(linux.stat("/").ino());
    }

    @Test
    void settings_and_the_system_can_be_read() {
        assertThat(read("/proc/sys/kernel/random/uuid")).hasSize(37).isNotEqualTo(read("/proc/sys/kernel/random/uuid"));
        assertThat(read("/proc/mounts")).contains("proc /proc proc rw,relatime 0 0\n");
        assertThat(read("/proc/meminfo")).startsWith("MemTotal:");
        assertThat(read("/proc/cpuinfo")).contains("processor\t: 0\n");
        assertThat(read("/sys/devices/system/cpu/online")).startsWith("0");
        assertThat(read("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size")).isEqualTo("2097152\n");
        assertFailsWith(Errno.ENOENT, () -> linux.stat("/sys/fs/cgroup"));
        assertFailsWith(Errno.ENXIO, () -> linux.open("/dev/tty", O_RDWR, 0));
    }

    @Test
    void devices_do_what_their_names_say() {
        byte[] bytes = {1, 2, 3};
        int zero = linux.open("/dev/zero", O_RDWR, 0);
        assertThat(linux.read(zero, bytes)).isEqualTo(3);
        assertThat(bytes).containsOnly(0);
        int full = linux.open("/dev/full", O_RDWR, 0);
        assertFailsWith(Errno.ENOSPC, () -> linux.write(full, bytes));
        int none = linux.open("/dev/null", O_RDWR, 0);
        assertThat(linux.write(none, bytes)).isEqualTo(3);
        assertThat(linux.read(none, bytes)).isZero();
        int random = linux.open("/dev/urandom", O_RDONLY, 0);
        byte[] many = new byte[10000];
        assertThat(linux.read(random, many)).isEqualTo(10000);
        assertThat(linux.stat("/dev/shm").mode() & 07777).isEqualTo(01777);
    }

    @Test
    void locks_are_shown_of_the_system_and_of_a_descriptor() {
        int fd = linux.open("/tmp/locked", O_RDWR | O_CREAT, 0644);
        long file = linux.fstat(fd).ino();
        linux.flock(fd, LOCK_EX);
        JavaMemory memory = (JavaMemory) task.process().memory();
        long lock = memory.allocate(32);
        memory.putLong(lock, F_RDLCK);
        memory.putLong(lock + 8, 10);
        memory.putLong(lock + 16, 5);
        linux.fcntl(fd, F_OFD_SETLK, lock);
        assertThat(read("/proc/locks"))
                .matches("1: OFDLCK ADVISORY  READ -1 [0-9a-f:]+:" + file + " 10 14\n2: FLOCK  ADVISORY  WRITE "
                        + task.process().pid() + " [0-9a-f:]+:" + file + " 0 EOF\n");
        assertThat(read("/proc/self/fdinfo/" + fd)).contains("lock:\t1: OFDLCK", "\nlock:\t2: FLOCK");
        linux.flock(fd, LOCK_UN);
        linux.close(fd);
        assertThat(read("/proc/locks")).isEmpty();
    }

    @Test
    void processors_are_shown_as_cores_of_one_package() {
        int count = Runtime.getRuntime().availableProcessors();
        String cpu = "/sys/devices/system/cpu/";
        assertThat(read(cpu + "cpu0/topology/thread_siblings")).matches("(00000000,)*0*1\n");
        assertThat(read(cpu + "kernel_max")).isEqualTo(count - 1 + "\n");
        String all = read(cpu + "cpu0/topology/core_siblings").strip().replace(",", "");
        assertThat(new BigInteger(all, 16).bitCount()).isEqualTo(count);
        assertThat(read("/sys/devices/system/node/node0/cpumap").strip().replace(",", ""))
                .isEqualTo(all);
    }

    @Test
    void tables_of_what_a_shim_has_not_are_there_without_lines() {
        assertThat(read("/proc/swaps")).startsWith("Filename").endsWith("Priority\n");
        assertThat(read("/proc/partitions").strip()).isEqualTo("major minor  #blocks  name");
        assertThat(read("/proc/diskstats")).isEmpty();
        assertThat(read("/proc/interrupts")).contains("CPU0");
        assertThat(read("/proc/vmstat")).contains("pgpgin 0\n").startsWith("nr_free_pages ");
        assertThat(linux.stat("/sys/dev/block").mode() & S_IFMT).isEqualTo(S_IFDIR);
    }
}
