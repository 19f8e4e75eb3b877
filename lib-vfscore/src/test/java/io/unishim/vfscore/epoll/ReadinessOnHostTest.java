package io.unishim.vfscore.epoll;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.testing.HostProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipes, event counters, epoll, poll and select answer as the host's kernel does, errno included. */
class ReadinessOnHostTest {
    private static final int NONBLOCK = 04000;
    private static final int DIRECT = 040000;

    @AutoClose
    private static HostProgram host;

    @BeforeAll
    static void compile() {
        host = HostProgram.compile(ReadinessOnHostTest.class, "readiness.c");
    }

    private static void compare(List<String> script) {
        List<String> expected = host.run(String.join("\n", script) + "\n");
        try (Shim shim = Shim.builder().only("vfscore").boot()) {
            List<String> ours = new ReadinessScript(shim).run(script);
            for (int i = 0; i < script.size(); i++) {
                assertThat(ours.get(i))
                        .as("line %d, after %s", i, ours.subList(Math.max(0, i - 12), i))
                        .isEqualTo(expected.get(i));
            }
        }
    }

    private static void compare(String script) {
        compare(script.lines().filter(line -> !line.isBlank()).toList());
    }

    @Test
    void a_pipe_takes_pages_not_bytes() {
        List<String> script = new ArrayList<>(List.of("pipe 0 1 " + NONBLOCK));
        for (int i = 0; i < 20; i++) {
            script.add("write 1 3000");
        }
        script.addAll(List.of(
                "fionread 0",
                "poll 0 1 1 4",
                "read 0 1",
                "poll 0 1 1 4",
                "write 1 1",
                "read 0 2999",
                "poll 0 1 1 4",
                "write 1 4096",
                "write 1 70000",
                "read 0 100000",
                "read 0 1"));
        compare(script);
    }

    @Test
    void a_small_write_is_all_or_nothing_and_a_large_one_is_not() {
        compare("""
                pipe 0 1 2048
                write 1 65000
                write 1 4096
                write 1 536
                write 1 1
                write 1 10000
                read 0 5000
                write 1 4097
                write 1 10000
                fionread 0
                """);
    }

    @Test
    void packets_keep_their_borders() {
        compare("""
                pipe 0 1 18432
                write 1 10
                write 1 20
                write 1 5000
                read 0 5
                read 0 100
                read 0 10000
                read 0 10000
                read 0 1
                fionread 0
                """);
    }

    @Test
    void hang_up_and_broken_pipe_are_seen() {
        compare("""
                pipe 0 1 2048
                close 1
                poll 0 1 1 4
                read 0 1
                select 0
                pipe 2 3 2048
                close 2
                poll 3 4 2 1
                select 3
                pipe 4 5 2048
                write 5 10
                close 5
                poll 4 5 4 0
                read 4 20
                read 4 20
                """);
    }

    @Test
    void a_pipe_has_a_size_that_can_be_changed() {
        compare("""
                pipe 0 1 2048
                size 0
                resize 1 1
                size 0
                write 1 5000
                resize 0 70000
                write 1 70000
                resize 0 4096
                read 0 69000
                resize 0 -1
                resize 0 1048577
                resize 0 1048576
                write 1 500000
                fionread 0
                eventfd 2 0 0
                size 2
                resize 2 4096
                pipe 5 6 128
                pipe 5 6 16384
                """.replace("pipe 5 6 128\n", ""));
    }

    @Test
    void a_counter_counts_to_its_limit() {
        compare("""
                eventfd 0 3 2048
                take 0
                take 0
                add 0 -2
                add 0 1
                add 0 -1
                poll 0 5 0 4
                take 0
                eventfd 1 2 2049
                take 1
                take 1
                take 1
                read 1 7
                write 1 7
                write 1 9
                read 1 100
                eventfd 2 0 8
                fionread 1
                """);
    }

    @Test
    void level_and_edge_and_oneshot_report_as_they_should() {
        compare("""
                pipe 0 1 2048
                epoll 2 0
                ctl 2 1 0 1 10
                ctl 2 1 0 1 10
                wait 2 8
                write 1 5
                wait 2 8
                wait 2 8
                ctl 2 3 0 -2147483647 11
                wait 2 8
                wait 2 8
                write 1 1
                wait 2 8
                read 0 1
                wait 2 8
                ctl 2 3 0 1073741825 12
                wait 2 8
                wait 2 8
                write 1 1
                wait 2 8
                ctl 2 3 0 1073741825 13
                wait 2 8
                ctl 2 2 0 0 0
                ctl 2 2 0 0 0
                ctl 2 3 0 1 1
                ctl 2 9 0 1 1
                ctl 2 1 20 1 1
                ctl 0 1 1 1 1
                ctl 2 1 2 1 1
                wait 0 1
                wait 2 0
                wait 2 -1
                wait 20 1
                """);
    }

    @Test
    void many_ready_descriptors_take_turns() {
        compare("""
                epoll 0 0
                eventfd 1 1 2048
                eventfd 2 1 2048
                eventfd 3 1 2048
                ctl 0 1 1 1 1
                ctl 0 1 2 1 2
                ctl 0 1 3 1 3
                wait 0 2
                wait 0 2
                wait 0 2
                take 2
                wait 0 8
                """);
    }

    @Test
    void a_closed_descriptor_is_no_longer_watched_unless_a_duplicate_lives() {
        compare("""
                epoll 0 0
                pipe 1 2 2048
                ctl 0 1 1 1 1
                write 2 1
                dup 1 3
                close 1
                wait 0 8
                close 3
                wait 0 8
                pipe 1 3 2048
                ctl 0 1 1 1 7
                write 3 1
                wait 0 8
                """);
    }

    @Test
    void instances_nest_but_not_in_circles_nor_too_deep() {
        compare("""
                epoll 0 0
                epoll 1 0
                epoll 2 0
                epoll 3 0
                epoll 4 0
                epoll 5 0
                epoll 6 0
                epoll 7 0
                eventfd 10 0 2048
                ctl 0 1 1 1 1
                ctl 1 1 2 1 2
                ctl 2 1 0 1 9
                ctl 2 1 3 1 3
                ctl 3 1 4 1 4
                ctl 4 1 5 1 5
                ctl 5 1 6 1 6
                ctl 6 1 7 1 7
                ctl 7 1 0 1 9
                ctl 3 1 10 1 10
                wait 0 8
                add 10 1
                wait 0 8
                wait 3 8
                take 10
                wait 0 8
                """);
    }

    @Test
    void exclusive_stands_only_where_it_may() {
        compare("""
                epoll 0 0
                epoll 1 0
                eventfd 2 1 2048
                ctl 0 1 1 268435457 1
                ctl 0 1 2 1342177281 1
                ctl 0 1 2 268443648 1
                ctl 0 1 2 268435457 1
                wait 0 4
                ctl 0 3 2 1 1
                ctl 0 3 2 268435457 1
                ctl 0 2 2 0 0
                """);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void random_sequences_agree(long seed) {
        Random random = new Random(seed);
        List<String> script = new ArrayList<>(
                List.of("pipe 0 1 2048", "pipe 2 3 18432", "eventfd 4 1 2048", "epoll 5 0", "epoll 6 0", "epoll 7 0"));
        for (int i = 0; i < 3000; i++) {
            script.add(randomStep(random));
        }
        compare(script);
    }

    private static String randomStep(Random random) {
        int a = random.nextInt(12);
        int b = random.nextInt(12);
        int flags = NONBLOCK | (random.nextInt(6) == 0 ? DIRECT : 0);
        int[] sizes = {1, 10, 100, 3000, 4095, 4096, 4097, 10000, 65536, 100000};
        int size = sizes[random.nextInt(sizes.length)];
        int[] how = {0, 0, 0, 1 << 31, 1 << 30, 1 << 28, (1 << 31) | (1 << 30)};
        int events = how[random.nextInt(how.length)] | (random.nextBoolean() ? 1 : 0) | (random.nextBoolean() ? 4 : 0);
        return switch (random.nextInt(22)) {
            case 0 -> "pipe " + a + " " + ((a + 1) % 12) + " " + flags;
            case 1 -> "eventfd " + a + " " + random.nextInt(3) + " " + (NONBLOCK | random.nextInt(2));
            case 2 -> "epoll " + a + " 0";
            case 3 -> "dup " + a + " " + b;
            case 4 -> random.nextInt(4) == 0 ? "close " + a : "epoll " + (5 + a % 3) + " 0";
            case 5, 6 -> "read " + a + " " + size;
            case 7, 8 -> "write " + a + " " + size;
            case 9 -> "add " + a + " " + (random.nextInt(20) - 3);
            case 10 -> "take " + a;
            case 11, 12, 13 ->
                "ctl " + (random.nextInt(5) == 0 ? a : 5 + a % 3) + " 1 " + b + " " + events + " "
                        + random.nextInt(100);
            case 14 -> "ctl " + (5 + a % 3) + " 3 " + b + " " + events + " " + random.nextInt(100);
            case 15 -> "ctl " + (5 + a % 3) + " 2 " + b + " 0 0";
            case 16, 17 -> "wait " + (5 + a % 3) + " 16";
            case 18 -> "poll " + a + " " + random.nextInt(8) + " " + b + " " + random.nextInt(8);
            case 19 -> "select " + a;
            case 20 -> "fionread " + a;
            default -> random.nextBoolean() ? "size " + a : "resize " + a + " " + size;
        };
    }
}
