package io.unishim.net;

import static io.unishim.abi.Epoll.*;
import static io.unishim.abi.Socket.*;
import static org.assertj.core.api.Assertions.fail;

import io.unishim.net.Interleaving.Kind;
import io.unishim.net.Interleaving.Step;
import io.unishim.testing.Shrinker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random programs of several sockets give what they give on the host. {@code -Dinterleavings=200} runs more of them,
 * {@code -Dinterleaving.seed=N} those from a seed on.
 */
class RandomInterleavingsTest extends WithHost {
    private static final int STEPS = 250;
    private static final int ROUNDS = Integer.getInteger("interleavings", 12);
    private static final long FIRST = Long.getLong("interleaving.seed", 1);
    private static final int[] COUNTS = {0, 1, 3, 5, 20, 100, 3000};

    private static int of(Random random, int... all) {
        return all[random.nextInt(all.length)];
    }

    private static String of(Random random, String... all) {
        return all[random.nextInt(all.length)];
    }

    private static List<Step> program(Kind kind, long seed) {
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(step(kind, random));
        }
        return steps;
    }

    private static Step step(Kind kind, Random random) {
        String what = kind.connects()
                ? of(
                        random,
                        "send",
                        "send",
                        "send",
                        "write",
                        "receive",
                        "receive",
                        "receive",
                        "read",
                        "poll",
                        "poll",
                        "socket",
                        "connect",
                        "connect",
                        "accept",
                        "accept",
                        "close",
                        "shutdown",
                        "error",
                        "ioctl",
                        "names",
                        "option",
                        "watch",
                        "wait",
                        "wait",
                        kind.tcp() ? "disconnect" : "poll")
                : of(
                        random,
                        "sendto",
                        "sendto",
                        "sendto",
                        "send",
                        "send",
                        "write",
                        "receive",
                        "receive",
                        "receive",
                        "read",
                        "poll",
                        "poll",
                        "socket",
                        "bind",
                        "bind",
                        "connect",
                        "connect",
                        "disconnect",
                        "close",
                        "shutdown",
                        "error",
                        "ioctl",
                        "names",
                        "option",
                        "watch",
                        "wait",
                        "wait");
        int flags = switch (what) {
            case "send" -> kind.tcp() ? of(random, 0, 0, 0, MSG_OOB) : kind.unix() ? 0 : of(random, 0, 0, MSG_MORE);
            case "receive" ->
                of(random, 0, 0, MSG_PEEK, MSG_TRUNC, MSG_PEEK | MSG_TRUNC, kind.tcp() ? MSG_OOB : MSG_WAITALL);
            case "watch" ->
                of(random, 0, EPOLLRDHUP, EPOLLPRI)
                        | of(random, EPOLLIN, EPOLLOUT, EPOLLIN | EPOLLOUT)
                        | of(random, 0, 0, EPOLLET, EPOLLONESHOT);
            default -> 0;
        };
        int number = switch (what) {
            case "send", "sendto", "write", "receive", "read" -> of(random, COUNTS);
            default -> random.nextInt(1000);
        };
        return new Step(what, random.nextInt(Interleaving.SLOTS), random.nextInt(Interleaving.SLOTS), number, flags);
    }

    @ParameterizedTest
    @EnumSource
    void programs_of(Kind kind) {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = FIRST + round;
            List<Step> steps = program(kind, seed);
            if (differs(kind, steps)) {
                List<Step> few = Shrinker.shrink(steps, fewer -> differs(kind, fewer));
                fail("seed " + seed + " of " + kind + ":\n" + few + "\n"
                        + String.join("\n", Interleaving.differences(host, kind, few)));
            }
        }
    }

    /** What differs only now and then was the host's timing. */
    private static boolean differs(Kind kind, List<Step> steps) {
        for (int i = 0; i < 3; i++) {
            if (Interleaving.differences(host, kind, steps).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
