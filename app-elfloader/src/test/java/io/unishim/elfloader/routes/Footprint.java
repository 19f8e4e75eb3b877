package io.unishim.elfloader.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this JVM holds of the host. */
public record Footprint(Set<String> threads, long descriptors, long mappings, long virtualKilobytes) {
    /**
     * Mappings come and go with compiled code, malloc's arenas, stacks of threads that are kept for the next ones and the heap:
     * after millions of calls some 250. Every leaked process has three or more, and there are thousands.
     */
    private static final int MAPPINGS_OF_THE_JVM = Integer.getInteger("io.unishim.test.calls", 0) > 500_000 ? 300 : 150;

    /** Less than the addresses of one program. */
    private static final long KILOBYTES_OF_THE_JVM = 3L << 20;

    private static final int COLLECTIONS = 40;

    /** @return what it holds now */
    public static Footprint now() {
        try {
            Set<String> threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(Thread::isAlive)
                    .map(Thread::getName)
                    .filter(name -> !name.startsWith("junit") && !name.contains("Compiler") && !name.contains("GC"))
                    .collect(Collectors.toCollection(TreeSet::new));
            List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
            String size = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmSize:"))
                    .findFirst()
                    .orElseThrow();
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return new Footprint(threads, open.count(), maps.size(), Long.parseLong(size.replaceAll("[^0-9]", "")));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return how many mappings there are of each file and protection */
    private static Map<String, Integer> kinds() {
        Map<String, Integer> kinds = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
                String[] columns = line.split(" +", 6);
                kinds.merge(columns[1] + " " + (columns.length < 6 ? "" : columns[5]), 1, Integer::sum);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return kinds;
    }

    private Set<String> threadsMore(Footprint now) {
        Set<String> more = new TreeSet<>(now.threads);
        more.removeAll(threads);
        return more;
    }

    private boolean more(Footprint now) {
        return !threadsMore(now).isEmpty()
                || now.mappings >= mappings + MAPPINGS_OF_THE_JVM
                || now.virtualKilobytes >= virtualKilobytes + KILOBYTES_OF_THE_JVM;
    }

    /**
     * Fails if there is more, also after a while and garbage collections: they give back memory outside the heap, and a thread
     * that has done its last work is alive until the host has scheduled it once more.
     */
    public void assertBack() throws InterruptedException {
        Footprint now = now();
        for (int i = 0; i < COLLECTIONS && more(now); i++) {
            System.gc();
            Thread.sleep(50);
            now = now();
        }
        assertThat(threadsMore(now)).as("threads left").isEmpty();
        assertThat(now.descriptors).as("descriptors of the host").isLessThanOrEqualTo(descriptors);
        assertThat(now.mappings)
                .as(() -> "mappings of the host, by what is mapped and how: " + kinds())
                .isLessThan(mappings + MAPPINGS_OF_THE_JVM);
        assertThat(now.virtualKilobytes).as("addresses in KiB").isLessThan(virtualKilobytes + KILOBYTES_OF_THE_JVM);
    }
}
