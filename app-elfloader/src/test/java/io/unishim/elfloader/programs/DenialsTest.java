package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that give up what they share, and memory that is written and executed. */
class DenialsTest {
    @RegisterExtension
    static final Twin TWIN = new Twin();

    @ParameterizedTest
    @EnumSource(
            value = Compiler.Kind.class,
            names = {"DYNAMIC_PIE", "STATIC_FIXED"})
    void what_is_given_up_is_gone_as_on_linux(Compiler.Kind kind) {
        assertThat(TWIN.agree(kind, "denies.c").output()).contains("rwx EACCES");
    }
}
