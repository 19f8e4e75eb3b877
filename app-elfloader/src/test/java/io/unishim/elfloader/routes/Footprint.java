package io.unishim.elfloader.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this JVM holds of the host. */
record Footprint(Set<String> threads, long descriptors, long mappings, long virtualKilobytes) {
    /** Mappings come and go with compiled code, malloc's arenas and the heap; every leaked process has three or more. */
    private static final int MAPPINGS_OF_THE_JVM = 150;

    /** Less than the addresses of one program. */
    private static final long KILOBYTES_OF_THE_JVM = 3L << 20;

    private static final int COLLECTIONS = 40;

    static Footprint now() {
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

    /** Fails if there is more, also after garbage collections: they give back memory outside the heap. */
    void assertBack() throws InterruptedException {
        Footprint now = now();
        for (int i = 0; i < COLLECTIONS && now.virtualKilobytes >= virtualKilobytes + KILOBYTES_OF_THE_JVM; i++) {
            System.gc();
            Thread.sleep(50);
            now = now();
        }
        Set<String> more = new TreeSet<>(now.threads);
        more.removeAll(threads);
        assertThat(more).as("threads left").isEmpty();
        assertThat(now.descriptors).as("descriptors of the host").isLessThanOrEqualTo(descriptors);
        assertThat(now.mappings).as("mappings of the host").isLessThan(mappings + MAPPINGS_OF_THE_JVM);
        assertThat(now.virtualKilobytes).as("addresses in KiB").isLessThan(virtualKilobytes + KILOBYTES_OF_THE_JVM);
    }
}
