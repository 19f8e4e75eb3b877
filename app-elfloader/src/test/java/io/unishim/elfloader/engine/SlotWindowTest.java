package io.unishim.elfloader.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.memory.MemoryWindow;
import io.unishim.memory.OffHeap;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a slot says of its windows is used as far as it lies in them, and what was written is delivered in one piece. */
class SlotWindowTest {
    private static final long START = 0x7000_0000;

    private final Slot slot = Objects.requireNonNull(Slots.common().take());
    private final SlotWindow window = slot.window();
    private final OffHeap block = window.block();

    @AfterEach
    void release() {
        slot.release();
    }

    private void lay(int index, int kind, long start, int length) {
        int word = Mail.WINDOW + index * Mail.WINDOW_SIZE;
        block.putLong(word, start);
        block.putInt(word + Mail.WINDOW_LENGTH, length);
        block.putByte(Mail.WINDOWS + index, (byte) kind);
        window.open();
    }

    private int delivery(int index, int what) {
        int word = Mail.WINDOW + index * Mail.WINDOW_SIZE;
        return switch (what) {
            case Mail.DELIVERY -> block.getInt(word + what);
            case Mail.DELIVERY_TARGET -> (int) (block.getLong(word + what) - START);
            default -> (int) (block.getLong(word + what) - block.address() - Mail.PANES);
        };
    }

    @Test
    void input_is_found_where_it_lies() {
        lay(1, Mail.INPUT, START, 100);
        assertThat(window.read(START, 100)).isEqualTo(Mail.PANES + Mail.PANE_SIZE);
        assertThat(window.read(START + 99, 1)).isEqualTo(Mail.PANES + Mail.PANE_SIZE + 99);
        assertThat(window.write(START + 200, 4)).isEqualTo(MemoryWindow.NONE);
        assertThat(window.read(START, 8)).isNotNegative();
        assertThat(window.write(START + 90, 20)).isEqualTo(MemoryWindow.NONE);
        assertThat(window.read(START, 8)).isEqualTo(MemoryWindow.NONE);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 101", "100, 1", "99, 2", "1, 0x7fffffff", "-0x70000000, 1", "0x7fffffff0000000, 8"})
    void nothing_outside_of_it_is_found(String offset, String length) {
        lay(0, Mail.INPUT, START, 100);
        assertThat(window.read(START + Long.decode(offset), Integer.decode(length)))
                .isEqualTo(MemoryWindow.NONE);
        lay(0, Mail.OUTPUT, START, 100);
        assertThat(window.write(START + Long.decode(offset), Integer.decode(length)))
                .isEqualTo(MemoryWindow.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Mail.PANE_SIZE + 1, Integer.MAX_VALUE})
    void a_length_that_cannot_be_is_not_believed(int length) {
        lay(0, Mail.INPUT, START, length);
        lay(1, Mail.OUTPUT, START + (1 << 20), length);
        assertThat(window.read(START, 1)).isEqualTo(MemoryWindow.NONE);
        assertThat(window.write(START + (1 << 20), 1)).isEqualTo(MemoryWindow.NONE);
    }

    @Test
    void what_changes_after_the_look_does_not_count() {
        lay(0, Mail.INPUT, START, 100);
        block.putInt(Mail.WINDOW + Mail.WINDOW_LENGTH, Integer.MAX_VALUE);
        block.putLong(Mail.WINDOW, 0);
        assertThat(window.read(START + 100, 1)).isEqualTo(MemoryWindow.NONE);
        assertThat(window.read(START + 99, 1)).isEqualTo(Mail.PANES + 99);
    }

    @Test
    void output_is_delivered_in_one_piece_when_the_program_goes_on() {
        lay(0, Mail.OUTPUT, START, Mail.PANE_SIZE);
        assertThat(window.write(START + 20, 10)).isEqualTo(Mail.PANES + 20);
        assertThat(window.write(START + 30, 5)).isEqualTo(Mail.PANES + 30);
        assertThat(window.write(START + 12, 8)).isEqualTo(Mail.PANES + 12);
        window.shut();
        assertThat(delivery(0, Mail.DELIVERY)).isEqualTo(23);
        assertThat(delivery(0, Mail.DELIVERY_TARGET)).isEqualTo(12);
        assertThat(delivery(0, Mail.DELIVERY_SOURCE)).isEqualTo(12);
        assertThat(delivery(1, Mail.DELIVERY)).isZero();
        assertThat(window.read(START + 20, 1)).isEqualTo(MemoryWindow.NONE);
        assertThat(window.write(START + 20, 1)).isEqualTo(MemoryWindow.NONE);
    }

    @Test
    void who_wrote_nothing_delivers_nothing() {
        lay(0, Mail.OUTPUT, START, 100);
        lay(1, Mail.OUTPUT, START, 100);
        window.leave(START, 100);
        window.shut();
        assertThat(delivery(0, Mail.DELIVERY)).isZero();
        assertThat(delivery(1, Mail.DELIVERY)).isZero();
    }

    @Test
    void windows_that_overlap_are_not_written() {
        lay(0, Mail.INPUT, START, 100);
        lay(1, Mail.OUTPUT, START + 50, 100);
        assertThat(window.write(START + 100, 50)).isEqualTo(Mail.PANES + Mail.PANE_SIZE + 50);
        lay(1, Mail.OUTPUT, START + 50, 100);
        assertThat(window.write(START + 90, 20)).isEqualTo(MemoryWindow.NONE);
        assertThat(window.read(START, 1)).isEqualTo(MemoryWindow.NONE);
    }
}
