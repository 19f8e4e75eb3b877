package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is executed is not written to, and what is written to is not executed. */
class BusyFilesTest {
    @RegisterExtension
    static final Twin TWIN = new Twin();

    @RegisterExtension
    static final Twin ISOLATED = Twin.isolatedInTree();

    @ParameterizedTest
    @EnumSource(
            value = Compiler.Kind.class,
            names = {"DYNAMIC_PIE", "STATIC_FIXED"})
    void files_are_busy_as_on_linux(Compiler.Kind kind) {
        assertThat(TWIN.agree(kind, "busy.c").output()).contains("ETXTBSY");
    }

    @Test
    void files_are_busy_for_isolated_programs() {
        assertThat(ISOLATED.agree(Compiler.Kind.STATIC_PIE, "busy.c").output()).contains("ETXTBSY");
    }
}
