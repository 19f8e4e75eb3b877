package io.unishim.call;

import static io.unishim.abi.Errnos.EFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.abi.Syscall;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The way from six longs and a program's memory to the handlers. */
class GeneratedAdapterTest {
    private final SampleTable table = new SampleTable();

    private long call(Syscall call, long... registers) {
        long[] a = java.util.Arrays.copyOf(registers, 6);
        return table.dispatch(table.task, call.number(), a[0], a[1], a[2], a[3], a[4], a[5]);
    }

    private String text(long address, int length) {
        byte[] bytes = new byte[length];
        assertThat(table.memory.read(address, bytes, 0, length)).isEqualTo(length);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void string_and_integers() {
        long path = table.memory.allocateString("/etc/motd");
        assertThat(call(Syscall.OPEN, path, 0x1_0000_0041L, 0644)).isEqualTo(3);
        assertThat(table.handlers.log).containsExactly("open /etc/motd 65 644");
    }

    @Test
    void upper_half_of_an_int_is_dropped() {
        assertThat(call(Syscall.LSEEK, 0xffff_ffff_0000_0003L, -5, 2)).isEqualTo(-5);
        assertThat(table.handlers.log).containsExactly("lseek 3 -5 2");
    }

    @Test
    void buffer() {
        long buffer = table.memory.allocate(16);
        assertThat(call(Syscall.READ, 3, buffer, 4)).isEqualTo(4);
        assertThat(text(buffer, 5)).isEqualTo("abcd\0");
    }

    @Test
    void bad_address_is_efault() {
        assertThat(call(Syscall.READ, 3, 8, 4)).isEqualTo(-EFAULT);
        assertThat(call(Syscall.OPEN, 8, 0, 0)).isEqualTo(-EFAULT);
        assertThat(call(Syscall.CLOCK_GETTIME, 0, 8)).isEqualTo(-EFAULT);
        assertThat(call(Syscall.PIPE, 8)).isEqualTo(-EFAULT);
        assertThat(call(Syscall.EPOLL_WAIT, 3, 8, 2, 0)).isEqualTo(-EFAULT);
        assertThat(call(Syscall.READV, 3, 8, 1)).isEqualTo(-EFAULT);
    }

    @Test
    void vector() {
        long data = table.memory.allocate(32);
        long vector = table.memory.allocate(32);
        table.memory.putLong(vector, data);
        table.memory.putLong(vector + 8, 2);
        table.memory.putLong(vector + 16, data + 10);
        table.memory.putLong(vector + 24, 3);
        assertThat(call(Syscall.READV, 3, vector, 2)).isEqualTo(5);
        assertThat(text(data, 3)).isEqualTo("ab\0");
        assertThat(text(data + 10, 4)).isEqualTo("cde\0");
    }

    @Test
    void structures() {
        long times = table.memory.allocate(32);
        assertThat(call(Syscall.CLOCK_GETTIME, 9, times)).isZero();
        assertThat(table.memory.getLong(times)).isEqualTo(9);
        assertThat(table.memory.getLong(times + 8)).isEqualTo(500);
        assertThat(call(Syscall.NANOSLEEP, times, times + 16)).isZero();
        assertThat(table.memory.getLong(times + 16)).isZero();
        assertThat(table.memory.getLong(times + 24)).isEqualTo(500);
        assertThat(call(Syscall.NANOSLEEP, times, 0)).isZero();
        assertThat(table.handlers.log).last().asString().endsWith("NULL");
    }

    @Test
    void arrays() {
        long events = table.memory.allocate(64);
        assertThat(call(Syscall.EPOLL_WAIT, 3, events, 4, 77)).isEqualTo(2);
        assertThat(table.memory.getLong(events + 16)).isEqualTo(1);
        assertThat(table.memory.getLong(events + 24)).isEqualTo(77);
        assertThat(call(Syscall.POLL, events, 2, 0)).isEqualTo(1);
        assertThat(table.handlers.log).containsExactly("epoll_wait 4 77");
    }

    @Test
    void pointers_to_integers() {
        long words = table.memory.allocate(16);
        assertThat(call(Syscall.PIPE, words)).isZero();
        assertThat(table.memory.getInt(words)).isEqualTo(7);
        assertThat(table.memory.getInt(words + 4)).isEqualTo(8);
        assertThat(call(Syscall.RT_SIGPROCMASK, words)).isEqualTo(8L << 32 | 7);
        assertThat(call(Syscall.RT_SIGPROCMASK, 0)).isZero();
    }

    @Test
    void six_registers() {
        assertThat(table.dispatch(table.task, 1024, 1, 10, 100, 1000, 10_000, 0xffff_ffffL))
                .isEqualTo(1 + 20 + 300 + 4000 + 50_000 - 6);
    }
}
