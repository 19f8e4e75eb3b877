package io.unishim.mmap;

import static io.unishim.abi.Mman.PROT_NONE;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.mmap.Program.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.host.StrayAccess;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyTest {
    private final long strays = StrayAccess.count();
    private final Program program = new Program();

    @AfterEach
    void close() {
        program.close();
        assertThat(StrayAccess.count())
                .as("what the net behind the copies caught")
                .isEqualTo(strays);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 7, 8, 63, 64, 65, 4096, 4097, 16 << 10, (16 << 10) + 1, 300_000})
    void what_was_written_is_read(int length) {
        long pages = program.map(100);
        byte[] bytes = new byte[length + 2];
        new Random(length).nextBytes(bytes);
        assertThat(program.space.write(pages + 3, bytes, 1, length)).isEqualTo(length);
        byte[] back = new byte[length + 4];
        assertThat(program.space.read(pages + 3, back, 3, length)).isEqualTo(length);
        assertThat(java.util.Arrays.equals(bytes, 1, length + 1, back, 3, length + 3))
                .isTrue();
        assertThat(back[0] | back[1] | back[2] | back[length + 3]).isZero();
        OffHeap block = OffHeap.allocate(length + 1);
        assertThat(program.space.read(pages + 3, block, 1, length)).isEqualTo(length);
        byte[] fromBlock = new byte[length];
        block.get(1, fromBlock, 0, length);
        assertThat(fromBlock).isEqualTo(java.util.Arrays.copyOfRange(bytes, 1, length + 1));
    }

    @Test
    void a_copy_stops_at_the_first_byte_that_is_not_mapped() {
        long pages = program.map(3);
        program.space.unmap(pages + PAGE, PAGE);
        byte[] bytes = new byte[10_000];
        OffHeap block = OffHeap.allocate(10_000);
        for (int before = 0; before <= 200; before++) {
            long at = pages + PAGE - before;
            for (int word : new int[] {4, 8}) {
                int good = Math.min(word, before);
                assertThat(program.space.read(at, bytes, 1, word)).isEqualTo(good);
                assertThat(program.space.write(at, bytes, 1, word)).isEqualTo(good);
            }
            assertThat(program.space.read(at, bytes, 0, 10_000)).isEqualTo(before);
            assertThat(program.space.write(at, bytes, 0, 10_000)).isEqualTo(before);
            assertThat(program.space.read(at, block, 0, 10_000)).isEqualTo(before);
            assertThat(program.space.write(at, block, 0, 10_000)).isEqualTo(before);
        }
    }

    @Test
    void a_word_is_read_up_to_the_last_byte_of_a_page_and_no_further() {
        long pages = program.map(2);
        program.space.protect(program.task, pages + PAGE, PAGE, PROT_NONE);
        program.space.putLong(pages + PAGE - 8, 0x1122334455667788L);
        assertThat(program.space.getLong(pages + PAGE - 8)).isEqualTo(0x1122334455667788L);
        assertThat(program.space.getInt(pages + PAGE - 4)).isEqualTo(0x11223344);
        assertThat(program.space.getByte(pages + PAGE - 1)).isEqualTo((byte) 0x11);
        for (int over = 1; over < 8; over++) {
            long at = pages + PAGE - 8 + over;
            assertThatThrownBy(() -> program.space.getLong(at)).isSameAs(MemoryFault.FAULT);
            assertThatThrownBy(() -> program.space.putLong(at, 0)).isSameAs(MemoryFault.FAULT);
        }
        assertThatThrownBy(() -> program.space.getByte(pages + PAGE)).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> program.space.compareAndExchangeInt(pages + PAGE, 0, 1))
                .isSameAs(MemoryFault.FAULT);
    }

    @Test
    void a_page_that_is_only_readable_is_not_written() {
        long page = program.map(0, 1, PROT_READ, Program.ANONYMOUS);
        assertThat(program.space.read(page, new byte[16], 0, 16)).isEqualTo(16);
        assertThat(program.space.write(page, new byte[16], 0, 16)).isZero();
        assertThatThrownBy(() -> program.space.putInt(page, 1)).isSameAs(MemoryFault.FAULT);
    }

    @Test
    void the_memory_of_the_jvm_is_bad_for_a_program() {
        OffHeap secret = OffHeap.allocate(100);
        secret.putLong(0, 42);
        assertThat(program.space.read(secret.address(), new byte[8], 0, 8)).isZero();
        assertThat(program.space.write(secret.address(), new byte[8], 0, 8)).isZero();
        assertThatThrownBy(() -> program.space.getLong(secret.address())).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> program.space.putLong(secret.address(), 0)).isSameAs(MemoryFault.FAULT);
        assertThat(secret.getLong(0)).isEqualTo(42);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4096, 0x400000, 0x7fff_ffff_ffffL, 0x7fff_ffff_ffff_ffffL, 0x8000_0000_0000_0000L, -1})
    void addresses_that_are_nobodys_are_bad(long address) {
        assertThat(program.space.read(address, new byte[8], 0, 8)).isZero();
        assertThat(program.space.write(address, new byte[8], 0, 8)).isZero();
        assertThatThrownBy(() -> program.space.getLong(address)).isSameAs(MemoryFault.FAULT);
    }

    @Test
    void a_closed_address_space_has_no_good_address() {
        long page = program.map(1);
        program.space.putLong(page, 1);
        program.space.close();
        program.space.close();
        assertThat(program.space.read(page, new byte[8], 0, 8)).isZero();
        assertThatThrownBy(() -> program.space.getLong(page)).isSameAs(MemoryFault.FAULT);
    }

    @Test
    void a_word_is_exchanged_if_it_is_as_expected() {
        long page = program.map(1);
        assertThat(program.space.compareAndExchangeInt(page, 0, 7)).isZero();
        assertThat(program.space.compareAndExchangeInt(page, 0, 8)).isEqualTo(7);
        assertThat(program.space.getInt(page)).isEqualTo(7);
    }

    @Test
    void another_thread_may_unmap_what_is_copied() throws InterruptedException {
        long pages = program.map(16);
        byte[] bytes = new byte[16 * (int) PAGE];
        Thread mapper = new Thread(() -> {
            for (int i = 0; i < 20_000; i++) {
                long hole = pages + (i % 16) * PAGE;
                program.space.unmap(hole, PAGE);
                program.map(hole, 1, Program.RW, Program.ANONYMOUS | io.unishim.abi.Mman.MAP_FIXED);
            }
        });
        mapper.start();
        for (int i = 0; i < 20_000; i++) {
            assertThat(program.space.read(pages, bytes, 0, bytes.length)).isBetween(0, bytes.length);
            assertThat(program.space.write(pages, bytes, 0, bytes.length)).isBetween(0, bytes.length);
        }
        mapper.join();
        assertThat(program.space.write(pages, bytes, 0, bytes.length)).isEqualTo(bytes.length);
    }
}
