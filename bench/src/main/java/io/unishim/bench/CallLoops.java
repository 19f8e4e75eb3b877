package io.unishim.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The C program that times loops of system calls; {@code bench/run} compiled it. */
final class CallLoops {
    /** Where programs find a file system in memory on the host. */
    private static final String HOST_MEMORY = "/dev/shm";

    private final Path binary;

    CallLoops(Path binary) {
        this.binary = binary;
    }

    Path binary() {
        return binary;
    }

    /**
     * Runs it on the host.
     *
     * @param loops which; none for all
     * @return the times of each, ns a call
     */
    Map<String, List<Double>> natively(String... loops) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(binary.toString(), HOST_MEMORY));
        command.addAll(List.of(loops));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(binary + " exited with " + status);
        }
        return parse(output);
    }

    /** @return the times that lines of {@code name nanoseconds} hold */
    static Map<String, List<Double>> parse(String output) {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        output.lines().forEach(line -> {
            int space = line.lastIndexOf(' ');
            times.computeIfAbsent(line.substring(0, space), none -> new ArrayList<>())
                    .add(Double.parseDouble(line.substring(space + 1)));
        });
        return times;
    }
}
