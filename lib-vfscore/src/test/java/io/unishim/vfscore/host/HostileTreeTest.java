package io.unishim.vfscore.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.file.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A writable directory of the host in which others on the host, at every depth, make links that lead out, swap directories and
 * files for them and back, move directories out and in again, and put devices and FIFOs in the way, while two tasks of the
 * shim do whatever can be done. Nothing beside the directory is ever seen or changed.
 */
@Timeout(600)
class HostileTreeTest {
    /** More: {@code -Dio.unishim.test.steps}. */
    private static final int STEPS = Integer.getInteger("io.unishim.test.steps", 20_000);

    private static final String[] NAMES = {"a", "b", "c", "d", "back0", "back1"};
    private static final int ATTACKERS = 2;
    private static final int INTRUDERS = 2;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothing_outside_is_read_or_changed_whatever_the_host_does_meanwhile(long seed) throws Exception {
        Path shared = Files.createDirectories(temporary.resolve("shared"));
        Path parking = Files.createDirectories(temporary.resolve("parking"));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(ATTACKERS + INTRUDERS);
        List<String> here = names(Path.of(""));
        try (Outside outside = new Outside(temporary, shared, parking, NAMES);
                Shim shim = Shim.builder()
                        .only("vfscore")
                        .mount(new Mount.Host(shared, "/", true))
                        .boot()) {
            List<Attacker> attackers = new ArrayList<>();
            List<Future<Integer>> attacks = new ArrayList<>();
            for (int i = 0; i < ATTACKERS; i++) {
                Random random = new Random(seed * 100 + i);
                Attacker attacker =
                        new Attacker(shared, temporary, parking, "moved" + i, NAMES, leads(parking), random);
                attackers.add(attacker);
                attacks.add(pool.submit(() -> attacker.run(done)));
            }
            List<Future<Integer>> uses = new ArrayList<>();
            for (int i = 0; i < INTRUDERS; i++) {
                Intruder intruder = new Intruder(shim, outside, NAMES, attackers, new Random(seed * 10 + i));
                uses.add(pool.submit(() -> intruder.run(STEPS)));
            }
            int succeeded = 0;
            try {
                for (Future<Integer> each : uses) {
                    succeeded += each.get(500, TimeUnit.SECONDS);
                }
            } finally {
                done.set(true);
            }
            for (Future<Integer> each : attacks) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isPositive();
            }
            assertThat(succeeded).as("calls that did something").isGreaterThan(STEPS / 20);
            outside.assertUntouched();
        } finally {
            pool.shutdownNow();
        }
        delete(shared);
        assertThat(names(Path.of(""))).as("where the JVM stands").isEqualTo(here);
    }

    /** Ways out, of which some are ways out of the shim's tree, too, and some are only for the JVM. */
    private List<String> leads(Path parking) {
        String jvm = "/proc/" + ProcessHandle.current().pid();
        return List.of(
                "..",
                "../..",
                "../../..",
                "../parking",
                "../../parking/b",
                "../../../parking",
                "a/../../parking",
                "../shared/../a",
                "../a/sa",
                "../sa",
                "../../sa",
                "../../../sa",
                "../../../../sa",
                temporary.resolve("sa").toString(),
                parking.resolve("xa/sa").toString(),
                parking.toString(),
                parking.resolve("b/sb").toString(),
                temporary.resolve("a").toString(),
                "/proc/self/cwd",
                "/proc/self/root" + parking,
                "/proc/thread-self/root" + temporary,
                jvm + "/cwd",
                jvm + "/root" + parking,
                "/proc/self/fd/" + 3,
                "/dev/fd/5",
                "a",
                ".");
    }

    /** JUnit would, but with a warning for each link that leads out. */
    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(each);
            }
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory.toAbsolutePath())) {
            return all.map(Path::toString).sorted().toList();
        }
    }
}
