package io.unishim.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What redis-benchmark says of redis-server on a shim, by a published port, beside the same server on the host. */
final class RedisGroup implements Group {
    private static final Path BENCHMARK = Path.of("/usr/bin/redis-benchmark");
    private static final String NATIVE = "redis natively";

    @Override
    public List<String> names() {
        return List.of("redis/get-" + InsideLoops.IN_PROCESS, "redis/get-" + InsideLoops.ISOLATED);
    }

    @Override
    public List<Figure> measure(Settings settings) throws IOException, InterruptedException {
        if (!Files.isExecutable(BENCHMARK) || !Files.isExecutable(Path.of(RedisServer.BINARY))) {
            System.err.println("  redis is missing: redis/ is left out");
            return List.of();
        }
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        try (Server natively = Server.natively();
                Server inProcess = Server.inside(settings, InsideLoops.IN_PROCESS);
                Server isolated = Server.inside(settings, InsideLoops.ISOLATED)) {
            Map<String, Server> servers = new LinkedHashMap<>();
            servers.put(NATIVE, natively);
            servers.put(names().get(0), inProcess);
            servers.put(names().get(1), isolated);
            // The first round is for the JIT.
            for (int round = 0; round <= settings.rounds(); round++) {
                for (Map.Entry<String, Server> each : servers.entrySet()) {
                    double rate = rate(each.getValue().port, settings.longer() ? 200_000 : 50_000);
                    if (round > 0) {
                        rates.computeIfAbsent(each.getKey(), none -> new ArrayList<>())
                                .add(rate);
                    }
                }
            }
        }
        double natively = Median.of(rates.getOrDefault(NATIVE, List.of()));
        List<Figure> figures = new ArrayList<>();
        for (String name : names()) {
            double rate = Median.of(rates.getOrDefault(name, List.of()));
            figures.add(Figure.of(name, rate, "1/s").against(NATIVE, natively));
        }
        return figures;
    }

    private static double rate(int port, int requests) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        BENCHMARK.toString(), "-p", "" + port, "-t", "get", "-n", "" + requests, "-c", "20", "--csv")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        // "GET","83612.04","0.128",... below a line of titles
        for (String line : output.lines().toList()) {
            String[] fields = line.split(",", -1);
            if (fields[0].equals("\"GET\"")) {
                return Double.parseDouble(fields[1].replace("\"", ""));
            }
        }
        throw new IOException("redis-benchmark said: " + output);
    }

    /** A server, and the host's port that leads to it. */
    private record Server(Process process, int port) implements AutoCloseable {
        static Server natively() throws IOException {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            Process process = new ProcessBuilder(
                            RedisServer.BINARY, "--port", "" + port, "--save", "", "--appendonly", "no")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Server(process, port);
        }

        static Server inside(Settings settings, String where) throws IOException {
            Process process = new ProcessBuilder(
                            settings.jdk().java(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            RedisServer.class.getName(),
                            where)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
            String line = reader.readLine();
            if (line == null) {
                throw new IOException("no port of redis " + where);
            }
            return new Server(process, Integer.parseInt(line));
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            process.destroy();
        }
    }
}
