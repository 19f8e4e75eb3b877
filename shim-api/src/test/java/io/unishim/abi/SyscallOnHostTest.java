package io.unishim.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Calls newer than the headers: the running kernel knows them.
 *
 * <p>All arguments are -1: no descriptor, no address, no set of flags that any of these calls takes, so
 * that each fails before it does anything. uretprobe and uprobe are left out, since the kernel kills
 * whoever calls them from outside its trampolines.
 */
class SyscallOnHostTest {
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "FCHMODAT2, 6, 6",
        "FUTEX_WAKE, 6, 7",
        "FUTEX_WAIT, 6, 7",
        "FUTEX_REQUEUE, 6, 7",
        "STATMOUNT, 6, 8",
        "LISTMOUNT, 6, 8",
        "MSEAL, 6, 10",
        "SETXATTRAT, 6, 13",
        "GETXATTRAT, 6, 13",
        "LISTXATTRAT, 6, 13",
        "REMOVEXATTRAT, 6, 13",
        "OPEN_TREE_ATTR, 6, 15",
        "FILE_GETATTR, 6, 17",
        "FILE_SETATTR, 6, 17",
    })
    void a_kernel_new_enough_knows_the_call(Syscall call, int major, int minor) throws IOException {
        assumeKernel(major, minor);
        assertThat(errnoOnHost(call)).isNotNull().isNotEqualTo(Errno.ENOSYS);
    }

    @ParameterizedTest
    @CsvSource({
        "CACHESTAT, 6, 5",
        "MAP_SHADOW_STACK, 6, 6",
        "LSM_GET_SELF_ATTR, 6, 8",
        "LSM_SET_SELF_ATTR, 6, 8",
        "LSM_LIST_MODULES, 6, 8",
    })
    void a_kernel_new_enough_and_so_configured_knows_the_call(Syscall call, int major, int minor) throws IOException {
        assumeKernel(major, minor);
        Errno errno = errnoOnHost(call);
        assumeTrue(errno != Errno.ENOSYS, () -> call.linuxName() + " is not configured in the host's kernel");
        assertThat(errno).isNotNull();
    }

    private @Nullable Errno errnoOnHost(Syscall call) throws IOException {
        String source = """
                #include <errno.h>
                #include <stdio.h>
                #include <unistd.h>
                int main(void) {
                    long result = syscall(%d, -1L, -1L, -1L, -1L, -1L, -1L);
                    printf("%%d\\n", result == -1 ? errno : 0);
                }
                """.formatted(call.number(CProgram.arch()));
        return Errno.of(Integer.parseInt(
                CProgram.run(directory, call.linuxName(), source).get(0)));
    }

    private static void assumeKernel(int major, int minor) throws IOException {
        Path release = Path.of("/proc/sys/kernel/osrelease");
        assumeTrue(Files.isReadable(release), "the host is not Linux");
        Matcher version = RELEASE.matcher(Files.readString(release));
        assumeTrue(version.matches(), "the host's kernel has no version");
        int hostMajor = Integer.parseInt(version.group(1));
        int hostMinor = Integer.parseInt(version.group(2));
        assumeTrue(
                hostMajor > major || (hostMajor == major && hostMinor >= minor),
                () -> "the host's kernel is %d.%d, the call came with %d.%d"
                        .formatted(hostMajor, hostMinor, major, minor));
        // Containers' filters answer ENOSYS to what they do not know.
        assumeTrue(
                Files.readString(Path.of("/proc/self/status")).contains("\nSeccomp:\t0\n"),
                "a seccomp filter stands between the test and the kernel");
    }
}
