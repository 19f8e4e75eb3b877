package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What /proc tells of a program's memory, by the program and by its child, as the host's kernel has it. */
class MapsTest {
    @RegisterExtension
    static final Twin twin = Twin.inTree();

    @RegisterExtension
    static final Twin isolated = Twin.isolatedInTree();

    @Test
    void maps_tells_whose_file_each_mapping_shows() {
        assertThat(twin.agree(Compiler.Kind.DYNAMIC_PIE, "maps.c").exitCode()).isZero();
    }

    @Test
    void maps_tells_the_same_of_an_isolated_program() {
        assertThat(isolated.agree(Compiler.Kind.DYNAMIC_PIE, "maps.c").exitCode())
                .isZero();
    }
}
