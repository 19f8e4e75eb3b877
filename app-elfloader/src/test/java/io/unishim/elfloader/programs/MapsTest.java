package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What programs and their children map, read and write, and what /proc tells of it, as the host's kernel has it. */
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

    @Test
    void zeros_of_the_device_are_mapped_and_pages_reordered() {
        assertThat(twin.agree(Compiler.Kind.DYNAMIC_PIE, "zeros.c").exitCode()).isZero();
    }

    @Test
    void isolated_programs_map_zeros_and_reorder_pages() {
        assertThat(isolated.agree(Compiler.Kind.DYNAMIC_PIE, "zeros.c").exitCode())
                .isZero();
    }

    @Test
    void io_counts_what_a_program_its_threads_and_its_children_read_and_write() {
        assertThat(twin.agree(Compiler.Kind.DYNAMIC_PIE, "counted.c").exitCode())
                .isZero();
        assertThat(isolated.agree(Compiler.Kind.DYNAMIC_PIE, "counted.c").exitCode())
                .isZero();
    }

    @Test
    void processors_and_states_tell_who_computes() {
        assertThat(twin.agree(Compiler.Kind.DYNAMIC_PIE, "activity.c").exitCode())
                .isZero();
        assertThat(isolated.agree(Compiler.Kind.DYNAMIC_PIE, "activity.c").exitCode())
                .isZero();
    }
}
