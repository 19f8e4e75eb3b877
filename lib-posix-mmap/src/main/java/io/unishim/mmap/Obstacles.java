package io.unishim.mmap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a user what of the JVM's lies where a program of fixed address must lie, and which flags keep it free. */
final class Obstacles {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final int SHOWN = 8;

    private Obstacles() {}

    static String describe(long start, long end) {
        List<String> found = new ArrayList<>();
        try (var lines = Files.lines(MAPS)) {
            lines.forEach(line -> {
                String obstacle = obstacle(line, start, end);
                if (obstacle != null) {
                    found.add(obstacle);
                }
            });
        } catch (IOException e) {
            found.add("unknown, for " + MAPS + " cannot be read");
        }
        if (found.isEmpty()) {
            return "";
        }
        String shown = String.join("; ", found.subList(0, Math.min(SHOWN, found.size())));
        return "addresses " + hex(start) + " to " + hex(end) + ", which the program must have, are taken: " + shown
                + ".\n"
                + "The JVM puts its heap and its class space below 4 GiB. Start it with -XX:HeapBaseMinAddress=32g, and on"
                + " JDK 25 with -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0, or try once more: some of it"
                + " lies elsewhere at each start. A program that was linked as PIE has no such needs.";
    }

    private static @Nullable String obstacle(String line, long start, long end) {
        String[] words = line.trim().split("\\s+", 6);
        String[] range = words[0].split("-", 2);
        if (range.length != 2) {
            return null;
        }
        long from = Long.parseUnsignedLong(range[0], 16);
        long to = Long.parseUnsignedLong(range[1], 16);
        boolean apart = Long.compareUnsigned(from, end) >= 0 || Long.compareUnsigned(to, start) <= 0;
        return apart ? null : hex(from) + "-" + hex(to) + " " + (words.length == 6 ? words[5] : "(the JVM's memory)");
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
