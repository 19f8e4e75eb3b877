package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code prctl(2)} and {@code personality(2)} set holds as on Linux, is inherited, and told in {@code /proc}. */
class AttributesTest {
    @RegisterExtension
    static final Twin twin = new Twin();

    @ParameterizedTest
    @EnumSource(names = {"DYNAMIC_PIE", "STATIC_FIXED"})
    void attributes_are_kept_inherited_and_told(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "attributes.c").exitCode()).isEqualTo(4);
    }
}
