package io.unishim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NearNamesTest {
    @Test
    void distance_counts_insertions_removals_changes_and_swaps() {
        assertThat(NearNames.distance("open", "open")).isZero();
        assertThat(NearNames.distance("open", "opens")).isEqualTo(1);
        assertThat(NearNames.distance("oopen", "open")).isEqualTo(1);
        assertThat(NearNames.distance("opan", "open")).isEqualTo(1);
        assertThat(NearNames.distance("oepn", "open")).isEqualTo(1);
        assertThat(NearNames.distance("", "open")).isEqualTo(4);
        assertThat(NearNames.distance("read", "write")).isEqualTo(4);
    }

    @Test
    void the_nearest_come_first_and_three_at_most() {
        assertThat(NearNames.hint("getpd", Stream.of("write", "getppid", "getpid", "getgid", "getsid", "getuid")))
                .isEqualTo("; did you mean getpid, getgid or getppid?");
    }

    @Test
    void nothing_is_said_when_nothing_is_near() {
        assertThat(NearNames.hint("frobnicate", Stream.of("read", "write"))).isEmpty();
    }
}
