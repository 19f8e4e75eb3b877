package io.unishim.bench;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Pipes and sockets between two tasks, beside the host's between two threads, on each JDK. */
final class NetGroup implements Group {
    private static final List<String> OPERATIONS = List.of(
            "pipeRoundTrip", "unixRoundTrip", "tcpRoundTrip", "pipeBulk", "unixBulk", "tcpBulk", "epollRequest");
    private static final String HOST = "the host's";

    @Override
    public List<String> names() {
        return OPERATIONS.stream().map(operation -> "net/" + operation).toList();
    }

    @Override
    public List<Figure> measure(Settings settings) throws RunnerException {
        List<String> operations = OPERATIONS.stream()
                .filter(operation -> settings.wants("net/" + operation))
                .toList();
        List<Jmh> all =
                settings.jdks().stream().map(jdk -> new Jmh(settings, jdk)).toList();
        for (int round = 0; round < settings.rounds(); round++) {
            for (Jmh jmh : all) {
                for (String operation : operations) {
                    jmh.round(List.of("net.ShimChannels." + operation, "net.HostChannels." + operation));
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        for (Jmh jmh : all) {
            for (String operation : operations) {
                String name = "net/" + operation + " on " + jmh.jdk();
                double host = jmh.nanos("net.HostChannels." + operation);
                figures.add(Figure.of(name, jmh.nanos("net.ShimChannels." + operation), "ns")
                        .against(HOST, host));
                figures.add(Figure.of(name + " allocation", jmh.bytes("net.ShimChannels." + operation), "B/op"));
            }
        }
        return figures;
    }
}
