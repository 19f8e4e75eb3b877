package io.unishim.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** System calls of an unmodified program on a shim, beside those of the same binary on the host. */
final class ProgramGroup implements Group {
    private static final String AGAINST = "the same binary natively";
    private static final List<String> CALLS = List.of(
            "getppid",
            "getppid-with-ymm",
            "read-zero",
            "write-null",
            "pread-4096",
            "pwrite-4096",
            "open-close",
            "create-unlink",
            "stat",
            "append-4096",
            "readdir-1000",
            "two-renames",
            "mkdir-rmdir",
            "futex-wake",
            "futex-ping-pong",
            "clock-gettime",
            "signal-to-self",
            "mmap-munmap-1m",
            "thread-create-join");
    private static final List<String> CHILDREN =
            List.of("fork-exit-wait", "posix-spawn-wait", "fork-in-a-child", "getppid-in-a-child", "read-in-a-child");

    private static final List<String> ISOLATED_CALLS = List.of(
            "getppid", "read-zero", "pread-4096", "open-close", "futex-wake", "thread-create-join", "fork-exit-wait");

    private final String prefix;
    private final String where;
    private final List<String> all;

    private ProgramGroup(String prefix, String where, List<String> all) {
        this.prefix = prefix;
        this.where = where;
        this.all = all;
    }

    /** Calls of a program that runs in the JVM's own process. */
    static ProgramGroup calls() {
        return new ProgramGroup("from-a-program/", InsideLoops.IN_PROCESS, CALLS);
    }

    /** Making children, and calls that children make. */
    static ProgramGroup children() {
        return new ProgramGroup("fork/", InsideLoops.IN_PROCESS, CHILDREN);
    }

    /** Calls of a program in a process of its own. */
    static ProgramGroup isolated() {
        return new ProgramGroup("isolated/", InsideLoops.ISOLATED, ISOLATED_CALLS);
    }

    @Override
    public List<String> names() {
        return all.stream().map(prefix::concat).toList();
    }

    @Override
    public List<Figure> measure(Settings settings) throws IOException, InterruptedException {
        List<String> loops =
                all.stream().filter(loop -> settings.wants(prefix + loop)).toList();
        Map<String, List<Double>> times = run(settings, loops);
        List<Figure> figures = new ArrayList<>();
        for (String loop : loops) {
            double inside = Median.of(times.getOrDefault(InsideLoops.INSIDE + "/" + loop, List.of()));
            double natively = Median.of(times.getOrDefault(InsideLoops.NATIVE + "/" + loop, List.of()));
            figures.add(Figure.of(prefix + loop, inside, "ns").against(AGAINST, natively));
            figures.add(Figure.of("natively/" + loop, natively, "ns"));
        }
        return figures;
    }

    private Map<String, List<Double>> run(Settings settings, List<String> loops)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                settings.jdk().java(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                InsideLoops.class.getName(),
                settings.loops().toString(),
                settings.longer() ? "15" : "5",
                where));
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
