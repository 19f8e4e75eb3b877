package io.unishim.process;

import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Signals.SFD_NONBLOCK;
import static io.unishim.abi.Signals.SIG_SETMASK;
import static io.unishim.abi.Signals.bit;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.linux.EpollCallsFamily;
import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.KillCallsFamily;
import io.unishim.linux.SignalCallsFamily;
import io.unishim.linux.SignalfdCallsFamily;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.struct.EpollEvent;
import io.unishim.struct.SigAction;
import io.unishim.task.Task;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting for signals at a descriptor. The order of threads does not matter to what must come out. */
class SignalfdTest {
    private static final int SIGUSR1 = 10;
    private static final int SIGUSR2 = 12;

    private Shim shim;
    private Task sender;
    private Task task;
    private int fd;

    @BeforeEach
    void boot() {
        shim = Shim.builder().only("posix-process", "vfscore").boot();
        sender = shim.newProcess("first");
        task = shim.newProcess("test");
        block(bit(SIGUSR1));
        fd = (int) shim.calls(SignalfdCallsFamily.FAMILY).signalfd4(task, -1, UserLong.of(bit(SIGUSR1)), 8, 0);
    }

    @AfterEach
    void close() {
        shim.close();
    }

    private void block(long set) {
        long done = shim.calls(SignalCallsFamily.FAMILY)
                .rt_sigprocmask(task, SIG_SETMASK, UserLong.of(set), UserLong.none(), 8);
        assertThat(done).isZero();
    }

    private long read(byte[] into) {
        return shim.calls(IoCallsFamily.FAMILY).read(task, fd, UserBuffer.of(into, 0, into.length));
    }

    private void kill(int signal) {
        assertThat(shim.calls(KillCallsFamily.FAMILY)
                        .kill(sender, task.process().pid(), signal))
                .isZero();
    }

    @Test
    void a_read_waits_for_a_signal() {
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[256];
            CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> read(bytes));
            kill(SIGUSR1);
            assertThat(reader.join()).isEqualTo(128);
            assertThat(bytes[0]).isEqualTo((byte) SIGUSR1);
        }
    }

    @Test
    void another_signal_interrupts_a_read() {
        UserRef<SigAction> action = UserRef.of(SigAction.LAYOUT, new SigAction(0x1000, 0, 0, 0));
        assertThat(shim.calls(SignalCallsFamily.FAMILY).rt_sigaction(task, SIGUSR2, action, UserRef.none(), 8))
                .isZero();
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> read(new byte[128]));
        kill(SIGUSR2);
        assertThat(reader.join()).isIn((long) -EINTR, -512L);
    }

    @Test
    void a_wait_of_epoll_ends_with_a_signal() {
        int epoll = (int) shim.calls(EpollCallsFamily.FAMILY).epoll_create1(task, 0);
        assertThat(shim.calls(EpollCallsFamily.FAMILY)
                        .epoll_ctl(task, epoll, 1, fd, UserRef.of(EpollEvent.LAYOUT, new EpollEvent(1, 5))))
                .isZero();
        for (int i = 0; i < 200; i++) {
            CompletableFuture<Long> waiter = CompletableFuture.supplyAsync(() -> shim.calls(EpollCallsFamily.FAMILY)
                    .epoll_wait(task, epoll, UserArray.room(EpollEvent.LAYOUT, 4), -1));
            kill(SIGUSR1);
            assertThat(waiter.join()).isEqualTo(1);
            assertThat(read(new byte[128])).isEqualTo(128);
        }
    }

    @Test
    void a_changed_set_wakes_a_read() {
        block(bit(SIGUSR1) | bit(SIGUSR2));
        kill(SIGUSR2);
        byte[] bytes = new byte[128];
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> read(bytes));
        assertThat(shim.calls(SignalfdCallsFamily.FAMILY)
                        .signalfd4(task, fd, UserLong.of(bit(SIGUSR2)), 8, SFD_NONBLOCK))
                .isEqualTo(fd);
        assertThat(reader.join()).isEqualTo(128);
        assertThat(bytes[0]).isEqualTo((byte) SIGUSR2);
    }
}
