package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors and edges of the calls that map memory, wait for children, group processes and change users. */
class EdgesTest {
    @RegisterExtension
    static final Twin twin = new Twin();

    @RegisterExtension
    static final Twin isolated = Twin.isolatedInTree();

    @ParameterizedTest
    @EnumSource(names = {"DYNAMIC_PIE", "STATIC_FIXED"})
    void memory_is_mapped_moved_and_advised_as_on_linux(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "pages.c", twin.directory().toString()).exitCode())
                .isEqualTo(6);
    }

    @Test
    void so_it_is_where_the_host_lets_programs_do_little() {
        String directory = isolated.directory().toString();
        assertThat(isolated.agree(Compiler.Kind.DYNAMIC_PIE, "pages.c", directory)
                        .exitCode())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource(names = {"DYNAMIC_PIE", "STATIC_FIXED"})
    void children_are_waited_for_and_grouped_as_on_linux(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "waits.c").exitCode()).isEqualTo(2);
    }
}
