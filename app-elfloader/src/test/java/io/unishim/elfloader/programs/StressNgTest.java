package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The stressors of files, descriptors, readiness, sockets, processes, signals, futexes, memory and time of stress-ng, each for
 * a few rounds and with its own checks. Those that take long also natively are run only with {@code
 * -Dio.unishim.test.stress=all}, and one alone by its name.
 *
 * <p>Not among them are those that only compute; {@code handle}, which opens {@code /dev/zero} by a handle, and those of the
 * overlay; {@code cyclic}, which wants a processor for itself by {@code SCHED_DEADLINE} and is told that it is busy; {@code
 * rawsock}, {@code rawudp}, {@code rawpkt} and {@code icmp-flood}, which want raw sockets, {@code netlink-task} and {@code
 * netlink-proc}, which want other protocols of netlink; {@code ptrace}, which is not built, and {@code vm-segv}, whose child
 * has itself traced and stops for a parent that then waits for ever; {@code bind-mount}, which wants a namespace; {@code swap},
 * {@code physpage} and {@code loop}, which want the machine's; and those that skip themselves: {@code rseq}, {@code
 * userfaultfd}, {@code key}, {@code landlock} and {@code secretmem} without these calls, and what looks for devices.
 */
class StressNgTest {
    private static final String STRESS_NG = "/usr/bin/stress-ng";
    private static final String WANTED = System.getProperty("io.unishim.test.stress", "");
    private static final List<String> SHORT = List.of(
            "access chattr chmod chown copy-file dentry dir dirdeep dirmany dup enosys epoll eventfd fcntl fifo file-ioctl",
            "filename flock fstat getdent hdd inotify io iomix lease locka lockf lockofd mknod open pipe poll"
                    + " readahead",
            "rename revio seek sendfile sigfd splice sysbadaddr tee timerfd utime vm-splice",
            "affinity alarm bad-altstack brk clock clone context daemon fork futex itimer kill mprotect msync mutex",
            "nanosleep prctl pthread remap schedpolicy session sigabrt sigchld sigpending sigq sigsegv sigsuspend"
                    + " sigtrap",
            "switch timer vfork vm-rw wait zombie sock sockfd udp",
            "aio aiol cap mq msg sem-sysv seccomp");
    private static final List<String> LONG = List.of(
            "chdir fallocate fpunch link memfd pipeherd symlink sync-file sysinval xattr",
            "atomic dekker env exit-group far-branch fault forkheavy fp-error get getrandom hrtimers kcmp loadavg"
                    + " longjmp",
            "madvise malloc membarrier mincore misaligned mlock mlockmany mmap mmapaddr mmapfixed mmapfork mmaphuge"
                    + " mmapmany",
            "mremap msyncmany munmap nice nop null opcode pagemove personality peterson priv-instr procfs race-sched",
            "resched resources rlimit rmap sem set shm sigfpe signal signest sigpipe sigrt sleep softlockup stack",
            "stackmmap syncload sysinfo urandom vdso vforkmany vm vm-addr waitcpu yield",
            "pidfd netdev ping-sock sockabuse sockdiag sockmany sockpair udp-flood",
            "bigheap chroot close dev dev-shm dnotify dynlib fsize full mcontend memthrash numa",
            "pageswap pty ramfs regs ring-pipe seal shm-sysv sigio syscall tlb-shootdown touch umount",
            "unshare zero af-alg ioprio pkey");

    /** Those that skip themselves for root. */
    private static final List<String> OF_USERS = List.of("bad-ioctl exec spawn");

    private static final List<String> AS_USER =
            List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    @TestFactory
    Stream<DynamicTest> a_stressor_finds_nothing_wrong() {
        Twin.needs(STRESS_NG);
        List<String> all = new ArrayList<>(words(SHORT));
        if (!WANTED.isEmpty()) {
            all.addAll(words(LONG));
            all.addAll(words(OF_USERS));
        }
        return all.stream()
                .filter(each -> WANTED.isEmpty() || WANTED.equals("all") || WANTED.equals(each))
                .map(each -> DynamicTest.dynamicTest(each, () -> stress(each)));
    }

    private static List<String> words(List<String> lines) {
        return List.of(String.join(" ", lines).split(" "));
    }

    private static void stress(String name) {
        try (Twin twin = new Twin()) {
            List<String> command = new ArrayList<>(words(OF_USERS).contains(name) ? AS_USER : List.of());
            command.addAll(List.of(
                    STRESS_NG,
                    "--pathological", // sysinval harms no machine here
                    "--" + name,
                    "1",
                    "--" + name + "-ops",
                    "5",
                    "--verify",
                    "--temp-path",
                    "/tmp",
                    "--timeout",
                    "40"));
            Result result = twin.inside(Path.of("/tmp"), Path.of("/dev/null"), command.toArray(String[]::new));
            assertThat(result.errors() + result.output())
                    .contains("successful run completed")
                    .doesNotContain("fail:");
            assertThat(result.exitCode()).isZero();
        }
    }
}
