package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in which programs end: by a fault, by a signal, by themselves. The JVM goes on. */
class EndsTest {
    @RegisterExtension
    static final Twin twin = new Twin();

    @ParameterizedTest
    @CsvSource({
        "null, 139",
        "abort, 134",
        "divide, 136",
        "illegal, 132",
        "trap, 133",
        "privileged, 139",
        "term, 143",
        "kill, 137",
        "usr1, 138",
        "realtime, 165",
        "child, 21",
        "alarm, 142",
        "overflow, 139",
        "handler, 139",
        "ignored, 139",
        "blocked, 139",
        "bus, 135",
        "execute, 139",
        "jump, 139",
        "thread, 139",
        "leave, 0",
        "code, 44",
        "underscore, 255",
        "other, 99",
    })
    void ends_as_on_the_host(String how, int exitCode) {
        for (Compiler.Kind kind : new Compiler.Kind[] {Compiler.Kind.DYNAMIC_PIE, Compiler.Kind.MUSL_STATIC}) {
            assertThat(twin.agree(kind, "ends.c", how).exitCode())
                    .as(kind + " " + how)
                    .isEqualTo(exitCode + (how.equals("realtime") && kind == Compiler.Kind.MUSL_STATIC ? 1 : 0));
        }
    }
}
