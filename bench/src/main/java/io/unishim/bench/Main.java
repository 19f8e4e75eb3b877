package io.unishim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/** Measures the figures whose names match, and prints a line for each. */
public final class Main {
    private static final List<Group> GROUPS = List.of(
            new RoutesGroup(),
            ProgramGroup.calls(),
            ProgramGroup.children(),
            ProgramGroup.isolated(),
            new RedisGroup(),
            new MemoryGroup(),
            new FilesGroup(),
            new NetGroup(),
            new StartGroup());

    private Main() {}

    /**
     * Starts.
     *
     * @param arguments {@code [--long] [--jdk HOME]... [PATTERN]}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Settings settings = Settings.parse(arguments);
        List<Group> wanted = GROUPS.stream()
                .filter(group -> settings.wantsAny(group.names()))
                .toList();
        if (wanted.isEmpty()) {
            System.err.println("no figure matches " + settings.pattern() + "; there are:");
            GROUPS.forEach(group -> group.names().forEach(name -> System.err.println("  " + name)));
            System.exit(2);
        }
        List<Figure> figures = new ArrayList<>();
        boolean complete = true;
        for (Group group : wanted) {
            try {
                List<Figure> more = group.measure(settings);
                print(more);
                figures.addAll(more);
            } catch (IOException | RunnerException e) {
                System.err.println("figures are missing: " + e);
                complete = false;
            }
        }
        Path file = save(settings, figures);
        System.err.println("also in " + file);
        System.exit(complete ? 0 : 1);
    }

    private static void print(List<Figure> figures) {
        int width = figures.stream()
                .mapToInt(figure -> figure.name().length())
                .max()
                .orElse(0);
        System.out.printf(
                Locale.ROOT, "%-" + width + "s %10s %-5s %8s  %s%n", "name", "value", "unit", "ratio", "against");
        for (Figure figure : figures) {
            System.out.printf(
                    Locale.ROOT,
                    "%-" + width + "s %10.2f %-5s %8s  %s%n",
                    figure.name(),
                    figure.value(),
                    figure.unit(),
                    ratio(figure),
                    figure.against());
        }
        System.out.println();
    }

    private static String ratio(Figure figure) {
        return Double.isNaN(figure.ratio()) ? "-" : String.format(Locale.ROOT, "%.3f", figure.ratio());
    }

    /** Writes the same for machines, separated by tabs. */
    private static Path save(Settings settings, List<Figure> figures) throws IOException {
        List<String> lines = new ArrayList<>(List.of("name\tvalue\tunit\tratio\tagainst"));
        for (Figure figure : figures) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s\t%.4f\t%s\t%s\t%s",
                    figure.name(),
                    figure.value(),
                    figure.unit(),
                    Double.isNaN(figure.ratio()) ? "" : String.format(Locale.ROOT, "%.4f", figure.ratio()),
                    figure.against()));
        }
        return Files.write(settings.target().resolve("figures.tsv"), lines);
    }
}
