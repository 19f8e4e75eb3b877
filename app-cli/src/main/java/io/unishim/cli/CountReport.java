package io.unishim.cli;

import io.unishim.control.Statistics.Count;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts of calls in the form of {@code strace -c}. */
final class CountReport {
    private static final String RULE = "------ ----------- ----------- --------- --------- ----------------";

    private CountReport() {}

    /** @return the lines, the call that took longest first */
    static List<String> of(Map<String, Count> counts) {
        long nanos = counts.values().stream().mapToLong(Count::nanos).sum();
        List<String> lines = new ArrayList<>();
        lines.add("% time     seconds  usecs/call     calls    errors syscall");
        lines.add(RULE);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Count>comparingByValue(Comparator.comparingLong(Count::nanos))
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(each -> lines.add(line(each.getKey(), each.getValue(), nanos)));
        lines.add(RULE);
        long calls = counts.values().stream().mapToLong(Count::calls).sum();
        long errors = counts.values().stream().mapToLong(Count::errors).sum();
        lines.add(line("total", new Count(calls, errors, nanos, new long[0]), nanos));
        return lines;
    }

    private static String line(String name, Count count, long allNanos) {
        return String.format(
                Locale.ROOT,
                "%6.2f %11.6f %11d %9d %9s %s",
                allNanos == 0 ? 0 : 100.0 * count.nanos() / allNanos,
                count.nanos() / 1e9,
                count.calls() == 0 ? 0 : count.nanos() / count.calls() / 1000,
                count.calls(),
                count.errors() == 0 ? "" : count.errors(),
                name);
    }
}
