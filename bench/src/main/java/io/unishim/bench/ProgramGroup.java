package io.unishim.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** System calls of an unmodified program on a shim, beside those of the same binary on the host. */
final class ProgramGroup implements Group {
    private static final String PREFIX = "from-a-program/";
    private static final String AGAINST = "the same binary natively";
    private static final List<String> LOOPS = List.of(
            "getppid",
            "getppid-with-ymm",
            "read-zero",
            "write-null",
            "pread-4096",
            "pwrite-4096",
            "open-close",
            "futex-wake",
            "thread-create-join");

    @Override
    public List<String> names() {
        return LOOPS.stream().map(PREFIX::concat).toList();
    }

    @Override
    public List<Figure> measure(Settings settings) throws IOException, InterruptedException {
        List<String> loops =
                LOOPS.stream().filter(loop -> settings.wants(PREFIX + loop)).toList();
        Map<String, List<Double>> times = run(settings, loops);
        List<Figure> figures = new ArrayList<>();
        for (String loop : loops) {
            double inside = Median.of(times.getOrDefault(InsideLoops.INSIDE + "/" + loop, List.of()));
            double natively = Median.of(times.getOrDefault(InsideLoops.NATIVE + "/" + loop, List.of()));
            figures.add(Figure.of(PREFIX + loop, inside, "ns").against(AGAINST, natively));
            figures.add(Figure.of("natively/" + loop, natively, "ns"));
        }
        return figures;
    }

    private static Map<String, List<Double>> run(Settings settings, List<String> loops)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                settings.jdk().java(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                InsideLoops.class.getName(),
                settings.loops().toString(),
                settings.longer() ? "15" : "5"));
        command.addAll(loops);
        System.err.println("  " + String.join(" ", command.subList(4, command.size())));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            System.err.println("  it exited with " + process.exitValue() + ": what it printed before counts");
        }
        return CallLoops.parse(output);
    }
}
