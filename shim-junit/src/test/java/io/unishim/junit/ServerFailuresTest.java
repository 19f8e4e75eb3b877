package io.unishim.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.unishim.Shim;
import io.unishim.elfloader.Program;
import io.unishim.file.Mount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What a user is told when a server does not get ready, or a test beside it fails. */
class ServerFailuresTest {
    private static ServerStart start(Program program, @Nullable String ready, Duration patience, Program... before) {
        return new ServerStart(program, Set.of(700), Map.of(), List.of(before), ready, patience);
    }

    private static Shim.Builder builder() {
        return Shim.builder().mount(Mount.overlay(Path.of("/"), "/"));
    }

    private static Program shell(String script) {
        return Program.of("/bin/sh").args("-c", script);
    }

    @Test
    void a_server_that_ends_is_named_with_its_exit_code_and_what_it_wrote() {
        ServerStart start = start(shell("echo bad option >&2; exit 3"), null, Duration.ofMinutes(1));
        assertThatThrownBy(() -> start.on(builder()))
                .hasMessageEndingWith("did not listen to port 700 and ended with exit code 3")
                .satisfies(failure -> assertThat(failure.getSuppressed()[0]).hasMessageContaining("bad option"));
    }

    @Test
    void a_server_that_never_writes_what_is_waited_for_is_told_so() {
        ServerStart start = start(shell("echo other; sleep 1000"), "ready", Duration.ofMillis(300));
        assertThatThrownBy(() -> start.on(builder())).hasMessageContaining("wrote no \"ready\" in 0 s");
    }

    @Test
    void a_preparation_that_fails_is_named() {
        ServerStart start = start(shell("sleep 1000"), null, Duration.ofMinutes(1), shell("echo full >&2; exit 1"));
        assertThatThrownBy(() -> start.on(builder()))
                .hasMessageStartingWith("/bin/sh -c echo full >&2; exit 1 was to prepare")
                .hasMessageEndingWith("exit code 1: full");
    }

    @Test
    void a_failed_test_shows_what_the_server_wrote() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(FailsBesideAServer.class))
                                .build(),
                        listener);
        assertThat(listener.getSummary().getFailures()).singleElement().satisfies(failed -> {
            assertThat(failed.getException()).hasMessage("on purpose");
            assertThat(failed.getException().getSuppressed()[0])
                    .hasMessage("/bin/sh -c echo line; sleep 1000 wrote:\nline");
        });
    }

    /** Run by the test above alone: its name is no test's. */
    static class FailsBesideAServer {
        @RegisterExtension
        static final ServerExtension server =
                ServerExtension.of(shell("echo line; sleep 1000")).ready("line");

        @Test
        void fails() {
            throw new AssertionError("on purpose");
        }
    }
}
