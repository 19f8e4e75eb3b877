package io.unishim.call;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Timespec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The direct route and the friendly view on it, with nothing put before the calls and with a hook on each. */
@ParameterizedClass(name = "hooked: {0}")
@ValueSource(booleans = {false, true})
class GeneratedViewTest {
    @Parameter
    boolean hooked;

    private final SampleTable table = new SampleTable();

    private SampleCallsView view() {
        return (hooked ? table.hooked() : table).view();
    }

    @AfterEach
    void only_hooked_calls_take_the_table_and_nothing_stays_lent() {
        assertThat(table.dispatched > 0).isEqualTo(hooked);
        long first = table.memory.lend(new NothingLent());
        assertThat(first).isEqualTo(Long.MIN_VALUE);
    }

    private record NothingLent() implements io.unishim.memory.LentObject {
        @Override
        public int lentSize() {
            return 0;
        }

        @Override
        public void lentRead(int at, byte[] target, int offset, int length) {}

        @Override
        public void lentWrite(int at, byte[] source, int offset, int length) {}
    }

    @Test
    void no_arguments() {
        assertThat(view().getppid()).isEqualTo(41);
    }

    @Test
    void strings_and_optional_arguments() {
        SampleCallsView view = view();
        assertThat(view.open("/etc/motd", 65, 0644)).isEqualTo(3);
        assertThat(view.open("/grün", 0)).isEqualTo(3);
        assertThat(table.handlers.log).containsExactly("open /etc/motd 65 644", "open /grün 0 0");
    }

    @Test
    void null_string_is_a_null_pointer() {
        SampleCallsView view = view();
        assertThatThrownBy(() -> view.open(null, 0))
                .isInstanceOf(ErrnoException.class)
                .hasMessage("open(null, 0): ENOENT (No such file or directory)");
        assertThat(table.handlers.log).containsExactly("open NULL");
    }

    @Test
    void byte_array() {
        byte[] bytes = new byte[4];
        assertThat(view().read(3, bytes)).isEqualTo(4);
        assertThat(bytes).asString(StandardCharsets.US_ASCII).isEqualTo("abcd");
    }

    @Test
    void byte_buffer_moves_by_the_result() {
        ByteBuffer bytes = ByteBuffer.allocate(20).position(2);
        assertThat(view().read(3, bytes)).isEqualTo(10);
        assertThat(bytes.position()).isEqualTo(12);
        assertThat(bytes.get(2)).isEqualTo((byte) 'a');
        assertThat(bytes.get(11)).isEqualTo((byte) 'j');
    }

    @Test
    void direct_byte_buffer_is_written() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(8);
        bytes.put("xyz".getBytes(StandardCharsets.US_ASCII)).flip();
        assertThat(view().write(3, bytes)).isEqualTo(3);
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(table.handlers.log).containsExactly("write xyz");
    }

    @Test
    void failed_call_moves_no_buffer_and_names_its_arguments() {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        SampleCallsView view = view();
        assertThatThrownBy(() -> view.read(-1, bytes)).isInstanceOfSatisfying(ErrnoException.class, e -> {
            assertThat(e.number()).isEqualTo(EBADF);
            assertThat(e.call()).isEqualTo("read");
            assertThat(e)
                    .hasMessageStartingWith("read(-1, java.nio.HeapByteBuffer")
                    .hasMessageContaining("EBADF");
        });
        assertThat(bytes.position()).isZero();
    }

    @Test
    void vector_of_buffers() {
        ByteBuffer[] buffers = {ByteBuffer.allocate(3), ByteBuffer.allocateDirect(2), ByteBuffer.allocate(20)};
        assertThat(view().readv(3, buffers)).isEqualTo(10);
        assertThat(buffers).extracting(ByteBuffer::position).containsExactly(3, 2, 5);
        assertThat(buffers[1].get(0)).isEqualTo((byte) 'd');
        assertThat(buffers[2].get(4)).isEqualTo((byte) 'j');
    }

    @Test
    void result_of_64_bits() {
        assertThat(view().lseek(3, 1L << 40, 0)).isEqualTo(1L << 40);
    }

    @Test
    void structure_that_a_call_fills_is_the_result() {
        assertThat(view().clock_gettime(6)).isEqualTo(new Timespec(6, 500));
    }

    @Test
    void optional_structure_that_a_call_fills() {
        SampleCallsView view = view();
        view.nanosleep(new Timespec(4, 5));
        UserRef<Timespec> rest = UserRef.room(Timespec.LAYOUT);
        view.nanosleep(new Timespec(4, 5), rest);
        assertThat(rest.get()).isEqualTo(new Timespec(0, 5));
        assertThat(table.handlers.log).first().asString().endsWith("NULL");
        assertThat(table.handlers.log).last().asString().endsWith("]");
    }

    @Test
    void null_structure_is_a_bad_address() {
        SampleCallsView view = view();
        assertThatThrownBy(() -> view.nanosleep(null))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.number()).isEqualTo(EFAULT));
    }

    @Test
    void array_that_a_call_fills_is_the_result() {
        SampleCallsView view = view();
        assertThat(view.epoll_wait(3, 8, 77)).containsExactly(new Timespec(0, 77), new Timespec(1, 77));
        assertThat(view.epoll_wait(3, 1, 77)).hasSize(1);
        assertThat(view.epoll_wait(3, -1, 77)).isEmpty();
        assertThat(table.handlers.log).containsExactly("epoll_wait 8 77", "epoll_wait 1 77", "epoll_wait 0 77");
    }

    @Test
    void list_of_structures() {
        assertThat(view().poll(List.of(new Timespec(20, 0), new Timespec(22, 0)), 0))
                .isEqualTo(42);
    }

    @Test
    void arrays_of_integers() {
        int[] ends = new int[2];
        SampleCallsView view = view();
        view.pipe(ends);
        assertThat(ends).containsExactly(7, 8);
        assertThat(view.rt_sigprocmask(new long[] {99})).isEqualTo(99);
        assertThat(view.rt_sigprocmask(null)).isZero();
        assertThatThrownBy(() -> view.pipe(new int[1])).isInstanceOf(ErrnoException.class);
    }

    @Test
    void call_that_linux_does_not_have() {
        assertThat(view().sum(1, 10, 100, 1000, 10_000, -1)).isEqualTo(54_315);
    }

    @Test
    void handler_that_meets_a_bad_address_answers_efault() {
        view();
        UserBuffer bad = new BadBuffer();
        assertThat(table.direct.read(table.task, 3, bad)).isEqualTo(-EFAULT);
        assertThat(table.direct.pipe(table.task, UserInt.none())).isEqualTo(-EFAULT);
        assertThat(table.direct.open(table.task, UserString.of(new byte[] {'x', 0, 'y'}), 0, 0))
                .isEqualTo(3);
        assertThat(table.handlers.log).containsExactly("open x 0 0");
    }

    /** Lies at an address where nothing is. */
    private static final class BadBuffer extends UserBuffer {
        @Override
        public long length() {
            return 4;
        }

        @Override
        public int put(long at, byte[] source, int from, int length) {
            throw MemoryFault.FAULT;
        }

        @Override
        public int put(long at, io.unishim.memory.OffHeap source, int from, int length) {
            throw MemoryFault.FAULT;
        }

        @Override
        public int get(long at, byte[] target, int to, int length) {
            throw MemoryFault.FAULT;
        }

        @Override
        public int get(long at, io.unishim.memory.OffHeap target, int to, int length) {
            throw MemoryFault.FAULT;
        }

        @Override
        public long addressIn(io.unishim.memory.UserMemory memory) {
            return 8;
        }
    }
}
