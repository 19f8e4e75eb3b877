package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A database of 100,000 rows, in memory and in a file, and one that the host made. */
class SqliteTest {
    private static final String SQLITE = "/usr/bin/sqlite3";
    private static final String FILL = "create table t(id integer primary key, name text, half real);"
            + "begin; insert into t with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)"
            + " select i, hex(i * 7919 % 100003), i / 2.0 from n; commit; create index names on t(name);";
    private static final String ASK = "select count(*), sum(id), sum(half), max(name) from t;"
            + "select id from t where name > 'A' order by name, id limit 5;"
            + "select count(distinct name) from t; pragma integrity_check;";

    @RegisterExtension
    static final Twin twin = new Twin();

    @BeforeAll
    static void boot() {
        Twin.needs(SQLITE);
    }

    @Test
    void keeps_rows_in_memory() {
        assertThat(twin.agree(SQLITE, ":memory:", FILL + ASK).output())
                .startsWith("100000|5000050000|")
                .endsWith("ok\n");
    }

    @Test
    void keeps_rows_in_a_file() throws IOException {
        Path natively = Files.createDirectory(twin.directory().resolve("natively"));
        Path inside = Files.createDirectory(twin.directory().resolve("inside"));
        Path none = Path.of("/dev/null");
        for (String journal : new String[] {"delete", "truncate", "wal"}) {
            for (String sql : new String[] {
                "pragma journal_mode=" + journal + ";" + FILL, ASK, "delete from t where id % 3 = 0;", ASK
            }) {
                assertThat(twin.inside(inside, none, SQLITE, journal + ".db", sql))
                        .isEqualTo(twin.natively(natively, none, SQLITE, journal + ".db", sql));
            }
        }
        assertThat(twin.inside(inside, none, "/usr/bin/sha256sum", "delete.db"))
                .isEqualTo(twin.natively(natively, none, "/usr/bin/sha256sum", "delete.db"));
        assertThat(inside).isEmptyDirectory();
    }

    @Test
    void changes_a_copy_of_what_the_host_made() throws IOException {
        Path none = Path.of("/dev/null");
        Path lower = Files.createDirectory(twin.directory().resolve("lower"));
        twin.natively(lower, none, SQLITE, "made.db", FILL);
        byte[] before = Files.readAllBytes(lower.resolve("made.db"));
        Result inside = twin.inside(lower, none, SQLITE, "made.db", "update t set half = 0 where id > 50000;" + ASK);
        assertThat(Files.readAllBytes(lower.resolve("made.db"))).isEqualTo(before);
        assertThat(inside)
                .isEqualTo(
                        twin.natively(lower, none, SQLITE, "made.db", "update t set half = 0 where id > 50000;" + ASK));
    }

    @Test
    void says_what_is_wrong_with_a_statement() {
        assertThat(twin.agree(SQLITE, ":memory:", "select * from nowhere;").exitCode())
                .isEqualTo(1);
    }
}
