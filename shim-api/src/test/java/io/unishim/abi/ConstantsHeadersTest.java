package io.unishim.abi;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every constant has the value which the host's headers give it, asked by a C program. */
class ConstantsHeadersTest {
    private static final Map<Class<?>, String> HEADERS = Map.ofEntries(
            entry(Aio.class, "linux/aio_abi.h"),
            entry(Auxv.class, "linux/auxvec.h"),
            entry(Capabilities.class, "linux/capability.h"),
            entry(Clocks.class, "linux/time.h linux/timerfd.h"),
            entry(Dirents.class, "dirent.h"),
            entry(Epoll.class, "sys/epoll.h"),
            entry(Eventfd.class, "sys/eventfd.h"),
            entry(
                    Fcntl.class,
                    "unistd.h linux/fcntl.h linux/fs.h linux/openat2.h linux/falloc.h linux/fadvise.h"
                            + " linux/close_range.h"),
            entry(FileFlags.class, "linux/fs.h"),
            entry(Futex.class, "linux/futex.h"),
            entry(Inotify.class, "sys/inotify.h"),
            entry(
                    Ioctls.class,
                    "sys/ioctl.h asm/termbits.h linux/sockios.h linux/fs.h linux/fiemap.h linux/nsfs.h net/if.h"),
            entry(Ipc.class, "sys/ipc.h sys/shm.h sys/sem.h sys/msg.h"),
            entry(Kcmp.class, "linux/kcmp.h"),
            entry(Limits.class, "linux/limits.h linux/uio.h"),
            entry(Membarrier.class, "linux/membarrier.h"),
            entry(Mman.class, "linux/mman.h linux/memfd.h linux/mempolicy.h"),
            entry(Mempolicy.class, "linux/mempolicy.h"),
            entry(Mounts.class, "sys/mount.h sys/statvfs.h linux/magic.h"),
            entry(Quota.class, "sys/quota.h"),
            entry(Netlink.class, "linux/netlink.h linux/rtnetlink.h linux/if_link.h linux/if_addr.h linux/fib_rules.h"),
            entry(Personality.class, "linux/personality.h"),
            entry(Poll.class, "asm/poll.h"),
            entry(Prctl.class, "linux/prctl.h linux/seccomp.h asm/prctl.h"),
            entry(Random.class, "linux/random.h"),
            entry(Resource.class, "linux/resource.h linux/ioprio.h"),
            entry(Sched.class, "fcntl.h linux/sched.h linux/rseq.h"),
            entry(Securebits.class, "linux/securebits.h"),
            entry(Signals.class, "linux/signal.h linux/signalfd.h"),
            entry(Socket.class, "sys/socket.h netinet/in.h netinet/tcp.h"),
            entry(IpOptions.class, "sys/socket.h netinet/in.h"),
            entry(Ipv6Options.class, "sys/socket.h netinet/in.h"),
            entry(TcpOptions.class, "netinet/tcp.h"),
            entry(UdpOptions.class, "netinet/udp.h"),
            entry(SockDiag.class, "linux/sock_diag.h linux/inet_diag.h linux/unix_diag.h linux/netlink_diag.h"),
            entry(Splice.class, "fcntl.h"),
            entry(StatModes.class, "sys/stat.h"),
            entry(Termios.class, "asm/termbits.h asm/ioctls.h"),
            entry(Wait.class, "linux/wait.h"),
            entry(Xattr.class, "linux/limits.h linux/xattr.h"));

    /**
     * What no header of Debian 12 (Linux 6.1, glibc 2.36) defines for programs: newer than that, internal
     * to the kernel or stated in man pages only. Newer headers are asked all the same where the name is a macro.
     */
    private static final Set<String> UNKNOWN_TO_HEADERS = words("""
        AT_RSEQ_FEATURE_SIZE AT_RSEQ_ALIGN AT_HWCAP3 AT_HWCAP4
        O_ASYNC AT_HANDLE_FID AT_HANDLE_MNT_ID_UNIQUE AT_HANDLE_CONNECTABLE AT_EXECVE_CHECK FILE_ATTR_SIZE_VER0 F_DUPFD_QUERY F_CREATED_QUERY F_SEAL_EXEC
        FALLOC_FL_WRITE_ZEROES RWF_NOAPPEND RWF_ATOMIC RWF_DONTCACHE RWF_NOSIGNAL
        FUTEX2_SIZE_U8 FUTEX2_SIZE_U16 FUTEX2_SIZE_U32 FUTEX2_SIZE_U64 FUTEX2_NUMA FUTEX2_MPOL
        FUTEX2_PRIVATE
        IOV_MAX MAX_RW_COUNT PAGE_SIZE MAX_ARG_STRLEN MAX_SYMLINKS UTSNAME_LENGTH TASK_COMM_LENGTH
        PIPE_DEFAULT_SIZE
        MEMBARRIER_CMD_GET_REGISTRATIONS
        MAP_DROPPABLE MAP_ABOVE4G MADV_GUARD_INSTALL MADV_GUARD_REMOVE MFD_NOEXEC_SEAL MFD_EXEC
        ST_VALID ST_NOSYMFOLLOW
        PR_SET_MDWE PR_GET_MDWE PR_MDWE_REFUSE_EXEC_GAIN PR_MDWE_NO_INHERIT PR_SET_MEMORY_MERGE PR_GET_MEMORY_MERGE
        PR_GET_SHADOW_STACK_STATUS
        PR_SET_SHADOW_STACK_STATUS PR_LOCK_SHADOW_STACK_STATUS PR_TIMER_CREATE_RESTORE_IDS PR_FUTEX_HASH
        PR_GET_AUXV ARCH_CET_STATUS ARCH_SHSTK_ENABLE ARCH_SHSTK_DISABLE ARCH_SHSTK_LOCK ARCH_SHSTK_UNLOCK
        ARCH_SHSTK_STATUS
        SCHED_EXT PIDFD_NONBLOCK PIDFD_THREAD PIDFD_SELF_THREAD PIDFD_SELF_THREAD_GROUP
        PIDFD_SIGNAL_THREAD PIDFD_SIGNAL_THREAD_GROUP PIDFD_SIGNAL_PROCESS_GROUP
        SIGSET_BYTES
        SOCK_TYPE_MASK SOL_UDP SO_PASSPIDFD SO_PEERPIDFD SO_RCVPRIORITY SO_PASSRIGHTS SCM_SECURITY SCM_PIDFD
        MSG_PROBE
        STATX_MNT_ID_UNIQUE STATX_SUBVOL STATX_WRITE_ATOMIC STATX_DIO_READ_ALIGN STATX_ATTR_WRITE_ATOMIC
        CONTINUED MPOL_WEIGHTED_INTERLEAVE
        MOVE_MOUNT_BENEATH FSCONFIG_CMD_CREATE_EXCL MNT_ID_REQ_SIZE_VER0 MNT_ID_REQ_SIZE_VER1 LSMT_ROOT LISTMOUNT_REVERSE
        STATMOUNT_SB_BASIC STATMOUNT_MNT_BASIC STATMOUNT_PROPAGATE_FROM STATMOUNT_MNT_ROOT STATMOUNT_MNT_POINT
        STATMOUNT_FS_TYPE STATMOUNT_MNT_NS_ID STATMOUNT_MNT_OPTS STATMOUNT_FS_SUBTYPE STATMOUNT_SB_SOURCE
        STATMOUNT_OPT_ARRAY STATMOUNT_OPT_SEC_ARRAY STATMOUNT_SUPPORTED_MASK STATMOUNT_MNT_UIDMAP STATMOUNT_MNT_GIDMAP
        """);

    /** The headers' NSIG is that of a set of 32 bits, from before there were real-time signals. */
    private static final Set<String> OTHERWISE_IN_C = Set.of("NSIG");

    private static final Pattern VERSION_CODE = Pattern.compile("#define LINUX_VERSION_CODE (\\d+)");
    private static final int LINUX_6_1 = 6 << 16 | 1 << 8;

    @TempDir
    Path directory;

    @Test
    void every_class_of_constants_has_its_headers() throws IOException {
        assertThat(HEADERS.keySet()).containsExactlyInAnyOrderElementsOf(Constants.classes());
    }

    @Test
    void every_exception_is_a_constant() {
        List<String> all = new ArrayList<>();
        HEADERS.keySet().forEach(holder -> all.addAll(Constants.of(holder).keySet()));
        assertThat(all).containsAll(UNKNOWN_TO_HEADERS).containsAll(OTHERWISE_IN_C);
    }

    static Stream<Arguments> every_constant_has_the_value_of_the_header() {
        return HEADERS.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource
    void every_constant_has_the_value_of_the_header(Class<?> holder, String headers) throws IOException {
        CProgram.assumeX8664Glibc();
        assumeHeadersOfLinux61();
        Map<String, Object> constants = Constants.of(holder);
        Map<String, String> inC = new TreeMap<>();
        for (String line : CProgram.run(directory, holder.getSimpleName(), program(headers, constants))) {
            String[] nameAndValue = line.split(" ", 2);
            inC.put(nameAndValue[0], nameAndValue[1]);
        }
        Map<String, String> inJava = new TreeMap<>();
        constants.forEach((name, value) -> {
            if (inC.containsKey(name) || !isException(name)) {
                inJava.put(name, value.toString());
            }
        });
        assertThat(inJava).isNotEmpty().isEqualTo(inC);
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+", -1));
    }

    private static boolean isException(String name) {
        return UNKNOWN_TO_HEADERS.contains(name) || OTHERWISE_IN_C.contains(name);
    }

    private static String program(String headers, Map<String, Object> constants) {
        StringBuilder source = new StringBuilder("#define _GNU_SOURCE\n#include <stdio.h>\n");
        for (String header : headers.split(" ", -1)) {
            source.append("#include <").append(header).append(">\n");
        }
        source.append("int main(void) {\n");
        constants.forEach((name, value) -> {
            // Without the guard a misspelt name does not compile. Constants of a C enum are no macros, so
            // that a guard for all would leave those unasked.
            if (UNKNOWN_TO_HEADERS.contains(name)) {
                source.append("#ifdef ").append(name).append('\n');
                source.append(print(name, value)).append("#endif\n");
            } else if (!OTHERWISE_IN_C.contains(name)) {
                source.append(print(name, value));
            }
        });
        return source.append("}\n").toString();
    }

    private static String print(String name, Object value) {
        if (value instanceof String) {
            return "printf(\"%s %%s\\n\", %s);\n".formatted(name, name);
        }
        // To 32 bits where Java's is an int: 0x80000000 is negative here and unsigned there.
        String type = value instanceof Integer ? "int" : "long long";
        return "printf(\"%s %%lld\\n\", (long long)(%s)(%s));\n".formatted(name, type, name);
    }

    private static void assumeHeadersOfLinux61() throws IOException {
        for (String macro : CProgram.macros("linux/version.h")) {
            Matcher code = VERSION_CODE.matcher(macro);
            if (code.matches()) {
                assumeTrue(
                        Integer.parseInt(code.group(1)) >= LINUX_6_1,
                        "the kernel's headers are older than those of Linux 6.1");
            }
        }
    }
}
