package io.unishim.vfscore.core;

import static io.unishim.abi.Epoll.EPOLLIN;
import static io.unishim.abi.Epoll.EPOLL_CTL_ADD;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EMFILE;
import static io.unishim.abi.Eventfd.EFD_NONBLOCK;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLNVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.file.Descriptors;
import io.unishim.linux.DescriptorCalls;
import io.unishim.linux.DescriptorCallsFamily;
import io.unishim.linux.EpollCalls;
import io.unishim.linux.EpollCallsFamily;
import io.unishim.linux.EventfdCallsFamily;
import io.unishim.linux.IoCalls;
import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.OpenCalls;
import io.unishim.linux.OpenCallsFamily;
import io.unishim.linux.PollCallsFamily;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserRef;
import io.unishim.struct.EpollEvent;
import io.unishim.struct.PollFd;
import io.unishim.task.Task;
import io.unishim.vfscore.VfscoreLibrary;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred thousand descriptors of one process. */
@Timeout(300)
class ManyDescriptorsTest {
    private static final int MANY = 100_000;

    private Shim shim;
    private Task task;
    private DescriptorCalls descriptors;
    private OpenCalls opens;
    private int event;

    @BeforeEach
    void open() {
        shim = Shim.builder().only().library(new VfscoreLibrary()).boot();
        task = shim.newProcess("many");
        descriptors = shim.calls(DescriptorCallsFamily.FAMILY);
        opens = shim.calls(OpenCallsFamily.FAMILY);
        task.process().state(Descriptors.KEY).limit(MANY);
        event = (int) shim.calls(EventfdCallsFamily.FAMILY).eventfd2(task, 0, EFD_NONBLOCK);
    }

    @AfterEach
    void close() {
        shim.close();
    }

    private void fill() {
        int next = (int) descriptors.dup(task, event);
        opens.close(task, next);
        for (int fd = next; fd < MANY; fd++) {
            assertThat(descriptors.dup(task, event)).isEqualTo(fd);
        }
        assertThat(descriptors.dup(task, event)).isEqualTo(-EMFILE);
    }

    private void signal() {
        byte[] one = {1, 0, 0, 0, 0, 0, 0, 0};
        assertThat(shim.calls(IoCallsFamily.FAMILY).write(task, event, UserBuffer.of(one)))
                .isEqualTo(8);
    }

    @Test
    void the_lowest_free_number_is_given_out_and_ranges_are_closed() {
        fill();
        for (int fd : new int[] {77_777, 5_000, 99_999, 1_234}) {
            assertThat(opens.close(task, fd)).isZero();
        }
        for (int fd : new int[] {1_234, 5_000, 77_777, 99_999}) {
            assertThat(descriptors.dup(task, event)).isEqualTo(fd);
        }
        assertThat(opens.close_range(task, 10, 89_999, 0)).isZero();
        assertThat(opens.close(task, 89_999)).isEqualTo(-EBADF);
        assertThat(descriptors.dup(task, 90_000)).isEqualTo(10);
        assertThat(opens.close_range(task, event + 1, -1, 0)).isZero();
        assertThat(task.process().state(Descriptors.KEY).next(event + 1)).isEqualTo(-1);
        assertThat(shim.calls(IoCallsFamily.FAMILY).read(task, event, UserBuffer.of(new byte[8])))
                .isNegative();
    }

    @Test
    void poll_sees_them_all() {
        fill();
        opens.close(task, MANY / 2);
        List<PollFd> all = new ArrayList<>();
        for (int fd = event; fd < MANY; fd++) {
            all.add(PollFd.of(fd, POLLIN));
        }
        UserArray<PollFd> fds = UserArray.of(PollFd.LAYOUT, all);
        assertThat(shim.calls(PollCallsFamily.FAMILY).poll(task, fds, 0)).isEqualTo(1); // the one that is closed
        assertThat(fds.get(MANY / 2 - event).revents()).isEqualTo((short) POLLNVAL);
        signal();
        assertThat(shim.calls(PollCallsFamily.FAMILY).poll(task, fds, -1)).isEqualTo(MANY - event);
        assertThat(fds.get(MANY - 1 - event).revents()).isEqualTo((short) POLLIN);

        all.add(PollFd.of(event, POLLIN));
        UserArray<PollFd> more = UserArray.of(PollFd.LAYOUT, all.subList(0, Math.min(all.size(), MANY)));
        task.process().state(Descriptors.KEY).limit(MANY / 2);
        assertThat(shim.calls(PollCallsFamily.FAMILY).poll(task, more, 0)).isEqualTo(-EINVAL); // beyond RLIMIT_NOFILE
    }

    @Test
    void epoll_reports_each_once_a_round_however_few_fit() {
        EpollCalls epoll = shim.calls(EpollCallsFamily.FAMILY);
        int instance = (int) epoll.epoll_create1(task, 0);
        fill();
        for (int fd = instance + 1; fd < MANY; fd++) {
            UserRef<EpollEvent> interest = UserRef.of(EpollEvent.LAYOUT, new EpollEvent(EPOLLIN, fd));
            assertThat(epoll.epoll_ctl(task, instance, EPOLL_CTL_ADD, fd, interest))
                    .isZero();
        }
        UserArray<EpollEvent> events = UserArray.room(EpollEvent.LAYOUT, 1000);
        assertThat(epoll.epoll_wait(task, instance, events, 0)).isZero();
        signal();
        BitSet seen = new BitSet();
        int expected = MANY - instance - 1;
        while (seen.cardinality() < expected) {
            int count = (int) epoll.epoll_wait(task, instance, events, 0);
            assertThat(count).isEqualTo(1000);
            int before = seen.cardinality();
            for (int i = 0; i < count; i++) {
                seen.set((int) events.get(i).data());
            }
            assertThat(seen.cardinality()).isEqualTo(Math.min(expected, before + 1000));
        }
        IoCalls io = shim.calls(IoCallsFamily.FAMILY);
        assertThat(io.read(task, event, UserBuffer.of(new byte[8]))).isEqualTo(8);
        assertThat(epoll.epoll_wait(task, instance, events, 0)).isZero();
        assertThat(opens.close_range(task, instance + 1, -1, 0)).isZero();
    }

    @Test
    void what_is_closed_leaves_an_instance_however_much_is_ready() {
        EpollCalls epoll = shim.calls(EpollCallsFamily.FAMILY);
        int instance = (int) epoll.epoll_create1(task, 0);
        for (int fd = instance + 1; fd < MANY; fd++) {
            assertThat(shim.calls(EventfdCallsFamily.FAMILY).eventfd2(task, 1, EFD_NONBLOCK))
                    .isEqualTo(fd);
            UserRef<EpollEvent> interest = UserRef.of(EpollEvent.LAYOUT, new EpollEvent(EPOLLIN, fd));
            assertThat(epoll.epoll_ctl(task, instance, EPOLL_CTL_ADD, fd, interest))
                    .isZero();
        }
        for (int fd = MANY - 1; fd > instance + 2; fd--) {
            assertThat(opens.close(task, fd)).isZero();
        }
        UserArray<EpollEvent> events = UserArray.room(EpollEvent.LAYOUT, 10);
        assertThat(epoll.epoll_wait(task, instance, events, 0)).isEqualTo(2);
        assertThat(events.get(0).data()).isEqualTo(instance + 1);
        assertThat(events.get(1).data()).isEqualTo(instance + 2);
    }
}
