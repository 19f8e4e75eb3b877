package io.unishim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From nothing to the end of a program that does nothing, in wall time. */
final class StartGroup implements Group {
    private static final String UNISHIM = "start/unishim-run-true";
    private static final String ISOLATED = "start/unishim-run-isolated-true";
    private static final String NATIVE = "native /bin/true";
    private static final String JVM = "an empty JVM";

    @Override
    public List<String> names() {
        return List.of(UNISHIM, ISOLATED);
    }

    @Override
    public List<Figure> measure(Settings settings) throws IOException, InterruptedException {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        Path launcher = settings.root().resolve("unishim");
        if (Files.isExecutable(launcher)) {
            commands.put(UNISHIM, List.of(launcher.toString(), "run", "/bin/true"));
            commands.put(ISOLATED, List.of(launcher.toString(), "run", "--isolated", "/bin/true"));
        } else {
            System.err.println("  " + launcher + " is missing: " + UNISHIM + " is left out");
        }
        commands.put(NATIVE, List.of("/bin/true"));
        commands.put(
                JVM,
                List.of(settings.jdk().java(), "-cp", System.getProperty("java.class.path"), Nothing.class.getName()));
        Map<String, List<Double>> times = new LinkedHashMap<>();
        // The first round fills the host's page cache, and does what only a first start does.
        for (int round = 0; round <= (settings.longer() ? 21 : 7); round++) {
            for (Map.Entry<String, List<String>> entry : commands.entrySet()) {
                double millis = millis(settings, entry.getValue());
                if (round > 0) {
                    times.computeIfAbsent(entry.getKey(), none -> new ArrayList<>())
                            .add(millis);
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        double natively = Median.of(times.getOrDefault(NATIVE, List.of()));
        double jvm = Median.of(times.getOrDefault(JVM, List.of()));
        for (String name : names()) {
            if (commands.containsKey(name)) {
                Figure figure = Figure.of(name, Median.of(times.getOrDefault(name, List.of())), "ms");
                figures.add(figure.against(NATIVE, natively));
                figures.add(figure.against(JVM, jvm));
            }
        }
        figures.add(Figure.of("peers/" + NATIVE, natively, "ms"));
        figures.add(Figure.of("peers/" + JVM, jvm, "ms"));
        return figures;
    }

    /** An empty program. */
    static final class Nothing {
        private Nothing() {}

        /** Does nothing. */
        public static void main(String[] arguments) {}
    }

    private static double millis(Settings settings, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("JAVA_HOME", settings.jdk().home().toString());
        long start = System.nanoTime();
        int status = builder.start().waitFor();
        double millis = (System.nanoTime() - start) / 1e6;
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " exited with " + status);
        }
        return millis;
    }
}
