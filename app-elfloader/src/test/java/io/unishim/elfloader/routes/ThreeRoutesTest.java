package io.unishim.elfloader.routes;

import static io.unishim.abi.Clocks.CLOCK_PROCESS_CPUTIME_ID;
import static io.unishim.abi.Clocks.CLOCK_THREAD_CPUTIME_ID;
import static io.unishim.abi.Clocks.ITIMER_PROF;
import static io.unishim.abi.Clocks.ITIMER_VIRTUAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Mman.MAP_32BIT;
import static io.unishim.abi.Resource.RLIMIT_CPU;
import static io.unishim.abi.Signals.SS_ONSTACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.abi.Arch;
import io.unishim.call.CallDeclaration;
import io.unishim.call.Returns;
import io.unishim.control.CallTable.CallEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A call gives the same result and leaves the same bytes in memory whether it is made with typed arguments, by number or by
 * a program: every call that is registered, in random order, on three shims that begin alike and hear the same calls.
 */
class ThreeRoutesTest {
    /** Calls that only a program can make: a task whose code is Java has no registers and no code to copy or replace. */
    static final Set<String> ONLY_PROGRAMS =
            Set.of("execve", "execveat", "rt_sigreturn", "arch_prctl", "clone", "clone3", "fork", "vfork");

    /** Calls that tell the processor's time, which three threads do not use alike: only their errors are compared. */
    private static final Set<String> MEASURING = Set.of(
            "getrusage",
            "times",
            "clock_gettime",
            "timer_gettime",
            "getitimer",
            "timer_settime",
            "wait4",
            "waitid",
            "getcpu",
            "sysinfo");

    private static final int ROUNDS = 5;
    private static final int TUPLES = 6;

    private final List<String> differences = new ArrayList<>();
    private volatile boolean over;

    @Test
    void every_registered_call_has_a_direct_route() {
        try (Worlds.Direct direct = new Worlds.Direct(1)) {
            assertThat(direct.shim.table().calls().stream()
                            .map(CallEntry::declaration)
                            .filter(row -> row.syscall() != null && !direct.has(row.number(Arch.X86_64)))
                            .map(CallDeclaration::name))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void calls_agree_by_every_route(long number) throws InterruptedException {
        long seed = number + Long.getLong("io.unishim.test.seed", 0);
        Set<String> served = new TreeSet<>();
        Random random = new Random(seed);
        try (World direct = new Worlds.Direct(seed);
                World byNumber = new Worlds.ByNumber(seed);
                World program = new Worlds.FromProgram(seed)) {
            World[] worlds = {direct, byNumber, program};
            Thread watchdog = watch(worlds);
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    round(worlds, random, served);
                }
            } finally {
                over = true;
                watchdog.join();
            }
            assertThat(differences).as("seed " + seed).isEmpty();
            // Nonsense alone would agree too easily: most calls must have done their work at least once.
            int all = direct.shim.table().calls().size();
            assertThat(served).as("seed " + seed).hasSizeGreaterThan(all / 2);
        }
    }

    private Thread watch(World[] worlds) {
        Thread watchdog = new Thread(
                () -> {
                    while (!over) {
                        for (World each : worlds) {
                            each.watch();
                        }
                        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
                    }
                },
                "watchdog");
        watchdog.start();
        return watchdog;
    }

    private void round(World[] worlds, Random random, Set<String> served) {
        List<CallDeclaration> calls = new ArrayList<>();
        for (CallEntry entry : worlds[0].shim.table().calls()) {
            CallDeclaration row = entry.declaration();
            if (row.syscall() != null && !ONLY_PROGRAMS.contains(row.name())) {
                calls.add(row);
            }
        }
        Collections.shuffle(calls, random);
        for (CallDeclaration call : calls) {
            for (int i = 0; i < TUPLES; i++) {
                ArgumentSource source = new ArgumentSource(random, worlds[0].task.tid());
                ArgumentSource.Tuple tuple = source.next(call);
                if (armsByProcessor(call, tuple) || wantsOnePlace(call, tuple)) {
                    continue;
                }
                if (!compare(worlds, call, tuple, served)) {
                    renew(worlds);
                }
            }
        }
        renew(worlds);
    }

    /** Timers and limits of processor time go off when it has passed, in each world at another call. */
    private static boolean armsByProcessor(CallDeclaration call, ArgumentSource.Tuple tuple) {
        int which = (int) tuple.value(0, 0);
        return switch (call.name()) {
            case "setitimer" -> which == ITIMER_VIRTUAL || which == ITIMER_PROF;
            case "timer_create" -> which < 0 || which == CLOCK_PROCESS_CPUTIME_ID || which == CLOCK_THREAD_CPUTIME_ID;
            case "setrlimit" -> which == RLIMIT_CPU;
            case "prlimit64" -> (int) tuple.value(1, 0) == RLIMIT_CPU;
            default -> false;
        };
    }

    /** What lies outside of the arenas, or low, only one world can have: they share a process of the host. */
    private static boolean wantsOnePlace(CallDeclaration call, ArgumentSource.Tuple tuple) {
        return switch (call.name()) {
            case "mmap" -> tuple.value(0, 0) == ArgumentSource.OUTSIDE || (tuple.value(3, 0) & MAP_32BIT) != 0;
            case "shmat" -> tuple.value(1, 0) == ArgumentSource.OUTSIDE;
            case "mremap" -> tuple.value(4, 0) == ArgumentSource.OUTSIDE;
            default -> false;
        };
    }

    private static void renew(World[] worlds) {
        for (World each : worlds) {
            each.end();
            Worlds.reap(each.task);
            each.spawn();
        }
    }

    /** @return whether the processes can go on */
    private boolean compare(World[] worlds, CallDeclaration call, ArgumentSource.Tuple tuple, Set<String> served) {
        World.Outcome[] outcomes = new World.Outcome[worlds.length];
        byte[][] memory = new byte[worlds.length][];
        for (int i = 0; i < worlds.length; i++) {
            outcomes[i] = worlds[i].call(call.number(Arch.X86_64), tuple);
            memory[i] = new byte[World.SCRATCH_SIZE];
        }
        boolean goesOn = outcomes[0].plain() && outcomes[1].plain() && outcomes[2].plain();
        boolean ends = !outcomes[0].plain() && !outcomes[1].plain() && !outcomes[2].plain();
        if (!goesOn) {
            if (outcomes[0].end() != outcomes[1].end() || (!ends && !takenWithoutEffect(outcomes))) {
                differs(call, tuple, outcomes, "one goes on");
            }
            return false;
        }
        for (int i = 0; i < worlds.length; i++) {
            worlds[i].space.readFully(worlds[i].base + World.SCRATCH, memory[i]);
        }
        for (int i = 1; i < worlds.length; i++) {
            if (!alike(call, worlds[0], outcomes[0].value(), worlds[i], outcomes[i].value())) {
                differs(call, tuple, outcomes, "results");
                return false;
            }
            int at = firstDifference(worlds[0], memory[0], worlds[i], memory[i]);
            boolean stands =
                    at >= 0 && call.name().equals("sigaltstack") && (memory[0][at] ^ memory[i][at]) == SS_ONSTACK;
            if (at >= 0 && !stands && !MEASURING.contains(call.name())) {
                differs(call, tuple, outcomes, "memory at scratch+0x" + Integer.toHexString(at));
                return false;
            }
        }
        if (outcomes[0].value() >= 0) {
            served.add(call.name());
        }
        return true;
    }

    /** A program takes a signal as soon as the call is over; a task whose code is Java has nobody who would. */
    private static boolean takenWithoutEffect(World.Outcome[] outcomes) {
        return outcomes[0].end() == World.End.RETURNED
                && outcomes[2].plain()
                && outcomes[0].value() == outcomes[1].value()
                && outcomes[0].value() == outcomes[2].value();
    }

    private void differs(CallDeclaration call, ArgumentSource.Tuple tuple, World.Outcome[] outcomes, String where) {
        differences.add(call.name() + tuple + " " + where + ": " + List.of(outcomes));
    }

    private static boolean alike(CallDeclaration call, World a, long left, World b, long right) {
        if (left == right) {
            return true;
        }
        if (call.name().equals("sigaltstack") && right == -EPERM) {
            // A program that stands on the stack, which of a Java task nobody can say.
            return true;
        }
        boolean bothGood = left >= 0 && right >= 0;
        if (call.returns() == Returns.ADDRESS) {
            return bothGood && samePlace(a, left, b, right);
        }
        return bothGood && MEASURING.contains(call.name());
    }

    /** @return where words differ that are not the same place in both memories, or -1 */
    private static int firstDifference(World leftWorld, byte[] left, World rightWorld, byte[] right) {
        ByteBuffer a = ByteBuffer.wrap(left).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer b = ByteBuffer.wrap(right).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = Arrays.mismatch(left, right); at >= 0 && at < left.length; at++) {
            if (left[at] != right[at] && !samePlace(a, leftWorld, b, rightWorld, at)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether the byte belongs to a pointer, which need not be aligned. */
    private static boolean samePlace(ByteBuffer a, World left, ByteBuffer b, World right, int at) {
        for (int from = Math.max(0, at - 7); from <= at && from + 8 <= a.limit(); from++) {
            if (samePlace(left, a.getLong(from), right, b.getLong(from))) {
                return true;
            }
        }
        return false;
    }

    private static boolean samePlace(World a, long left, World b, long right) {
        return left - a.base == right - b.base || left - a.chosen == right - b.chosen;
    }
}
