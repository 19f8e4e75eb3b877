package io.unishim.elfloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.unishim.Shim;
import io.unishim.control.Policy;
import io.unishim.file.Faults;
import io.unishim.file.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SQLite loses power while it commits row after row: no row that it said was committed is lost. */
class PowerCutTest {
    private static final Path SQLITE = Path.of("/usr/bin/sqlite3");
    private static final int ROWS = 20;

    /** About as many changes as the rows make. */
    private static final int CHANGES = 260;

    @BeforeAll
    static void look() {
        assumeTrue(Files.isExecutable(SQLITE), "no " + SQLITE + " to run");
    }

    /** How a database was left by a cut. */
    private record Left(int committed, int found, boolean intact) {}

    private static Shim boot(Faults faults) {
        return Shim.builder()
                .mount(Mount.overlay(Path.of("/"), "/"))
                .mount(Mount.memory("/data").faults(faults))
                .boot();
    }

    private static String run(Shim shim, String... lines) {
        return Program.of(SQLITE.toString())
                .args("-bail", "/data/test.db")
                .input(String.join("\n", lines) + "\n")
                .run(shim)
                .text();
    }

    private static String[] inserts(String pragmas) {
        String[] lines = new String[ROWS + 2];
        lines[0] = pragmas;
        lines[1] = "CREATE TABLE IF NOT EXISTS t(a INTEGER PRIMARY KEY, b TEXT);";
        for (int i = 1; i <= ROWS; i++) {
            // hex: a row overflows into pages of its own
            lines[i + 1] = "INSERT INTO t VALUES(" + i + ", hex(randomblob(3000))); SELECT 'row', " + i + ";";
        }
        return lines;
    }

    /** The number behind the last line that begins with a word, or 0. */
    private static int last(String text, String word) {
        return text.lines()
                .filter(line -> line.startsWith(word + "|"))
                .mapToInt(line -> Integer.parseInt(line.substring(word.length() + 1)))
                .reduce(0, (before, after) -> after);
    }

    private static Left cut(String pragmas, long seed, boolean honest) {
        Faults faults = new Faults(seed);
        int committed;
        try (Shim shim = boot(faults)) {
            faults.cutAt(1 + new SplittableRandom(seed).nextInt(CHANGES));
            if (honest) {
                committed = last(run(shim, inserts(pragmas)), "row");
            } else {
                try (var lies = shim.table().apply(Policy.fake(0), "fsync", "fdatasync")) {
                    committed = last(run(shim, inserts(pragmas)), "row");
                }
            }
            faults.cut();
        }
        try (Shim shim = boot(faults)) {
            String first = pragmas.contains("EXCLUSIVE") ? "PRAGMA locking_mode=EXCLUSIVE;" : "";
            String check =
                    run(shim, first, "SELECT 'check', 1 FROM pragma_integrity_check WHERE integrity_check = 'ok';");
            String count = run(shim, first, "SELECT 'count', count(*) FROM t WHERE length(b) = 6000;");
            return new Left(committed, last(count, "count"), last(check, "check") == 1);
        }
    }

    /** More: {@code -Dio.unishim.test.cuts}; other ones: {@code -Dio.unishim.test.seed}. */
    @ParameterizedTest
    @CsvSource({
        "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;",
        "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL;",
        "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    })
    void no_committed_row_is_lost(String pragmas) {
        long seed = Long.getLong("io.unishim.test.seed", 1);
        int cuts = Integer.getInteger("io.unishim.test.cuts", 30) / 3;
        boolean some = false;
        for (long end = seed + cuts; seed < end; seed++) {
            Left left = cut(pragmas, seed, true);
            assertThat(left.intact())
                    .as("integrity, -Dio.unishim.test.seed=" + seed)
                    .isTrue();
            assertThat(left.found())
                    .as("rows, -Dio.unishim.test.seed=" + seed)
                    .isBetween(left.committed(), left.committed() + 1);
            some |= left.committed() > 0;
        }
        assertThat(some).as("any row was committed at all").isTrue();
    }

    @Test
    void with_a_sync_that_does_nothing_rows_are_lost() {
        int lost = 0;
        for (int seed = 1; seed <= 5; seed++) {
            Left left = cut("PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;", seed, false);
            lost += left.found() < left.committed() || !left.intact() ? 1 : 0;
        }
        assertThat(lost).isPositive();
    }

    /** As SQLite's documentation of synchronous says: the journal's name may be back, and the last row rolled back. */
    @Test
    void without_a_sync_of_the_directory_the_last_row_may_be_lost() {
        int lost = 0;
        for (int seed = 1; seed <= 10; seed++) {
            Left left = cut("PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;", seed, true);
            assertThat(left.intact()).isTrue();
            assertThat(left.found()).isGreaterThanOrEqualTo(left.committed() - 1);
            lost += left.found() < left.committed() ? 1 : 0;
        }
        assertThat(lost).isPositive();
    }
}
