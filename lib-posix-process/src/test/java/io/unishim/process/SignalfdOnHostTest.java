package io.unishim.process;

import static io.unishim.abi.Epoll.EPOLLET;
import static io.unishim.abi.Epoll.EPOLLIN;
import static io.unishim.abi.Epoll.EPOLLONESHOT;
import static io.unishim.abi.Epoll.EPOLL_CTL_ADD;
import static io.unishim.abi.Fcntl.F_GETFD;
import static io.unishim.abi.Fcntl.F_GETFL;
import static io.unishim.abi.Fcntl.F_SETFL;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Signals.SFD_CLOEXEC;
import static io.unishim.abi.Signals.SFD_NONBLOCK;
import static io.unishim.abi.Signals.SIG_SETMASK;
import static io.unishim.abi.Signals.bit;

import io.unishim.Shim;
import io.unishim.task.Task;
import io.unishim.testing.CallScript;
import io.unishim.testing.HostProgram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals read from a descriptor, on the host and in a shim. Every signal is blocked, but those that end in any case. */
class SignalfdOnHostTest {
    private static final int SIZE = 128;
    private static final int SIGUSR1 = 10;
    private static final int SIGUSR2 = 12;
    private static final int SIGRT = 40;

    @AutoClose
    private static HostProgram host;

    private final CallScript script = new CallScript();
    private final CallScript.Buffer set = script.buffer();
    private final CallScript.Buffer info = script.buffer();
    private final CallScript.Buffer room = script.buffer();
    private final CallScript.Value pid;

    SignalfdOnHostTest() {
        script.longs(set, 0, -1L);
        script.call("rt_sigprocmask", SIG_SETMASK, set, 0, 8);
        pid = script.callUnseen("getpid");
    }

    @BeforeAll
    static void compile() {
        host = CallScript.host();
    }

    private void agree() {
        try (Shim shim = Shim.builder().only("posix-process", "vfscore").boot()) {
            shim.newProcess("first");
            Task task = shim.newProcess("test");
            script.agree(host, task);
        }
    }

    private CallScript.Value signalfd(int flags, int... signals) {
        return change(-1, flags, signals);
    }

    private CallScript.Value change(Object fd, int flags, int... signals) {
        long mask = 0;
        for (int each : signals) {
            mask |= bit(each);
        }
        script.longs(set, 0, mask);
        return script.call("signalfd4", fd, set, 8, flags);
    }

    private void queue(int signal, int code, long value, boolean toTask) {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, signal).putInt(4, 7).putInt(8, code);
        bytes.putInt(16, 1234).putInt(20, 99).putLong(24, value);
        bytes.putLong(32, 0x1122334455667788L).putLong(40, 77);
        script.bytes(info, bytes.array());
        if (toTask) {
            script.call("rt_tgsigqueueinfo", pid, pid, signal, info);
        } else {
            script.call("rt_sigqueueinfo", pid, signal, info);
        }
    }

    /** Shows signals that were read, without the sender. */
    private void show(int count) {
        for (int i = 0; i < count; i++) {
            script.show(room, i * SIZE, 12);
            script.show(room, i * SIZE + 16, SIZE - 16);
        }
    }

    private void read(CallScript.Value fd, int count) {
        script.call("read", fd, room, count * SIZE);
        show(count);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 17, 18, 20, 23, 28, 29, 31, 32, 34, 40, 64})
    void a_signal_that_was_sent_is_read_once(int signal) {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, signal);
        script.call("read", fd, room, SIZE);
        script.call("kill", pid, signal);
        read(fd, 1);
        script.call("read", fd, room, SIZE);
        script.call("tgkill", pid, pid, signal);
        read(fd, 1);
        script.call("read", fd, room, SIZE);
        agree();
    }

    @ParameterizedTest
    @CsvSource({
        "10,-1", "10,-2", "10,-5", "10,-60", "17,-1", "40,-1", "40,-2", "40,-3", "40,-4", "40,-6", "40,-7", "11,-1"
    })
    void members_go_where_the_code_says(int signal, int code) {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, signal);
        queue(signal, code, 0x0123_4567_89ab_cdefL, false);
        script.call("read", fd, room, SIZE);
        script.show(room, 0, SIZE);
        queue(signal, code, -1, true);
        script.call("read", fd, room, SIZE);
        script.show(room, 0, SIZE);
        agree();
    }

    /** A process may say of itself what only the kernel says of others. */
    @ParameterizedTest
    @CsvSource({
        "17,1", "17,6", "17,7", "11,1", "11,9", "8,1", "4,3", "5,1", "7,2", "29,1", "29,7", "31,1", "10,1", "10,7",
        "40,3", "40,99", "10,128", "17,128"
    })
    void members_of_what_the_kernel_says(int signal, int code) {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, signal);
        queue(signal, code, 0x0000_0005_0000_0003L, false);
        script.call("read", fd, room, SIZE);
        script.show(room, 0, 44);
        script.show(room, 48, 40);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 127, 128, 129, 255, 256, 300, 512, 1024})
    void as_many_as_fit(int length) {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, SIGUSR1, SIGUSR2, SIGRT, 41);
        for (int i = 0; i < 3; i++) {
            queue(SIGRT, -1, i, i == 1);
            queue(SIGUSR1, -1, i, i == 1);
        }
        queue(41, -1, 9, false);
        queue(SIGUSR2, -1, 9, false);
        script.call("read", fd, room, length);
        script.show(room, 0, 1024);
        script.call("read", fd, room, 1024);
        script.show(room, 0, 1024);
        script.call("read", fd, room, length);
        agree();
    }

    @Test
    void signals_for_the_task_come_before_those_for_the_process() {
        CallScript.Value fd = signalfd(0, SIGUSR1, SIGUSR2, SIGRT);
        queue(SIGUSR1, -1, 1, false);
        queue(SIGRT, -1, 2, true);
        queue(SIGUSR2, -1, 3, true);
        read(fd, 3);
        agree();
    }

    @Test
    void other_signals_stay() {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, SIGUSR1);
        CallScript.Value other = signalfd(SFD_NONBLOCK, SIGUSR2, SIGRT);
        script.call("kill", pid, SIGUSR2);
        script.call("read", fd, room, SIZE);
        script.call("rt_sigpending", room, 8);
        script.show(room, 0, 8);
        read(other, 1);
        script.call("rt_sigpending", room, 8);
        script.show(room, 0, 8);
        agree();
    }

    @Test
    void a_signal_that_is_ignored_but_blocked_is_read() {
        script.longs(info, 0, 1L, 0L, 0L, 0L);
        script.call("rt_sigaction", SIGUSR1, info, 0, 8);
        CallScript.Value fd = signalfd(SFD_NONBLOCK, SIGUSR1);
        script.call("kill", pid, SIGUSR1);
        read(fd, 1);
        agree();
    }

    @Test
    void what_is_ignored_later_is_gone() {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, SIGUSR1, SIGRT);
        script.call("kill", pid, SIGUSR1);
        script.call("kill", pid, SIGRT);
        script.longs(info, 0, 1L, 0L, 0L, 0L);
        script.call("rt_sigaction", SIGUSR1, info, 0, 8);
        read(fd, 1);
        script.call("read", fd, room, SIZE);
        agree();
    }

    @Test
    void a_wait_takes_what_a_read_would_have_taken() {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, SIGUSR1);
        script.call("kill", pid, SIGUSR1);
        script.longs(info, 0, 0L, 0L);
        script.call("rt_sigtimedwait", set, 0, info, 8);
        script.call("read", fd, room, SIZE);
        agree();
    }

    @Test
    void the_set_of_a_descriptor_can_be_changed() {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, SIGUSR1);
        script.call("kill", pid, SIGUSR2);
        script.call("read", fd, room, SIZE);
        change(fd, 0, SIGUSR2);
        read(fd, 1);
        script.call("kill", pid, SIGUSR1);
        script.call("read", fd, room, SIZE);
        change(fd, SFD_CLOEXEC, SIGUSR1);
        script.call("fcntl", fd, F_GETFD, 0);
        script.call("fcntl", fd, F_GETFL, 0);
        read(fd, 1);
        change(fd, 1, SIGUSR1);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, SFD_CLOEXEC, SFD_NONBLOCK, SFD_CLOEXEC | SFD_NONBLOCK})
    void flags_are_taken_over(int flags) {
        CallScript.Value fd = signalfd(flags, SIGUSR1);
        script.call("fcntl", fd, F_GETFD, 0);
        script.call("fcntl", fd, F_GETFL, 0);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 02000, 04001, 010000, -1, Integer.MIN_VALUE})
    void other_flags_are_refused(int flags) {
        signalfd(flags, SIGUSR1);
        agree();
    }

    @Test
    void bad_arguments() {
        script.longs(set, 0, 0L);
        for (int size : new int[] {0, 1, 4, 7, 9, 16, 128, -8}) {
            script.call("signalfd4", -1, set, size, 0);
            script.call("signalfd", -1, set, size);
        }
        script.call("signalfd4", -1, 0, 8, 0);
        script.call("signalfd4", -1, 0, 8, 1);
        script.call("signalfd4", -1, 0, 7, 0);
        script.call("signalfd4", -1, set.last(4), 8, 0);
        script.call("signalfd4", -2, set, 8, 0);
        script.call("signalfd4", 77, set, 8, 0);
        script.call("signalfd4", 77, set, 8, 1);
        CallScript.Value other = script.call("eventfd2", 0, 0);
        script.call("signalfd4", other, set, 8, 0);
        script.call("signalfd", -1, set, 8);
        agree();
    }

    @Test
    void what_else_can_be_done_with_it() {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, SIGUSR1);
        script.call("write", fd, room, SIZE);
        script.call("pread64", fd, room, SIZE, 0);
        script.call("lseek", fd, 10, 0);
        script.call("ftruncate", fd, 0);
        script.call("fsync", fd);
        script.call("ioctl", fd, 0x541b, room);
        script.call("read", fd, 0, SIZE);
        script.call("kill", pid, SIGUSR1);
        script.call("read", fd, 0, SIZE);
        script.call("read", fd, room, SIZE);
        agree();
    }

    @Test
    void a_fault_after_the_first_gives_what_was_read() {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, SIGRT);
        for (int i = 0; i < 4; i++) {
            queue(SIGRT, -1, i, false);
        }
        script.call("read", fd, room.last(SIZE + 100), 4 * SIZE);
        script.call("read", fd, room, 4 * SIZE);
        script.show(room, 0, 2 * SIZE);
        agree();
    }

    @Test
    void sigkill_and_sigstop_are_left_out() {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, 9, 19);
        script.call("read", fd, room, SIZE);
        agree();
    }

    @Test
    void scatter_reads_and_descriptions_that_are_shared() {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, SIGUSR1, SIGUSR2);
        CallScript.Value copy = script.call("dup", fd);
        script.call("kill", pid, SIGUSR1);
        script.call("kill", pid, SIGUSR2);
        read(copy, 1);
        script.call("fcntl", copy, F_SETFL, 0);
        script.call("fcntl", fd, F_GETFL, 0);
        script.call("fcntl", copy, F_SETFL, O_NONBLOCK);
        read(fd, 1);
        script.call("read", fd, room, SIZE);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {EPOLLIN, EPOLLIN | EPOLLET, EPOLLIN | EPOLLONESHOT, 4})
    void epoll_tells_that_a_signal_waits(int events) {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, SIGUSR1, SIGRT);
        CallScript.Value epoll = script.call("epoll_create1", 0);
        script.ints(info, 0, events, 5, 6);
        script.call("epoll_ctl", epoll, EPOLL_CTL_ADD, fd, info);
        waitFor(epoll);
        script.call("kill", pid, SIGUSR2);
        waitFor(epoll);
        script.call("kill", pid, SIGUSR1);
        waitFor(epoll);
        waitFor(epoll);
        script.call("tgkill", pid, pid, SIGRT);
        waitFor(epoll);
        script.call("read", fd, room, SIZE);
        waitFor(epoll);
        script.call("read", fd, room, SIZE);
        waitFor(epoll);
        agree();
    }

    private void waitFor(CallScript.Value epoll) {
        script.call("epoll_wait", epoll, room, 4, 0);
        script.show(room, 0, 12);
    }

    @Test
    void epoll_sees_a_signal_that_was_there_before_and_a_set_that_changes() {
        script.call("kill", pid, SIGUSR1);
        CallScript.Value fd = signalfd(SFD_NONBLOCK, SIGUSR1);
        CallScript.Value epoll = script.call("epoll_create1", 0);
        script.ints(info, 0, EPOLLIN, 5, 6);
        script.call("epoll_ctl", epoll, EPOLL_CTL_ADD, fd, info);
        waitFor(epoll);
        change(fd, 0, SIGUSR2);
        waitFor(epoll);
        change(fd, 0, SIGUSR1);
        waitFor(epoll);
        agree();
    }

    @Test
    void an_epoll_in_an_epoll_sees_it() {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, SIGUSR1);
        CallScript.Value inner = script.call("epoll_create1", 0);
        CallScript.Value outer = script.call("epoll_create1", 0);
        script.ints(info, 0, EPOLLIN, 5, 6);
        script.call("epoll_ctl", inner, EPOLL_CTL_ADD, fd, info);
        script.call("epoll_ctl", outer, EPOLL_CTL_ADD, inner, info);
        waitFor(outer);
        script.call("kill", pid, SIGUSR1);
        waitFor(outer);
        script.call("read", fd, room, SIZE);
        waitFor(outer);
        agree();
    }

    @Test
    void poll_and_select_tell_that_a_signal_waits() {
        CallScript.Value fd = signalfd(SFD_NONBLOCK, SIGUSR1);
        for (int i = 0; i < 3; i++) {
            script.ints(info, 0, fd, POLLIN | POLLOUT);
            script.call("poll", info, 1, 0);
            script.show(info, 0, 8);
            script.longs(room, 0, 1L, 1L, 1L, 0L, 0L);
            script.call("select", 1, room, room.at(8), room.at(16), room.at(24));
            script.show(room, 0, 24);
            if (i == 0) {
                script.call("kill", pid, SIGUSR1);
            } else {
                script.call("read", fd, room, SIZE);
            }
        }
        agree();
    }
}
