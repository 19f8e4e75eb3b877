package io.unishim.vfscore.fd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitsTest {
    private static final int STEPS = 20_000;

    @Test
    void answers_as_a_bit_set() {
        Random random = new Random(1);
        int size = 64;
        Bits bits = new Bits(size);
        BitSet model = new BitSet();
        for (int i = 0; i < STEPS; i++) {
            if (i % (STEPS / 8) == STEPS / 8 - 1) {
                size *= 2;
                bits.grow(size);
            }
            int at = random.nextInt(size);
            // Long runs of both kinds, so that whole words are passed over.
            boolean on = i / 1000 % 2 == 0 || random.nextInt(8) == 0;
            bits.set(at, on);
            model.set(at, on);
            int from = random.nextInt(2 * size);
            assertThat(bits.get(from)).isEqualTo(model.get(from));
            assertThat(bits.nextSet(from)).isEqualTo(model.nextSetBit(from));
            assertThat(bits.nextClear(from)).isEqualTo(model.nextClearBit(from));
        }
    }

    @Test
    void none_is_clear_where_all_are_set() {
        Bits bits = new Bits(128);
        for (int i = 0; i < 128; i++) {
            assertThat(bits.nextClear(0)).isEqualTo(i);
            bits.set(i);
        }
        assertThat(bits.nextClear(0)).isEqualTo(128);
        assertThat(bits.nextClear(127)).isEqualTo(128);
        assertThat(bits.nextClear(1000)).isEqualTo(1000);
        bits.clear(63);
        assertThat(bits.nextClear(0)).isEqualTo(63);
        assertThat(bits.nextClear(64)).isEqualTo(128);
        assertThat(bits.nextSet(128)).isEqualTo(-1);
    }
}
