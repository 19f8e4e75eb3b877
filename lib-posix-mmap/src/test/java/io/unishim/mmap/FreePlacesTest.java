package io.unishim.mmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreePlacesTest {
    private static final long HIGH = 4096 * Pages.SIZE;
    private static final int STEPS = 4000;
    private static final int LONGEST = 24;

    /** What it remembers of earlier searches must not show: each is compared with one that goes over everything. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_search_finds_the_highest_place_that_is_free(long seed) {
        Random random = new Random(seed);
        Mappings book = new Mappings();
        for (int step = 0; step < STEPS; step++) {
            long length = (1 + random.nextInt(LONGEST)) * Pages.SIZE;
            long low = random.nextInt(4) == 0 ? HIGH / 2 : Pages.SIZE;
            long high = random.nextInt(8) == 0 ? HIGH / 4 * 3 : HIGH;
            long found = book.findFree(low, high, length);
            assertThat(found).as("seed %d, step %d", seed, step).isEqualTo(highest(book, low, high, length));
            if (random.nextInt(3) == 0 || found < 0) {
                long start = random.nextInt(4096) * Pages.SIZE;
                book.remove(start, start + random.nextInt(2 * LONGEST) * Pages.SIZE);
            } else {
                long start = random.nextInt(4) == 0 ? random.nextInt(4000) * Pages.SIZE : found;
                book.put(zeros(start, length, random));
            }
        }
    }

    private static Mapped zeros(long start, long length, Random random) {
        int protection = random.nextInt(3);
        int traits = random.nextInt(16) == 0 ? Mapped.GROWS : 0;
        return new Mapped(start, start + length, protection, Backing.zeros(""), 0, traits);
    }

    private static long highest(Mappings book, long low, long high, long length) {
        List<Mapped> all = book.in(0, Long.MAX_VALUE);
        long top = high;
        for (int i = all.size() - 1; i >= 0; i--) {
            Mapped each = book.at(all.get(i).start());
            if (each == null || each.start() >= high) {
                continue;
            }
            if (each.end() <= low) {
                break;
            }
            if (top - each.end() >= length) {
                return top - length;
            }
            top = Math.min(top, each.guardedStart());
        }
        return top - low >= length ? top - length : -1;
    }
}
