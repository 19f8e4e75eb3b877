package io.unishim.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.abi.Mman;
import io.unishim.abi.Syscall;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies stop exactly at the first bad byte, whatever makes it bad. */
class UserCopyTest {
    private static final int PAGE = 4096;

    private final OffHeap ours = OffHeap.allocate(4 * PAGE);
    private long pages;

    @BeforeEach
    void two_good_pages_before_a_bad_one() {
        pages = HostCalls.call(
                Syscall.MMAP.number(),
                0,
                3 * PAGE,
                Mman.PROT_READ | Mman.PROT_WRITE,
                Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS,
                -1,
                0);
        assertThat(HostCalls.call(Syscall.MPROTECT.number(), pages + 2 * PAGE, PAGE, 0))
                .isZero();
        for (int i = 0; i < ours.size(); i++) {
            ours.putByte(i, (byte) (i * 31));
        }
    }

    @AfterEach
    void unmap() {
        HostCalls.call(Syscall.MUNMAP.number(), pages, 3 * PAGE, 0);
        assertThat(StrayAccess.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 63, 64, 65, 127, 128, 1000, 4095, 4096, 4097, 8192})
    void a_copy_of_any_length_is_whole(int length) {
        assertThat(UserCopy.copy(pages, ours.address(), length)).isZero();
        OffHeap back = OffHeap.allocate(2 * PAGE + 1);
        assertThat(UserCopy.copy(back.address(), pages, length)).isZero();
        for (int i = 0; i < length; i++) {
            assertThat(back.getByte(i)).isEqualTo(ours.getByte(i));
        }
        assertThat(back.getByte(length)).isZero();
    }

    @Test
    void a_copy_ends_at_the_first_byte_that_cannot_be_written() {
        for (int before = 0; before < 200; before++) {
            for (int length : new int[] {before + 1, before + 64, before + 500}) {
                long to = pages + 2 * PAGE - before;
                assertThat(UserCopy.copy(to, ours.address(), length)).isEqualTo(length - before);
                if (before > 0) {
                    assertThat(UserCopy.getByte(to + before - 1)).isEqualTo(ours.getByte(before - 1));
                }
            }
        }
    }

    @Test
    void a_copy_ends_at_the_first_byte_that_cannot_be_read() {
        for (int before = 0; before < 200; before++) {
            long from = pages + 2 * PAGE - before;
            assertThat(UserCopy.copy(ours.address(), from, before + 300)).isEqualTo(300);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 8, 0x7fff_ffff_f000L, 0x0000_9000_0000_0000L, 0x8000_0000_0000_0000L, -8})
    void addresses_that_are_never_good_are_told(long address) {
        assertThat(UserCopy.copy(ours.address(), address, 16)).isEqualTo(16);
        assertThat(UserCopy.copy(address, ours.address(), 16)).isEqualTo(16);
        assertThatThrownBy(() -> UserCopy.getByte(address)).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> UserCopy.getInt(address)).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> UserCopy.getLong(address)).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> UserCopy.putByte(address, (byte) 1)).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> UserCopy.putInt(address, 1)).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> UserCopy.putLong(address, 1)).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> UserCopy.compareAndExchangeInt(address, 0, 1)).isSameAs(MemoryFault.FAULT);
    }

    @Test
    void a_word_that_holds_what_a_fault_returns_is_a_word() {
        UserCopy.putLong(pages, HostCode.FAULT);
        assertThat(UserCopy.getLong(pages)).isEqualTo(HostCode.FAULT);
    }

    @Test
    void words_are_exchanged_if_they_are_as_expected() {
        UserCopy.putInt(pages, -5);
        assertThat(UserCopy.compareAndExchangeInt(pages, 1, 2)).isEqualTo(-5);
        assertThat(UserCopy.compareAndExchangeInt(pages, -5, 7)).isEqualTo(-5);
        assertThat(UserCopy.getInt(pages)).isEqualTo(7);
    }

    @Test
    void another_thread_unmaps_and_maps_while_we_copy() throws InterruptedException {
        long address = pages + PAGE;
        Thread remapper = new Thread(() -> {
            for (int i = 0; i < 20_000; i++) {
                HostCalls.call(Syscall.MPROTECT.number(), address, PAGE, (i & 1) == 0 ? 0 : 3);
            }
        });
        remapper.start();
        while (remapper.isAlive()) {
            long left = UserCopy.copy(ours.address(), pages, 2 * PAGE);
            assertThat(left).isBetween(0L, (long) PAGE);
        }
        remapper.join();
    }

    @Test
    void a_file_that_was_cut_short_is_told() {
        OffHeap name = OffHeap.allocate(8);
        long file = HostCalls.call(Syscall.MEMFD_CREATE.number(), name.address(), 0, 0);
        HostCalls.call(Syscall.FTRUNCATE.number(), file, 2 * PAGE, 0);
        long at = HostCalls.call(
                Syscall.MMAP.number(), 0, 2 * PAGE, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_SHARED, file, 0);
        HostCalls.call(Syscall.FTRUNCATE.number(), file, PAGE, 0);
        assertThat(UserCopy.copy(ours.address(), at, 2 * PAGE)).isEqualTo(PAGE);
        assertThat(UserCopy.copy(at + PAGE - 3, ours.address(), 10)).isEqualTo(7);
        HostCalls.call(Syscall.MUNMAP.number(), at, 2 * PAGE, 0);
        HostCalls.call(Syscall.CLOSE.number(), file, 0, 0);
    }
}
