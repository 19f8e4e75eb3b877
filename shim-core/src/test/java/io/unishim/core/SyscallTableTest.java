package io.unishim.core;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Errnos.ENOSYS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.unishim.Shim;
import io.unishim.abi.Arch;
import io.unishim.abi.Syscall;
import io.unishim.call.CallDeclaration;
import io.unishim.call.ErrnoException;
import io.unishim.call.Returns;
import io.unishim.call.SyscallHandler;
import io.unishim.core.FakeFamily.FakeLibrary;
import io.unishim.memory.MemoryFault;
import io.unishim.task.Task;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SyscallTableTest {
    private static Shim serving(SyscallHandler handler) {
        return Shim.builder()
                .only()
                .library(SmallLibrary.of(
                        "test", boot -> boot.call(CallDeclaration.of(Syscall.READ, Returns.COUNT), handler)))
                .boot();
    }

    private static long read(Shim shim) {
        return shim.dispatch(shim.newProcess("test"), Syscall.READ.number(), 1, 2, 3, 4, 5, 6);
    }

    @Test
    void a_handler_gets_six_registers() {
        try (Shim shim =
                serving((task, a, b, c, d, e, f) -> a + 10 * b + 100 * c + 1000 * d + 10000 * e + 100000 * f)) {
            assertThat(read(shim)).isEqualTo(654321);
        }
    }

    @Test
    void every_number_that_has_a_name_and_is_not_served_answers_enosys_and_is_counted_by_that_name() {
        try (Shim shim = Shim.builder().only().boot()) {
            Task task = shim.newProcess("test");
            for (int number = 0; number <= Syscall.newest(Arch.X86_64); number++) {
                assertThat(shim.dispatch(task, number, 0, 0, 0, 0, 0, 0)).isEqualTo(-ENOSYS);
                assertThat(shim.table().missing()).containsEntry(Syscall.nameOf(Arch.X86_64, number), 1L);
            }
            assertThat(shim.dispatch(task, Syscall.READ.number(), 0, 0, 0, 0, 0, 0))
                    .isEqualTo(-ENOSYS);
            assertThat(shim.table().missing()).containsEntry("read", 2L).doesNotContainKey(Missing.OUT_OF_RANGE);
        }
    }

    @Test
    void numbers_that_no_table_has_room_for_answer_enosys_and_share_a_counter() {
        try (Shim shim = Shim.builder().only().boot()) {
            Task task = shim.newProcess("test");
            for (int number : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 4096, 0x40000000}) {
                assertThat(shim.dispatch(task, number, 0, 0, 0, 0, 0, 0)).isEqualTo(-ENOSYS);
                assertThat(shim.table().current(number).handle(task, 0, 0, 0, 0, 0, 0))
                        .isEqualTo(-ENOSYS);
            }
            assertThat(shim.table().missing()).containsExactly(java.util.Map.entry(Missing.OUT_OF_RANGE, 10L));
            assertThat(shim.dispatch(task, 4095, 0, 0, 0, 0, 0, 0)).isEqualTo(-ENOSYS);
            assertThat(shim.table().missing()).containsEntry("syscall_0xfff", 1L);
        }
    }

    @Test
    void a_custom_number_reaches_its_handler_and_has_its_name() {
        try (Shim shim = Shim.builder().only().library(new FakeLibrary()).boot()) {
            Task task = shim.newProcess("test");
            assertThat(shim.dispatch(task, FakeFamily.KNOCK, 21, 0, 0, 0, 0, 0)).isEqualTo(42);
            assertThat(shim.table().calls())
                    .extracting(entry -> entry.declaration().name() + " "
                            + entry.declaration().customNumber())
                    .contains("knock " + FakeFamily.KNOCK);
            assertThat(shim.dispatch(task, FakeFamily.KNOCK - 1, 0, 0, 0, 0, 0, 0))
                    .isEqualTo(-ENOSYS);
        }
    }

    @Test
    void a_bad_address_answers_efault() {
        try (Shim shim = serving((task, a, b, c, d, e, f) -> {
            throw MemoryFault.FAULT;
        })) {
            assertThat(read(shim)).isEqualTo(-EFAULT);
        }
    }

    @Test
    void a_failed_call_of_the_handlers_own_answers_its_errno() {
        try (Shim shim = serving((task, a, b, c, d, e, f) -> ErrnoException.check(-EBADF, "close"))) {
            assertThat(read(shim)).isEqualTo(-EBADF);
        }
    }

    @Test
    void an_interrupted_call_is_eintr_for_java() {
        assertThat(new ErrnoException(io.unishim.abi.Restart.ERESTARTSYS, "read").errno())
                .isEqualTo(io.unishim.abi.Errno.EINTR);
    }

    @Test
    void a_handler_that_throws_answers_eio_and_one_without_memory_enomem() {
        try (Shim shim = serving((task, a, b, c, d, e, f) -> {
            throw new IllegalStateException("meant to be seen in the log of the tests");
        })) {
            assertThat(read(shim)).isEqualTo(-EIO);
            assertThat(read(shim)).isEqualTo(-EIO);
        }
        try (Shim shim = serving((task, a, b, c, d, e, f) -> {
            throw new OutOfMemoryError("in a test");
        })) {
            assertThat(read(shim)).isEqualTo(-ENOMEM);
        }
    }

    private static long endless(long depth) {
        return depth < 0 ? 0 : endless(depth + 1) + 1;
    }

    @Test
    void a_handler_that_overflows_the_stack_answers_eio() {
        try (Shim shim = serving((task, a, b, c, d, e, f) -> endless(a))) {
            assertThat(read(shim)).isEqualTo(-EIO);
        }
    }

    @Test
    void wild_numbers_and_registers_never_throw() {
        long seed = 20_261_122;
        SplittableRandom random = new SplittableRandom(seed);
        try (Shim shim = Shim.builder().only().library(new FakeLibrary()).boot()) {
            Task task = shim.newProcess("test");
            for (int i = 0; i < 100_000; i++) {
                int number = i % 2 == 0 ? random.nextInt() : random.nextInt(4200) - 50;
                long result = shim.dispatch(
                        task,
                        number,
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        0,
                        -1,
                        random.nextLong());
                if (shim.table().current(number) == null) {
                    throw new AssertionError("seed " + seed + ": no handler for " + number + ", result " + result);
                }
            }
        }
    }

    @Test
    void calls_by_number_and_direct_allocate_nothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Shim shim = Shim.builder().only().library(new FakeLibrary()).boot()) {
            Task task = shim.newProcess("test");
            calls(shim, task, 50_000);
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            long sum = calls(shim, task, 200_000);
            long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            assertThat(sum).isNotZero();
            assertThat(after - before).isLessThan(10_000);
        }
    }

    private static long calls(Shim shim, Task task, int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += shim.dispatch(task, Syscall.GETPID.number(), i, 0, 0, 0, 0, 0);
            sum += shim.dispatch(task, FakeFamily.KNOCK, i, 0, 0, 0, 0, 0);
            sum += shim.calls(FakeFamily.FAMILY).dup(task, i);
        }
        return sum;
    }
}
