package io.unishim.elfloader.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.memory.OffHeap;
import io.unishim.task.ReadAhead;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program took of what was offered is told once, and believed no further than it was offered. */
class PlacesTest {
    private static final int FD = 7;

    private final OffHeap block = OffHeap.allocate(Mail.SLOT_SIZE);
    private final Places places = new Places(block, block.buffer());
    private final List<Integer> told = new ArrayList<>();

    private ReadAhead.Place offer(int length) {
        ReadAhead.Place place = Objects.requireNonNull(places.place(FD));
        place.offer(length, told::add);
        return place;
    }

    /** As the program's thread does. */
    private void state(int index, int state) {
        block.putInt(Mail.AHEAD_STATES + Integer.BYTES * index, state);
    }

    private int state(int index) {
        return block.getInt(Mail.AHEAD_STATES + Integer.BYTES * index);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "5, 5", "6, 5", "65535, 5"})
    void what_was_taken_is_told(int claimed, int taken) {
        offer(5);
        assertThat(block.getInt(Mail.AHEAD)).isEqualTo(FD);
        assertThat(block.getInt(Mail.AHEAD_COUNT)).isEqualTo(1);
        assertThat(state(0)).isEqualTo(5 << 16);
        state(0, 5 << 16 | claimed);
        places.settle();
        assertThat(told).containsExactly(taken);
        assertThat(state(0)).isZero();
        assertThat(block.getInt(Mail.AHEAD_COUNT)).isZero();
    }

    @Test
    void one_that_was_settled_is_not_told_of_again() {
        ReadAhead.Place first = offer(5);
        offer(6);
        state(0, 5 << 16 | 2);
        state(1, 6 << 16 | 3);
        first.settle();
        first.settle();
        assertThat(told).containsExactly(2);
        places.settle();
        assertThat(told).containsExactly(2, 3);
    }

    @Test
    void there_are_so_many_places_and_no_more() {
        for (int i = 0; i < Mail.MOST_AHEAD; i++) {
            ReadAhead.Place place = offer(1);
            assertThat(place.address() + place.size() - block.address()).isLessThanOrEqualTo(Mail.SLOT_SIZE);
        }
        assertThat(places.place(FD)).isNull();
        places.settle();
        assertThat(told).hasSize(Mail.MOST_AHEAD).containsOnly(0);
        assertThat(places.place(FD)).isNotNull();
    }

    @Test
    void what_is_not_read_is_laid_out_ever_more_rarely() {
        List<Integer> pauses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            offer(1);
            places.settle();
            int pause = 1;
            while (!places.open()) {
                pause++;
            }
            pauses.add(pause);
        }
        assertThat(pauses).startsWith(1, 3, 7, 15).endsWith(256, 256);
        offer(1);
        state(0, 1 << 16 | 1);
        places.settle();
        assertThat(places.open()).isTrue();
        assertThat(places.open()).isTrue();
    }
}
