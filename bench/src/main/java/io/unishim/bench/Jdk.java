package io.unishim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JDK to measure on.
 *
 * @param home where it is
 * @param release 17 or more
 */
record Jdk(Path home, int release) {
    private static final String VERSION = "JAVA_VERSION=\"";

    /** @throws IllegalArgumentException if there is no JDK */
    static Jdk at(Path home) {
        try {
            String version = Files.readAllLines(home.resolve("release")).stream()
                    .filter(line -> line.startsWith(VERSION))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + VERSION));
            String number = version.substring(VERSION.length()).split("\\D", 2)[0];
            return new Jdk(home, Integer.parseInt(number));
        } catch (IOException | NumberFormatException e) {
            throw new IllegalArgumentException(home + " is not the home of a JDK", e);
        }
    }

    String java() {
        return home.resolve("bin/java").toString();
    }

    @Override
    public String toString() {
        return "JDK " + release;
    }
}
