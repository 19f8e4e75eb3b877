package io.unishim.vfscore.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.abi.Syscall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Counts the hand-written cases of {@link FilesOnHostTest}. A case is a call with its arguments in a script that no earlier
 * line of the script makes in the same way; each is compared with the host, its result and what it writes. Lines that only set
 * the stage, as to change the user or to close, are not counted.
 */
class CasesTest {
    private static final Set<String> STAGE = Set.of("user", "close", "umask", "close_range");
    private static final int WANTED = 600;

    /** Calls for files that the scripts cannot make, and who compares them with the host. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "timerfd_create", "lib-posix-time",
            "timerfd_settime", "lib-posix-time",
            "timerfd_gettime", "lib-posix-time",
            "signalfd", "lib-posix-process",
            "signalfd4", "lib-posix-process");

    private static final String FILE_CALLS = """
            open openat openat2 creat close close_range read write readv writev pread64 pwrite64 preadv pwritev preadv2
            pwritev2 lseek stat fstat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents
            getdents64 getcwd chdir fchdir chroot rename renameat renameat2 link linkat symlink symlinkat unlink unlinkat
            mkdir mkdirat rmdir mknod mknodat chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes
            futimesat utimensat truncate ftruncate fallocate fadvise64 readahead fsync fdatasync sync syncfs
            sync_file_range statfs fstatfs umask dup dup2 dup3 fcntl flock ioctl pipe pipe2 splice tee vmsplice sendfile
            copy_file_range eventfd eventfd2 timerfd_create timerfd_settime timerfd_gettime signalfd signalfd4
            inotify_init inotify_init1 inotify_add_watch inotify_rm_watch memfd_create epoll_create epoll_create1 epoll_ctl
            epoll_wait epoll_pwait epoll_pwait2 poll ppoll select pselect6 mount umount2 getxattr lgetxattr fgetxattr
            setxattr lsetxattr fsetxattr listxattr llistxattr flistxattr removexattr lremovexattr fremovexattr cachestat
            name_to_handle_at open_by_handle_at fsopen fspick fsconfig fsmount open_tree open_tree_attr move_mount
            mount_setattr statmount listmount quotactl quotactl_fd
            """;

    @Test
    void every_call_for_files_has_cases_and_there_are_many() throws IOException {
        SortedMap<String, Integer> cases = new TreeMap<>();
        for (String script : FilesOnHostTest.SCRIPTS) {
            Set<String> seen = new HashSet<>();
            for (String line : lines(script)) {
                String call = line.replaceFirst("^[0-9]+= ", "").strip();
                if (seen.add(call)) {
                    cases.merge(call.split(" ", 2)[0], 1, Integer::sum);
                }
            }
        }
        Set<String> without = new TreeSet<>(List.of(FILE_CALLS.strip().split("\\s+")));
        assertThat(Stream.of(Syscall.values()).map(each -> each.name().toLowerCase(Locale.ROOT)))
                .containsAll(without);
        without.removeAll(cases.keySet());
        assertThat(without).as("calls without a case").isEqualTo(new TreeSet<>(ELSEWHERE.keySet()));
        cases.keySet().removeAll(STAGE);
        int all = cases.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("%d cases of %d calls: %s%n", all, cases.size(), cases);
        assertThat(all).isGreaterThanOrEqualTo(WANTED);
    }

    private static List<String> lines(String script) throws IOException {
        try (InputStream in = CasesTest.class.getResourceAsStream(script + ".txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank()).toList();
        }
    }
}
