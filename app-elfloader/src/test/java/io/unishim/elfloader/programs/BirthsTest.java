package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How processes are made, replaced, compared and looked into: {@code clone3(2)}, {@code execveat(2)}, {@code kcmp(2)}, ... */
class BirthsTest {
    @RegisterExtension
    static final Twin twin = new Twin();

    @ParameterizedTest
    @EnumSource(names = {"DYNAMIC_PIE", "STATIC_FIXED"})
    void processes_are_made_and_looked_into_as_on_linux(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "births.c", twin.directory().toString()).exitCode())
                .isEqualTo(8);
    }

    @Test
    void a_thread_has_nothing_of_one_that_ended_before() {
        assertThat(twin.agree(Compiler.Kind.DYNAMIC_PIE, "rests.c").exitCode()).isZero();
    }
}
