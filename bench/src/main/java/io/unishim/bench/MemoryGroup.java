package io.unishim.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.runner.RunnerException;

/** Access to user memory, beside jnr-ffi's and java.nio's access to the JVM's own, on each JDK. */
final class MemoryGroup implements Group {
    private static final List<String> ACCESSES = List.of("loadLong", "storeLong", "copy64", "copy512", "copy4096");
    private static final Map<String, String> OWN = new LinkedHashMap<>();
    private static final Map<String, String> PEERS = new LinkedHashMap<>();

    static {
        OWN.put("program", "ProgramMemory");
        OWN.put("java", "JavaProcessMemory");
        PEERS.put("jnr Pointer", "JnrPointer");
        PEERS.put("direct ByteBuffer", "DirectBuffer");
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        OWN.keySet().forEach(own -> ACCESSES.forEach(access -> names.add("memory/" + own + "/" + access)));
        names.add("memory/program/block4096");
        return names;
    }

    @Override
    public List<Figure> measure(Settings settings) throws RunnerException {
        List<String> wanted = names().stream().filter(settings::wants).toList();
        Set<String> benchmarks = new LinkedHashSet<>();
        for (String name : wanted) {
            benchmarks.add(benchmark(name));
            peers(name).values().forEach(benchmarks::add);
        }
        List<Jmh> all = new ArrayList<>();
        for (Jdk jdk : settings.jdks()) {
            all.add(new Jmh(settings, jdk));
        }
        // Two rounds of every access on every JDK are minutes already.
        for (int round = 0; round < (settings.longer() ? settings.rounds() : 2); round++) {
            for (Jmh jmh : all) {
                jmh.round(List.copyOf(benchmarks));
            }
        }
        List<Figure> figures = new ArrayList<>();
        for (Jmh jmh : all) {
            for (String name : wanted) {
                Figure figure = Figure.of(name + " on " + jmh.jdk(), jmh.nanos(benchmark(name)), "ns");
                peers(name).forEach((peer, of) -> figures.add(figure.against(peer, jmh.nanos(of))));
            }
        }
        return figures;
    }

    private static String benchmark(String name) {
        String[] parts = name.split("/", -1);
        return OWN.get(parts[1]) + "." + parts[2];
    }

    private static Map<String, String> peers(String name) {
        String access = name.substring(name.lastIndexOf('/') + 1);
        Map<String, String> peers = new LinkedHashMap<>();
        PEERS.forEach((peer, type) -> {
            if (ACCESSES.contains(access) || type.equals("DirectBuffer")) {
                peers.put(peer, type + "." + access);
            }
        });
        return peers;
    }
}
