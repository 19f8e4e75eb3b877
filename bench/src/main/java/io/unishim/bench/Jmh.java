package io.unishim.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH benchmarks in turns: a fork of A, one of B, again one of A. What disturbs a while then disturbs all alike. */
final class Jmh {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Settings settings;
    private final Jdk jdk;
    private final Map<String, List<Double>> times = new LinkedHashMap<>();
    private final Map<String, List<Double>> bytes = new LinkedHashMap<>();

    Jmh(Settings settings, Jdk jdk) {
        this.settings = settings;
        this.jdk = jdk;
    }

    Jdk jdk() {
        return jdk;
    }

    /**
     * Runs each benchmark once, in a JVM of its own.
     *
     * @param benchmarks {@code Class.method}, of this package
     */
    void round(List<String> benchmarks) throws RunnerException {
        for (String benchmark : benchmarks) {
            System.err.println("  " + benchmark);
            collect(benchmark, new Runner(options(benchmark).build()).run());
        }
    }

    private ChainedOptionsBuilder options(String benchmark) {
        return new OptionsBuilder()
                .include("^" + Jmh.class.getPackageName().replace(".", "\\.") + "\\." + benchmark + "$")
                .jvm(jdk.java())
                .jvmArgs(flags())
                .forks(1)
                // Long enough for the compiler's last word also on a busy machine.
                .warmupIterations(settings.longer() ? 16 : 10)
                .warmupTime(TimeValue.milliseconds(400))
                // Shorter than a time slice, so that on a busy machine most are not interrupted.
                .measurementIterations(settings.longer() ? 200 : 60)
                .measurementTime(TimeValue.milliseconds(2))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    private String[] flags() {
        List<String> flags = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx512m"));
        if (jdk.release() >= 23) {
            // Or JMH's own use of it is complained of at every start.
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags.toArray(String[]::new);
    }

    private void collect(String benchmark, Collection<RunResult> results) {
        for (RunResult run : results) {
            for (BenchmarkResult fork : run.getBenchmarkResults()) {
                for (IterationResult iteration : fork.getIterationResults()) {
                    add(times, benchmark, iteration.getPrimaryResult());
                    iteration.getSecondaryResults().forEach((name, result) -> {
                        if (name.endsWith(ALLOCATED)) {
                            add(bytes, benchmark, result);
                        }
                    });
                }
            }
        }
    }

    private static void add(Map<String, List<Double>> to, String benchmark, Result<?> result) {
        to.computeIfAbsent(benchmark, none -> new ArrayList<>()).add(result.getScore());
    }

    /** @return the median time of one operation, ns; NaN if it was not run */
    double nanos(String benchmark) {
        return Median.of(times.getOrDefault(benchmark, List.of()));
    }

    /** @return the median of the bytes that one operation allocates on the heap */
    double bytes(String benchmark) {
        return Median.of(bytes.getOrDefault(benchmark, List.of()));
    }
}
