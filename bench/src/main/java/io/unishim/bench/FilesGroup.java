package io.unishim.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** File operations by the typed route and by the java.nio view, beside other file systems in memory, on each JDK. */
final class FilesGroup implements Group {
    private static final List<String> OPERATIONS = List.of(
            "openClose",
            "createUnlink",
            "stat",
            "pread4096",
            "pwrite4096",
            "append4096",
            "readdir1000",
            "twoRenames",
            "mkdirRmdir");
    private static final Map<String, String> OWN = new LinkedHashMap<>();
    private static final Map<String, String> PEERS = new LinkedHashMap<>();
    private static final String HOST = "java.nio on the host's tmpfs";

    static {
        OWN.put("typed", "ShimCalls");
        OWN.put("nio", "ShimFiles");
        PEERS.put("jimfs", "JimfsFiles");
        PEERS.put("memoryfilesystem", "MemoryFilesystemFiles");
        PEERS.put(HOST, "TmpfsFiles");
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        OWN.keySet().forEach(own -> OPERATIONS.forEach(operation -> names.add("files/" + own + "/" + operation)));
        return names;
    }

    @Override
    public List<Figure> measure(Settings settings) throws RunnerException {
        List<String> own = names().stream().filter(settings::wants).toList();
        List<String> operations = OPERATIONS.stream()
                .filter(each -> own.stream().anyMatch(name -> name.endsWith("/" + each)))
                .toList();
        List<Jmh> all =
                settings.jdks().stream().map(jdk -> new Jmh(settings, jdk)).toList();
        for (int round = 0; round < (settings.longer() ? settings.rounds() : 1); round++) {
            for (Jmh jmh : all) {
                for (String operation : operations) {
                    List<String> benchmarks = new ArrayList<>();
                    own.stream()
                            .filter(name -> name.endsWith("/" + operation))
                            .forEach(name -> benchmarks.add(benchmark(name)));
                    PEERS.values().forEach(peer -> benchmarks.add("files." + peer + "." + operation));
                    jmh.round(benchmarks);
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        for (Jmh jmh : all) {
            own.forEach(name -> figures.addAll(figures(jmh, name)));
        }
        return figures;
    }

    private static String benchmark(String name) {
        String[] parts = name.split("/", -1);
        return "files." + OWN.get(parts[1]) + "." + parts[2];
    }

    private static List<Figure> figures(Jmh jmh, String name) {
        String operation = name.substring(name.lastIndexOf('/') + 1);
        Figure figure = Figure.of(name + " on " + jmh.jdk(), jmh.nanos(benchmark(name)), "ns");
        List<Figure> figures = new ArrayList<>();
        PEERS.forEach((peer, type) -> figures.add(figure.against(peer, jmh.nanos("files." + type + "." + operation))));
        return figures;
    }
}
