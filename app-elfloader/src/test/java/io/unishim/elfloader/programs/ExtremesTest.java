package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.elfloader.routes.Footprint;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Very many children, threads and signals of a program leave nothing in the JVM when their shim is closed. */
class ExtremesTest {
    private static final Path NOTHING = Path.of("/dev/null");

    @RegisterExtension
    static final Twin twin = new Twin();

    @ParameterizedTest
    @CsvSource({"forks,1000", "threads,10000", "signals,100000", "children,0"})
    void nothing_is_left_of_very_many(String what, String count) throws InterruptedException {
        inside(what, "50");
        Footprint before = Footprint.now();
        Result inside = inside(what, count);
        before.assertBack();
        assertThat(inside).isEqualTo(twin.natively(twin.directory(), NOTHING, command(what, count)));
    }

    private static Result inside(String what, String count) {
        try (Twin other = new Twin()) {
            return other.inside(Path.of("/tmp"), NOTHING, command(what, count));
        }
    }

    private static String[] command(String what, String count) {
        return new String[] {
            twin.program(Compiler.Kind.DYNAMIC_PIE, "extremes.c").toString(), what, count
        };
    }
}
