package io.unishim.elfloader.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.memory.OffHeap;
import io.unishim.task.ReadAhead;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program took of what was offered is told once, and believed no further than it was offered. */
class PlacesTest {
    private static final int FD = 7;

    private final OffHeap block = OffHeap.allocate(Mail.SLOT_SIZE);
    private final Places places = new Places(block, block.buffer());
    private final List<Integer> told = new ArrayList<>();
    private int offered;

    private final AtomicReference<@Nullable Places> writer = new AtomicReference<>();
    private final List<String> written = new ArrayList<>();

    private ReadAhead.Place offer(int length, int room) {
        ReadAhead.Place place = Objects.requireNonNull(places.place(FD));
        int index = offered++;
        place.offer(length, room, new ReadAhead.Source() {
            @Override
            public void written(long address, int count) {
                written.add(index + ": " + (address - block.address() - Mail.AHEAD_OUTPUT) + ", " + count);
            }

            @Override
            public void taken(int count) {
                told.add(count);
            }
        });
        return place;
    }

    private ReadAhead.Place offer(int length) {
        return offer(length, 0);
    }

    /** As the program's thread does. */
    private void done(int place, int what) {
        int grant = block.getInt(Mail.AHEAD_GRANT);
        block.putInt(Mail.AHEAD_DONE + Integer.BYTES * (grant & 0xffff), place << 16 | what);
        block.putInt(Mail.AHEAD_GRANT, grant + 1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "5, 5", "6, 5", "65535, 5"})
    void what_was_taken_is_told(int claimed, int taken) {
        offer(5);
        boolean unused = places.grant();
        assertThat(block.getInt(Mail.AHEAD)).isEqualTo(FD);
        assertThat(block.getInt(Mail.AHEAD_COUNT)).isEqualTo(1);
        assertThat(block.getInt(Mail.AHEAD_STATES)).isEqualTo(5 << 16);
        done(0, claimed);
        places.end();
        assertThat(told).containsExactly(taken);
        assertThat(block.getInt(Mail.AHEAD_STATES)).isZero();
        assertThat(block.getInt(Mail.AHEAD_COUNT)).isZero();
        assertThat(block.getInt(Mail.AHEAD_GRANT)).isZero();
    }

    @Test
    void what_was_settled_is_not_told_of_again() {
        ReadAhead.Place first = offer(5);
        offer(6);
        boolean unused = places.grant();
        done(0, 2);
        done(1, 1);
        done(1, 2);
        first.settle();
        assertThat(told).containsExactly(2, 3);
        first.settle();
        places.end();
        assertThat(told).containsExactly(2, 3);
    }

    @Test
    void what_is_settled_before_the_program_is_entered_is_not_granted() {
        offer(5).settle();
        assertThat(places.grant()).isFalse();
        assertThat(block.getInt(Mail.AHEAD_GRANT)).isZero();
        assertThat(told).containsExactly(0);
    }

    @Test
    void what_was_written_is_told_in_its_order_as_far_as_there_was_room() {
        assertThat(places.open(writer)).isTrue();
        offer(5, 10);
        offer(5, Mail.OUTPUT_SIZE + 1);
        offer(5, 0);
        assertThat(places.grant()).isTrue();
        assertThat(places.hasWritten()).isFalse();
        done(0, 5);
        assertThat(places.hasWritten()).isFalse();
        done(1, Mail.AHEAD_WRITTEN | 100);
        assertThat(places.hasWritten()).isTrue();
        done(0, Mail.AHEAD_WRITTEN | 10);
        done(0, Mail.AHEAD_WRITTEN | 1);
        done(2, Mail.AHEAD_WRITTEN | 1);
        done(3, Mail.AHEAD_WRITTEN | 1);
        done(1, Mail.AHEAD_WRITTEN | Mail.OUTPUT_SIZE - 110);
        done(1, Mail.AHEAD_WRITTEN | 1);
        places.end();
        assertThat(written).containsExactly("1: 0, 100", "0: 100, 10", "1: 110, " + (Mail.OUTPUT_SIZE - 110));
        assertThat(told).containsExactly(5, 0, 0);
    }

    @Test
    void more_than_can_have_been_done_is_not_believed() {
        offer(200);
        boolean unused = places.grant();
        for (int i = 0; i < Mail.MOST_DONE; i++) {
            done(0, 1);
        }
        block.putInt(Mail.AHEAD_GRANT, Mail.GRANTED | 0xffff);
        places.end();
        assertThat(told).containsExactly(Mail.MOST_DONE);
        assertThat(places.open(null)).isTrue();
        offer(5);
        assertThat(places.grant()).isFalse();
        block.putInt(Mail.AHEAD_GRANT, 0xffff);
        places.end();
        assertThat(told).containsExactly(Mail.MOST_DONE, 0);
    }

    @Test
    void one_of_the_threads_of_a_process_writes() {
        Places others = new Places(block, block.buffer());
        assertThat(places.open(writer)).isTrue();
        assertThat(places.takesWrites()).isTrue();
        assertThat(others.open(writer)).isTrue();
        assertThat(others.takesWrites()).isFalse();
        places.end();
        assertThat(others.open(writer)).isTrue();
        assertThat(others.takesWrites()).isTrue();
        assertThat(places.open(null)).isTrue();
        assertThat(places.takesWrites()).isFalse();
    }

    @Test
    void there_are_so_many_places_and_no_more() {
        for (int i = 0; i < Mail.MOST_AHEAD; i++) {
            ReadAhead.Place place = offer(1);
            assertThat(place.address() + place.size() - block.address()).isLessThanOrEqualTo(Mail.AHEAD_OUTPUT);
        }
        assertThat(places.place(FD)).isNull();
        places.end();
        assertThat(told).hasSize(Mail.MOST_AHEAD).containsOnly(0);
        assertThat(places.place(FD)).isNotNull();
    }

    @Test
    void what_is_not_read_is_laid_out_ever_more_rarely() {
        List<Integer> pauses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            offer(1);
            places.end();
            int pause = 1;
            while (!places.open(null)) {
                pause++;
            }
            pauses.add(pause);
        }
        assertThat(pauses).startsWith(1, 3, 7, 15).endsWith(256, 256);
        offer(1);
        boolean unused = places.grant();
        done(0, 1);
        places.end();
        assertThat(places.open(null)).isTrue();
        assertThat(places.open(null)).isTrue();
    }
}
