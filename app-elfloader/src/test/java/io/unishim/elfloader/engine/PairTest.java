package io.unishim.elfloader.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The current thread stands for both. */
class PairTest {
    private static final int MANY = 100_000;
    private static final int NOWHERE = -1;

    private final OffHeap set = OffHeap.allocate(1024);
    private final int self = (int) HostCalls.call(Syscall.GETTID.number(), 0, 0, 0);
    private final Pair pair = new Pair(true);

    @AfterEach
    void free() {
        pair.part();
    }

    private int processors() {
        int bytes = (int) HostCalls.call(Syscall.SCHED_GETAFFINITY.number(), 0, 1024, set.address());
        int count = 0;
        for (int i = 0; i < bytes; i++) {
            count += Integer.bitCount(set.getByte(i) & 0xff);
        }
        return count;
    }

    private int here() {
        assertThat(HostCalls.call(Syscall.GETCPU.number(), set.address(), 0, 0)).isZero();
        return set.getInt(0);
    }

    private void turnsUntil(BooleanSupplier so) {
        for (int turns = 0; turns < MANY && !so.getAsBoolean(); turns++) {
            boolean unused = pair.turn(self, NOWHERE, false);
        }
        assertThat(so.getAsBoolean()).isTrue();
    }

    @Test
    void both_are_on_one_processor_while_together_and_free_when_they_part() {
        int before = processors();
        turnsUntil(pair::isBound);
        assertThat(processors()).isEqualTo(1);
        pair.part();
        assertThat(processors()).isEqualTo(before);
        assertThat(pair.isBound()).isFalse();
    }

    @Test
    void neither_way_is_left_untried_for_good() {
        int before = processors();
        for (int i = 0; i < 3; i++) {
            turnsUntil(pair::isBound);
            turnsUntil(() -> !pair.isBound());
            assertThat(processors()).isEqualTo(before);
        }
    }

    @Test
    void two_that_begin_to_look_on_one_processor_are_apart_for_a_turn() {
        int before = processors();
        assumeTrue(before > 1);
        assertThat(pair.turn(self, NOWHERE, true)).isFalse();
        assertThat(processors()).isEqualTo(before);
        boolean moved = false;
        for (int i = 0; i < MANY && !moved; i++) {
            assertThat(pair.turn(self, NOWHERE, false)).isFalse();
            // It may move to another processor meanwhile.
            assertThat(pair.turn(self, here(), true)).isFalse();
            moved = processors() == before - 1;
            assertThat(pair.turn(self, here(), true)).isFalse();
            assertThat(processors()).isEqualTo(before);
            pair.part();
        }
        assertThat(moved).isTrue();
    }

    @Test
    void who_parted_comes_together_again() {
        turnsUntil(pair::isBound);
        pair.part();
        turnsUntil(pair::isBound);
        pair.part();
    }

    @Test
    void nobody_is_bound_where_there_is_one_processor_only() {
        Pair alone = new Pair(false);
        for (int turns = 0; turns < MANY; turns++) {
            assertThat(alone.turn(self, NOWHERE, false)).isFalse();
        }
        assertThat(alone.isBound()).isFalse();
    }
}
