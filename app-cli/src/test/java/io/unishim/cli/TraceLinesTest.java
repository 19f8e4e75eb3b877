package io.unishim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TraceLinesTest {
    private final BlockingQueue<String> out = new LinkedBlockingQueue<>();

    @Test
    void a_call_that_does_not_wait_is_one_line() {
        try (TraceLines lines = TraceLines.to(out::add, Long.MAX_VALUE)) {
            lines.accept("openat(AT_FDCWD, \"/\", 000 <unfinished ...>");
            lines.accept("<... openat resumed>) = 3");
        }
        assertThat(out).containsExactly("openat(AT_FDCWD, \"/\", 000) = 3");
    }

    @Test
    void so_is_one_of_a_process_among_several() {
        try (TraceLines lines = TraceLines.to(out::add, Long.MAX_VALUE)) {
            lines.accept("[pid 3] read(3,  <unfinished ...>");
            lines.accept("[pid 3] <... read resumed>\"x\", 1) = 1");
        }
        assertThat(out).containsExactly("[pid 3] read(3, \"x\", 1) = 1");
    }

    @Test
    void a_call_that_another_thread_traced_between_stays_in_two_lines() throws InterruptedException {
        try (TraceLines lines = TraceLines.to(out::add)) {
            lines.accept("read(3,  <unfinished ...>");
            Thread other = new Thread(() -> lines.accept("getpid() = 1"));
            other.start();
            other.join();
            lines.accept("<... read resumed>\"x\", 1) = 1");
        }
        assertThat(out).containsExactly("read(3,  <unfinished ...>", "getpid() = 1", "<... read resumed>\"x\", 1) = 1");
    }

    @Test
    void a_call_that_waits_is_shown_before_it_returns() throws InterruptedException {
        try (TraceLines lines = TraceLines.to(out::add)) {
            lines.accept("read(3,  <unfinished ...>");
            assertThat(out.poll(60, TimeUnit.SECONDS)).isEqualTo("read(3,  <unfinished ...>");
        }
    }

    @Test
    void what_is_left_is_shown_at_the_end() {
        try (TraceLines lines = TraceLines.to(out::add)) {
            lines.accept("getpid() = 1");
            lines.accept("exit(0 <unfinished ...>");
        }
        assertThat(List.copyOf(out)).containsExactly("getpid() = 1", "exit(0 <unfinished ...>");
    }
}
