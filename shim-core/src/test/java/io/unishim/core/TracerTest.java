package io.unishim.core;

import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.ENOENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Errnos;
import io.unishim.abi.Fcntl;
import io.unishim.abi.Ioctls;
import io.unishim.abi.Mman;
import io.unishim.abi.Restart;
import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.call.Argument;
import io.unishim.call.Argument.Kind;
import io.unishim.call.CallDeclaration;
import io.unishim.call.Returns;
import io.unishim.call.SyscallHandler;
import io.unishim.control.CallTable.Registration;
import io.unishim.library.Boot;
import io.unishim.memory.JavaMemory;
import io.unishim.struct.SigInfo;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracerTest {
    private static final long BAD = 0xdead000L;

    private final List<String> lines = new ArrayList<>();
    private long answer;
    private byte[] filled = {};
    private final Shim shim =
            Shim.builder().only().library(SmallLibrary.of("traced", this::boot)).boot();
    private final Task task = shim.newProcess("test");
    private final JavaMemory memory = (JavaMemory) task.memory();
    private final Registration trace = shim.table().trace(lines::add);

    private void boot(Boot boot) {
        // Fills its second argument, as read(2), or its first, as pipe2(2) and clock_gettime(2) do not.
        SyscallHandler fills = (task, a0, a1, a2, a3, a4, a5) -> {
            if (filled.length > 0) {
                task.memory().writeFully(a1, filled);
            }
            return answer;
        };
        SyscallHandler fillsFirst = (task, a0, a1, a2, a3, a4, a5) -> fills.handle(task, a1, a0, a2, a3, a4, a5);
        boot.call(
                CallDeclaration.of(
                        Syscall.OPENAT,
                        Returns.FD,
                        Argument.of("dirfd", Kind.DIRFD),
                        Argument.of("pathname", Kind.STRING),
                        Argument.of("flags", Kind.FLAGS, Fcntl.class, "O_"),
                        Argument.of("mode", Kind.MODE)),
                fills);
        Argument out = Argument.of("buf", Kind.BUFFER, true, null);
        boot.call(CallDeclaration.of(Syscall.PREAD64, Returns.COUNT, Argument.of("fd", Kind.FD), out), fills);
        boot.call(
                new CallDeclaration(
                        "read", Syscall.READ, -1, List.of(Argument.of("fd", Kind.FD), out), Returns.COUNT, true),
                fills);
        boot.call(
                new CallDeclaration(
                        "futex",
                        Syscall.FUTEX,
                        -1,
                        List.of(
                                Argument.of("uaddr", Kind.ADDRESS),
                                Argument.of("timeout", Kind.STRUCT, false, Timespec.LAYOUT)),
                        Returns.INT,
                        true),
                fills);
        boot.call(
                CallDeclaration.of(
                        Syscall.WRITE,
                        Returns.COUNT,
                        Argument.of("fd", Kind.FD),
                        Argument.of("buf", Kind.BUFFER, false, null)),
                fills);
        boot.call(
                CallDeclaration.of(
                        Syscall.PIPE2,
                        Returns.NOTHING,
                        Argument.of("pipefd", Kind.INTS, true, null),
                        Argument.of("flags", Kind.FLAGS, Fcntl.class, "O_")),
                fillsFirst);
        boot.call(
                CallDeclaration.of(
                        Syscall.LSEEK,
                        Returns.LONG,
                        Argument.of("fd", Kind.FD),
                        Argument.of("offset", Kind.LONG),
                        Argument.of("whence", Kind.ONE_OF, Fcntl.class, "SEEK_")),
                fills);
        boot.call(
                CallDeclaration.of(
                        Syscall.MMAP,
                        Returns.ADDRESS,
                        Argument.of("addr", Kind.ADDRESS),
                        Argument.of("length", Kind.UNSIGNED_LONG),
                        Argument.of("prot", Kind.FLAGS, Mman.class, "PROT_"),
                        Argument.of("flags", Kind.FLAGS, Mman.class, "MAP_"),
                        Argument.of("fd", Kind.FD),
                        Argument.of("offset", Kind.ADDRESS)),
                fills);
        boot.call(
                CallDeclaration.of(
                        Syscall.CLOCK_GETTIME,
                        Returns.NOTHING,
                        Argument.of("clockid", Kind.INT),
                        Argument.of("tp", Kind.STRUCT, true, Timespec.LAYOUT)),
                fills);
        boot.call(
                CallDeclaration.of(
                        Syscall.WRITEV,
                        Returns.COUNT,
                        Argument.of("fd", Kind.FD),
                        Argument.of("iov", Kind.IOVEC, false, null)),
                fills);
        boot.call(
                CallDeclaration.of(
                        Syscall.KILL, Returns.NOTHING, Argument.of("pid", Kind.INT), Argument.of("sig", Kind.SIGNAL)),
                fills);
        boot.call(
                CallDeclaration.of(
                        Syscall.CONNECT,
                        Returns.NOTHING,
                        Argument.of("sockfd", Kind.FD),
                        Argument.of("addr", Kind.BUFFER, false, null)),
                fills);
        boot.call(
                CallDeclaration.of(
                        Syscall.RT_SIGPROCMASK,
                        Returns.NOTHING,
                        Argument.of("how", Kind.INT),
                        Argument.of("set", Kind.LONGS, false, null)),
                fills);
        boot.call(
                CallDeclaration.of(
                        Syscall.IOCTL,
                        Returns.INT,
                        Argument.of("fd", Kind.FD),
                        Argument.of("request", Kind.UNSIGNED_INT),
                        Argument.of("argp", Kind.ADDRESS)),
                fills);
        boot.call(
                CallDeclaration.of(
                        Syscall.FCNTL,
                        Returns.INT,
                        Argument.of("fd", Kind.FD),
                        Argument.of("cmd", Kind.ONE_OF, Fcntl.class, "F_"),
                        Argument.of("arg", Kind.ADDRESS)),
                fills);
        boot.call(
                CallDeclaration.of(
                        Syscall.ACCESS,
                        Returns.NOTHING,
                        Argument.of("pathname", Kind.STRING),
                        Argument.of("mode", Kind.INT)),
                fills);
        boot.call(
                CallDeclaration.of(
                        Syscall.EXECVE,
                        Returns.NOTHING,
                        Argument.of("path", Kind.STRING),
                        Argument.of("argv", Kind.ADDRESS),
                        Argument.of("envp", Kind.ADDRESS)),
                fills);
        boot.call(CallDeclaration.of(Syscall.GETPID, Returns.INT), fills);
        boot.call(CallDeclaration.of(Syscall.EXIT_GROUP, Returns.NOTHING, Argument.of("status", Kind.INT)), fills);
    }

    @AfterEach
    void close() {
        shim.close();
    }

    private void call(Syscall call, long result, long... arguments) {
        answer = result;
        long[] a = java.util.Arrays.copyOf(arguments, 6);
        assertThat(shim.dispatch(task, call.number(), a[0], a[1], a[2], a[3], a[4], a[5]))
                .isEqualTo(result);
    }

    private void traced(String... expected) {
        assertThat(lines).containsExactly(expected);
        lines.clear();
    }

    private long room(String content) {
        long at = memory.allocate(4096);
        memory.writeFully(at, content.getBytes(StandardCharsets.ISO_8859_1));
        return at;
    }

    @Test
    void flags_modes_strings_and_descriptors_have_their_names() {
        long motd = memory.allocateString("/etc/motd");
        call(Syscall.OPENAT, 3, Fcntl.AT_FDCWD, motd, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
        traced("openat(AT_FDCWD, \"/etc/motd\", O_RDONLY|O_CLOEXEC) = 3");
        call(
                Syscall.OPENAT,
                3,
                Fcntl.AT_FDCWD & 0xffff_ffffL,
                motd,
                Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_TRUNC,
                0644);
        traced("openat(AT_FDCWD, \"/etc/motd\", O_WRONLY|O_CREAT|O_TRUNC, 0644) = 3");
        call(Syscall.OPENAT, 3, 7, motd, Fcntl.O_RDWR | Fcntl.O_SYNC | Fcntl.O_TMPFILE | 0x8000_0000L, 0);
        traced("openat(7, \"/etc/motd\", O_RDWR|O_SYNC|O_TMPFILE|0x80000000, 000) = 3");
    }

    @Test
    void an_error_has_its_name_and_text_and_what_cannot_be_read_its_address() {
        call(Syscall.OPENAT, -ENOENT, 3, memory.allocateString(""), 0, 0);
        traced("openat(3, \"\", O_RDONLY) = -1 ENOENT (No such file or directory)");
        call(Syscall.OPENAT, -EFAULT, 3, BAD, 0, 0);
        traced("openat(3, 0xdead000, O_RDONLY) = -1 EFAULT (Bad address)");
        call(Syscall.OPENAT, -EFAULT, 3, 0, 0, 0);
        traced("openat(3, NULL, O_RDONLY) = -1 EFAULT (Bad address)");
        call(Syscall.GETPID, -4000);
        traced("getpid() = -1 errno 4000");
    }

    @Test
    void text_is_escaped_and_cut_at_32_bytes() {
        call(Syscall.WRITE, 9, 1, room("a\"\\\n\t\r\0001\u0001x\u00ff"), 11);
        traced("write(1, \"a\\\"\\\\\\n\\t\\r\\0001\\1x\\377\", 11) = 9");
        call(Syscall.WRITE, 40, 1, room("0123456789".repeat(4)), 40);
        traced("write(1, \"01234567890123456789012345678901\"..., 40) = 40");
        call(Syscall.WRITE, 32, 1, room("0123456789".repeat(4)), 32);
        traced("write(1, \"01234567890123456789012345678901\", 32) = 32");
        call(Syscall.OPENAT, 3, 3, memory.allocateString("0123456789".repeat(4)), 0, 0);
        traced("openat(3, \"" + "0123456789".repeat(4) + "\", O_RDONLY) = 3");
        call(Syscall.WRITE, -EFAULT, 1, BAD, 5);
        traced("write(1, 0xdead000, 5) = -1 EFAULT (Bad address)");
        call(Syscall.WRITE, -EFAULT, 1, BAD, -1);
        traced("write(1, 0xdead000, 18446744073709551615) = -1 EFAULT (Bad address)");
    }

    @Test
    void what_a_call_fills_is_shown_as_it_was_on_return_with_the_results_length() {
        filled = "hello".getBytes(StandardCharsets.US_ASCII);
        call(Syscall.PREAD64, 5, 3, memory.allocate(100), 100);
        traced("pread64(3, \"hello\", 100) = 5");
        call(Syscall.PREAD64, 0, 3, memory.allocate(100), 100);
        traced("pread64(3, \"\", 100) = 0");
        filled = new byte[0];
        call(Syscall.PREAD64, -Errnos.EBADF, 3, 0x10000, 100);
        traced("pread64(3, 0x10000, 100) = -1 EBADF (Bad file descriptor)");
    }

    @Test
    void a_call_that_can_wait_is_shown_on_entry_too() {
        filled = "hello".getBytes(StandardCharsets.US_ASCII);
        call(Syscall.READ, 5, 3, memory.allocate(100), 4096);
        traced("read(3,  <unfinished ...>", "<... read resumed>\"hello\", 4096) = 5");
        filled = new byte[0];
        call(Syscall.FUTEX, -Restart.ERESTARTSYS, 0x10, 0);
        traced(
                "futex(0x10, NULL <unfinished ...>",
                "<... futex resumed>) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)");
    }

    @Test
    void a_call_that_never_returns_is_shown_on_entry() {
        call(Syscall.EXIT_GROUP, 0, 3);
        traced("exit_group(3) = ?");
    }

    @Test
    void structures_and_arrays_show_their_members() {
        filled = new byte[16];
        filled[0] = 5;
        filled[8] = 7;
        call(Syscall.CLOCK_GETTIME, 0, 1, memory.allocate(16));
        traced("clock_gettime(1, {tv_sec=5, tv_nsec=7}) = 0");
        filled = new byte[] {3, 0, 0, 0, 4, 0, 0, 0};
        call(Syscall.PIPE2, 0, memory.allocate(8), Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK);
        traced("pipe2([3, 4], O_NONBLOCK|O_CLOEXEC) = 0");
        call(Syscall.PIPE2, 0, memory.allocate(8), 0);
        traced("pipe2([3, 4], 0) = 0");
        filled = new byte[0];
        call(Syscall.CLOCK_GETTIME, -EFAULT, 1, BAD);
        traced("clock_gettime(1, 0xdead000) = -1 EFAULT (Bad address)");
        long iov = memory.allocate(32);
        memory.putLong(iov, room("abc"));
        memory.putLong(iov + 8, 3);
        memory.putLong(iov + 16, room("de"));
        memory.putLong(iov + 24, 2);
        call(Syscall.WRITEV, 5, 1, iov, 2);
        traced("writev(1, [{iov_base=\"abc\", iov_len=3}, {iov_base=\"de\", iov_len=2}], 2) = 5");
        call(Syscall.WRITEV, -EFAULT, 1, iov, 3);
        traced("writev(1, " + "0x" + Long.toHexString(iov) + ", 3) = -1 EFAULT (Bad address)");
    }

    @Test
    void a_signal_and_the_end_of_a_task_that_was_seen_have_lines_of_their_own() {
        Task other = shim.newProcess("other");
        Task unseen = shim.newProcess("unseen");
        shim.dispatch(other, Syscall.GETPID.number(), 0, 0, 0, 0, 0, 0);
        shim.tasks().signalled(other, SigInfo.from(Signals.SIGTERM, Signals.SI_USER, 7, 8));
        shim.tasks().signalled(unseen, SigInfo.from(Signals.SIGTERM, Signals.SI_USER, 7, 8));
        shim.tasks().exited(unseen, Wait.exited(1));
        shim.tasks().exited(other, Wait.exited(3));
        traced(
                "getpid() = 0",
                "--- SIGTERM {si_signo=SIGTERM, si_code=SI_USER, si_pid=7, si_uid=8} ---",
                "+++ exited with 3 +++");
        call(Syscall.GETPID, 2);
        shim.tasks().exited(task, Wait.signaled(Signals.SIGSEGV, false));
        String prefix = "[pid " + task.tid() + "] ";
        traced(prefix + "getpid() = 2", prefix + "+++ killed by SIGSEGV +++");
        trace.close();
        Task late = shim.newProcess("late");
        shim.tasks().exited(late, 0);
        traced();
    }

    @Test
    void what_no_declaration_tells_is_known_by_the_calls_name() {
        long address = memory.allocate(64);
        byte[] v4 = {2, 0, 30, 97, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
        memory.writeFully(address, v4);
        call(Syscall.CONNECT, 0, 3, address, 16);
        traced("connect(3, {sa_family=AF_INET, sin_port=htons(7777), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0");
        memory.writeFully(address, new byte[] {1, 0, '/', 'a', 0, 'x'});
        call(Syscall.CONNECT, 0, 3, address, 6);
        traced("connect(3, {sa_family=AF_UNIX, sun_path=\"/a\"}, 6) = 0");
        memory.writeFully(address, new byte[] {1, 0, 0, 'a', 'b'});
        call(Syscall.CONNECT, 0, 3, address, 5);
        traced("connect(3, {sa_family=AF_UNIX, sun_path=@\"ab\"}, 5) = 0");
        call(Syscall.CONNECT, -EFAULT, 3, BAD, 16);
        traced("connect(3, 0xdead000, 16) = -1 EFAULT (Bad address)");
        memory.putLong(address, 1L << Signals.SIGINT - 1 | 1L << Signals.SIGCHLD - 1 | 1L << 34 - 1);
        call(Syscall.RT_SIGPROCMASK, 0, 0, address);
        traced("rt_sigprocmask(0, [INT CHLD RT_2]) = 0");
        memory.putLong(address, ~(1L << Signals.SIGKILL - 1));
        call(Syscall.RT_SIGPROCMASK, 0, 2, address);
        traced("rt_sigprocmask(2, ~[KILL]) = 0");
        call(Syscall.IOCTL, 0, 1, Ioctls.TIOCGWINSZ, 0x10);
        traced("ioctl(1, TIOCGWINSZ, 0x10) = 0");
        call(Syscall.FCNTL, 0x8002, 1, Fcntl.F_GETFL);
        traced("fcntl(1, F_GETFL) = 0x8002 (flags O_RDWR|O_LARGEFILE)");
        long path = memory.allocateString("/x");
        call(Syscall.ACCESS, 0, path, 0);
        call(Syscall.ACCESS, 0, path, 6);
        call(Syscall.ACCESS, 0, path, 64);
        traced("access(\"/x\", F_OK) = 0", "access(\"/x\", R_OK|W_OK) = 0", "access(\"/x\", 0x40) = 0");
        memory.putLong(address, path);
        memory.putLong(address + 8, 0);
        call(Syscall.EXECVE, -ENOENT, path, address, 0);
        traced("execve(\"/x\", [\"/x\"], NULL /* 0 vars */) = -1 ENOENT (No such file or directory)");
    }

    @Test
    void alternatives_signals_and_addresses_have_their_names() {
        call(Syscall.LSEEK, 10, 3, -1, Fcntl.SEEK_END);
        traced("lseek(3, -1, SEEK_END) = 10");
        call(Syscall.LSEEK, -Errnos.EINVAL, 3, 0, 99);
        traced("lseek(3, 0, 0x63 /* SEEK_??? */) = -1 EINVAL (Invalid argument)");
        call(
                Syscall.MMAP,
                0x7f0000000000L,
                0,
                4096,
                Mman.PROT_READ | Mman.PROT_WRITE,
                Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS,
                -1,
                0);
        traced("mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, NULL) = 0x7f0000000000");
        call(Syscall.MMAP, 0x7f0000000000L, 0, 4096, 0, Mman.MAP_PRIVATE | Mman.MAP_FIXED, 3, 0x1000);
        traced("mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE|MAP_FIXED, 3, 0x1000) = 0x7f0000000000");
        call(Syscall.KILL, 0, 7, 9);
        traced("kill(7, SIGKILL) = 0");
        call(Syscall.KILL, 0, 7, 0);
        traced("kill(7, 0) = 0");
        call(Syscall.KILL, 0, 7, 34);
        traced("kill(7, SIGRT_2) = 0");
    }

    @Test
    void calls_that_nobody_serves_show_their_registers() {
        call(Syscall.SWAPON, -Errnos.ENOSYS, 1, 2, 3, 4, 5, -1);
        traced("swapon(0x1, 0x2, 0x3, 0x4, 0x5, 0xffffffffffffffff) = -1 ENOSYS (Function not implemented)");
        shim.dispatch(task, 400, 0, 0, 0, 0, 0, 0);
        traced("syscall_0x190(0x0, 0x0, 0x0, 0x0, 0x0, 0x0) = -1 ENOSYS (Function not implemented)");
    }

    @Test
    void a_line_says_whose_it_is_once_a_second_task_calls() {
        call(Syscall.GETPID, 2);
        Task other = shim.newProcess("other");
        shim.dispatch(other, Syscall.GETPID.number(), 0, 0, 0, 0, 0, 0);
        call(Syscall.GETPID, 2);
        traced("getpid() = 2", "[pid " + other.tid() + "] getpid() = 2", "[pid " + task.tid() + "] getpid() = 2");
    }

    @Test
    void a_trace_of_some_calls_is_silent_about_others_and_ends() {
        trace.close();
        Registration some = shim.table().trace(lines::add, "kill");
        call(Syscall.GETPID, 2);
        call(Syscall.KILL, 0, 1, 15);
        some.close();
        call(Syscall.KILL, 0, 1, 15);
        traced("kill(1, SIGTERM) = 0");
    }
}
