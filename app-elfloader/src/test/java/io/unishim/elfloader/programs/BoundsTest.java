package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RLIMIT_AS, RLIMIT_DATA, RLIMIT_MEMLOCK, RLIMIT_STACK, RLIMIT_CPU and RLIMIT_NPROC bind programs as Linux's do. */
class BoundsTest {
    @RegisterExtension
    static final Twin twin = new Twin();

    @ParameterizedTest
    @EnumSource(names = {"DYNAMIC_PIE", "STATIC_FIXED"})
    void memory_stacks_time_and_threads_end_at_their_limits(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "bounds.c").exitCode()).isEqualTo(3);
    }
}
