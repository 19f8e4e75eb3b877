package io.unishim.elfloader.engine;

import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.PROT_NONE;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.abi.Mman.PROT_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Errnos;
import io.unishim.abi.Syscall;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import io.unishim.task.Task;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory in another process of the host is read and written like the JVM's own, bad addresses included. */
class RemoteMemoryTest {
    private static final int PAGE = 4096;
    private static final int READ_WRITE = PROT_READ | PROT_WRITE;

    private final Shim shim = Shim.boot();
    private final HostChildren children = new HostChildren();
    private final HostChild child = Objects.requireNonNull(start(children));
    private final AddressSpace memory = shim.service(AddressSpace.Factory.class).create(child);
    private final Task task = shim.newProcess("owner");
    private long base;

    private static HostChild start(HostChildren children) {
        Engine.start();
        return Objects.requireNonNull(children.empty());
    }

    /** Three pages, the middle one cannot be read. */
    @BeforeEach
    void map() {
        base = memory.map(task, 0, 3 * PAGE, READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, null, 0, "");
        assertThat(base).isPositive();
        assertThat(memory.protect(task, base + PAGE, PAGE, PROT_NONE)).isZero();
    }

    @AfterEach
    void close() {
        memory.close();
        child.end();
        children.close();
        shim.close();
        assertThat(Slots.common().inUse()).isZero();
    }

    @Test
    void what_was_written_is_read() {
        byte[] bytes = new byte[PAGE];
        new Random(1).nextBytes(bytes);
        assertThat(memory.write(base, bytes, 0, PAGE)).isEqualTo(PAGE);
        byte[] back = new byte[PAGE];
        memory.readFully(base, back);
        assertThat(back).isEqualTo(bytes);
        OffHeap block = OffHeap.allocate(PAGE);
        assertThat(memory.read(base, block, 0, PAGE)).isEqualTo(PAGE);
        assertThat(block.getByte(77)).isEqualTo(bytes[77]);
        memory.putLong(base + 8, 0x1122_3344_5566_7788L);
        memory.putInt(base + 16, -5);
        memory.putByte(base + 20, (byte) 9);
        assertThat(memory.getLong(base + 8)).isEqualTo(0x1122_3344_5566_7788L);
        assertThat(memory.getInt(base + 16)).isEqualTo(-5);
        assertThat(memory.getByte(base + 20)).isEqualTo((byte) 9);
    }

    @Test
    void a_copy_ends_at_the_first_bad_byte() {
        byte[] bytes = new byte[2 * PAGE];
        for (int before : new int[] {1, 7, 100, PAGE - 1, PAGE}) {
            long from = base + PAGE - before;
            assertThat(memory.read(from, bytes, 0, bytes.length)).isEqualTo(before);
            assertThat(memory.write(from, bytes, 0, bytes.length)).isEqualTo(before);
        }
        assertThat(memory.read(base + PAGE, bytes, 0, 1)).isZero();
        assertThatThrownBy(() -> memory.getLong(base + PAGE - 4)).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> memory.putInt(base + PAGE, 1)).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> memory.getInt(0)).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> memory.getInt(Long.MAX_VALUE)).isSameAs(MemoryFault.FAULT);
    }

    @Test
    void the_code_that_keeps_the_process_going_is_out_of_reach() {
        assertThatThrownBy(() -> memory.getInt(child.first().address())).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> memory.getInt(Engine.codeAddress())).isSameAs(MemoryFault.FAULT);
    }

    @Test
    void words_are_exchanged() {
        memory.putInt(base, 5);
        assertThat(memory.compareAndExchangeInt(base, 4, 6)).isEqualTo(5);
        assertThat(memory.getInt(base)).isEqualTo(5);
        assertThat(memory.compareAndExchangeInt(base, 5, -6)).isEqualTo(5);
        assertThat(memory.getInt(base)).isEqualTo(-6);
        assertThatThrownBy(() -> memory.compareAndExchangeInt(base + 2, 0, 0)).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> memory.compareAndExchangeInt(base + PAGE, 0, 0))
                .isSameAs(MemoryFault.FAULT);
        // The thread has survived its fault.
        assertThat(memory.compareAndExchangeInt(base, -6, 1)).isEqualTo(-6);
    }

    @Test
    void mappings_come_and_go() {
        byte[] byteOfMine = {1};
        assertThat(memory.unmap(base, PAGE)).isZero();
        assertThat(memory.write(base, byteOfMine, 0, 1)).isZero();
        int fixed = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
        assertThat(memory.map(task, base, PAGE, PROT_READ, fixed, null, 0, "")).isEqualTo(base);
        assertThat(memory.write(base, byteOfMine, 0, 1)).isZero();
        assertThat(memory.getInt(base)).isZero();
        memory.startBreak(0);
        long heap = memory.moveBreak(task, 0);
        assertThat(memory.moveBreak(task, heap + 10_000)).isEqualTo(heap + 10_000);
        memory.putInt(heap + 9_000, 3);
        assertThat(memory.remap(task, base + 2 * PAGE, PAGE, 8 * PAGE, 1, 0)).isPositive();
    }

    @Test
    void memory_of_a_dead_process_is_bad_and_calls_in_it_say_so() {
        child.first().endThread();
        while (!HostChild.isGone(child.pid())) {
            // The host tells of a thread's end a moment before it gives back the memory.
            Thread.onSpinWait();
        }
        assertThat(memory.read(base, new byte[1], 0, 1)).isZero();
        assertThatThrownBy(() -> memory.putLong(base, 1)).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> memory.compareAndExchangeInt(base, 0, 1)).isSameAs(MemoryFault.FAULT);
        assertThat(child.call(Syscall.GETPID.number(), 0, 0, 0, 0, 0, 0)).isEqualTo(-Errnos.ESRCH);
        assertThat(memory.map(task, 0, PAGE, READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, null, 0, ""))
                .isNegative();
    }

    @Test
    void nobody_but_who_is_in_charge_makes_calls() throws InterruptedException {
        assertThat(child.call(Syscall.GETPID.number(), 0, 0, 0, 0, 0, 0)).isEqualTo(child.pid());
        long[] got = new long[1];
        Thread other = new Thread(() -> got[0] = child.call(Syscall.GETPID.number(), 0, 0, 0, 0, 0, 0));
        other.start();
        other.join();
        assertThat(got[0]).isEqualTo(-Errnos.ESRCH);
    }
}
