package io.unishim.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/** getppid(2) by the routes from Java, beside the host's own by the ways that there are to it. */
final class RoutesGroup implements Group {
    private static final String NATIVE_LOOP = "native in a C loop";
    private static final List<Measured> ROUTES = List.of(
            new Measured("routes/direct", "Routes.direct"),
            new Measured("routes/friendly-view", "Routes.view"),
            new Measured("routes/by-number", "Routes.number"),
            new Measured("routes/by-number-8-mixed", "Numbers.eightNumbers"),
            new Measured("routes/by-number-350-random", "Numbers.randomNumbers"));
    private static final List<Measured> PEERS = List.of(
            new Measured("native by JNI", "Routes.nativeByJni"),
            new Measured("jnr-posix", "Routes.jnrPosix"),
            new Measured("a Java method", "Routes.javaMethod"));

    /** A figure and the benchmark that gives it. */
    private record Measured(String name, String benchmark) {}

    @Override
    public List<String> names() {
        return ROUTES.stream().map(Measured::name).toList();
    }

    @Override
    public List<Figure> measure(Settings settings) throws RunnerException, IOException, InterruptedException {
        List<Measured> wanted =
                ROUTES.stream().filter(route -> settings.wants(route.name())).toList();
        List<String> benchmarks = Stream.concat(PEERS.stream(), wanted.stream())
                .map(Measured::benchmark)
                .toList();
        Jmh jmh = new Jmh(settings, settings.jdk());
        CallLoops loops = new CallLoops(settings.loops());
        List<Double> nativeTimes = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            nativeTimes.addAll(loops.natively("getppid").getOrDefault("getppid", List.of()));
            jmh.round(benchmarks);
        }
        double nativeTime = Median.of(nativeTimes);
        List<Figure> figures = new ArrayList<>();
        for (Measured route : wanted) {
            Figure figure = Figure.of(route.name(), jmh.nanos(route.benchmark()), "ns");
            figures.add(figure.against(NATIVE_LOOP, nativeTime));
            PEERS.forEach(peer -> figures.add(figure.against(peer.name(), jmh.nanos(peer.benchmark()))));
            figures.add(Figure.of(route.name() + " allocation", jmh.bytes(route.benchmark()), "B/op"));
        }
        figures.add(Figure.of("peers/" + NATIVE_LOOP, nativeTime, "ns"));
        PEERS.forEach(peer -> figures.add(Figure.of("peers/" + peer.name(), jmh.nanos(peer.benchmark()), "ns")));
        return figures;
    }
}
