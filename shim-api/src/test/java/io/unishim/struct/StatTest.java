package io.unishim.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserRef;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class StatTest {
    private static Stat each(int from) {
        return new Stat(
                from,
                from + 1,
                from + 2,
                from + 3,
                from + 4,
                from + 5,
                from + 6,
                from + 7,
                from + 8,
                from + 9,
                new Timespec(from + 10, from + 11),
                new Timespec(from + 12, from + 13),
                new Timespec(from + 14, from + 15));
    }

    @Test
    void room_tells_each_member_that_was_written_last() {
        UserRef<Stat> room = UserRef.room(Stat.LAYOUT);
        room.set(each(1));
        assertThat(room.get()).isEqualTo(each(1));
        room.set(each(100));
        assertThat(room.get()).isEqualTo(each(100));
        assertThat(UserRef.of(Stat.LAYOUT, each(7)).get()).isEqualTo(each(7));
    }

    @Test
    void what_was_told_does_not_change_when_more_is_written() {
        UserRef<Stat> room = UserRef.room(Stat.LAYOUT);
        room.set(each(1));
        Stat told = room.get();
        room.set(each(2));
        assertThat(told).isEqualTo(each(1));
    }

    @Test
    void layout_reads_what_it_wrote() {
        ByteBuffer bytes = ByteBuffer.allocate(Stat.LAYOUT.size() + 8).order(ByteOrder.LITTLE_ENDIAN);
        Stat.LAYOUT.encode(each(1), bytes, 8);
        assertThat(Stat.LAYOUT.decode(bytes, 8)).isEqualTo(each(1));
    }

    @Test
    void null_pointer_faults() {
        UserRef<Stat> none = UserRef.none();
        assertThat(none.isNull()).isTrue();
        assertThatThrownBy(none::get).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> none.set(each(1))).isSameAs(MemoryFault.FAULT);
    }
}
