package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that filter their own system calls. */
class SeccompTest {
    @RegisterExtension
    static final Twin TWIN = new Twin();

    @RegisterExtension
    static final Twin ISOLATED = Twin.isolatedInTree();

    @ParameterizedTest
    @EnumSource(
            value = Compiler.Kind.class,
            names = {"DYNAMIC_PIE", "STATIC_FIXED"})
    void filters_judge_as_on_linux(Compiler.Kind kind) {
        assertThat(TWIN.agree(kind, "seccomp.c").output()).contains("SIGSYS 31");
    }

    @Test
    void filters_judge_isolated_programs() {
        assertThat(ISOLATED.agree(Compiler.Kind.STATIC_PIE, "seccomp.c").output())
                .contains("SIGSYS 31");
    }

    @Test
    void others_are_asked_about_calls_as_on_linux() {
        assertThat(TWIN.agree(Compiler.Kind.DYNAMIC_PIE, "notify.c").exitCode()).isEqualTo(11);
        assertThat(ISOLATED.agree(Compiler.Kind.DYNAMIC_PIE, "notify.c").exitCode())
                .isEqualTo(11);
    }

    @Test
    void file_looks_at_files_behind_its_filter() {
        Twin.needs("/usr/bin/file");
        assertThat(TWIN.agree("/usr/bin/file", "/bin/sh", "/etc/passwd", "/dev/null", "/nowhere")
                        .output())
                .contains("passwd: ASCII text");
    }
}
