package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C programs, of each kind of image, that print what they find: each line as on the host. */
class CProgramsTest {
    @RegisterExtension
    static final Twin twin = Twin.inTree();

    @ParameterizedTest
    @EnumSource
    void threads_share_memory_and_take_turns(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "threads.c").exitCode()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void a_crowd_of_threads_takes_turns(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "crowd.c").exitCode()).isEqualTo(12);
    }

    @ParameterizedTest
    @EnumSource
    void signals_reach_their_handlers(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "signals.c").exitCode()).isEqualTo(128 + 13);
    }

    @ParameterizedTest
    @EnumSource
    void handlers_run_on_an_alternate_stack(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "altstack.c").exitCode()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void registers_survive_calls_and_handlers(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "machine.c", "one", "", "dr ei").exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void wild_arguments_get_the_errors_of_linux(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "errors.c").exitCode()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void files_grow_no_longer_than_their_limit(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "limits.c").exitCode()).isEqualTo(3);
    }

    @Test
    void memory_that_is_bad_in_part_or_used_twice_is_used_as_on_linux() {
        // In the JVM, and in a child.
        assertThat(twin.agree(Compiler.Kind.DYNAMIC_PIE, "windows.c").exitCode())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource
    void memory_lies_where_the_program_asks_for_it(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "places.c").exitCode()).isEqualTo(9);
    }

    /** Not with musl, which comes without the kernel's headers. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MUSL_STATIC")
    void requests_are_submitted_and_their_ends_collected(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "aio.c").exitCode()).isEqualTo(8);
    }

    @Test
    void files_without_a_name_are_reached_by_who_has_them() {
        assertThat(twin.agree(Compiler.Kind.DYNAMIC_PIE, "orphans.c").exitCode())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void mapped_files_and_their_content_are_one(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "shared.c").exitCode()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void segments_semaphores_and_messages_join_processes(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "ipc.c").exitCode()).isEqualTo(11);
    }

    @ParameterizedTest
    @EnumSource
    void clocks_and_timers_count_time_and_processor_time(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "clocks.c").exitCode()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource
    void waits_maps_and_goes_on_as_another_program(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "waiting.c").exitCode()).isEqualTo(9);
        assertThat(twin.agree(kind, "waiting.c", "/bin/echo", "by").output()).endsWith("by replaced");
        assertThat(twin.agree(kind, "waiting.c", "/nowhere").output()).endsWith("No such file or directory\n");
        String itself = twin.program(kind, "waiting.c").toString();
        assertThat(twin.agree(kind, "waiting.c", itself, "/bin/true").exitCode())
                .isNotEqualTo(0);
    }

    @ParameterizedTest
    @EnumSource
    void threads_come_back_to_a_site_that_was_made_a_jump_meanwhile(Compiler.Kind kind) {
        assertThat(twin.agree(kind, "sites.c").exitCode()).isEqualTo(2);
    }
}
