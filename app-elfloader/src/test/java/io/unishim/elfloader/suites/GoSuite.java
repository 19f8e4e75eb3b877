package io.unishim.elfloader.suites;

import io.unishim.elfloader.programs.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tests of a package of Go's standard library. */
record GoSuite(String importPath) implements Suite {
    private static final Path GO = Path.of("/usr/bin/go");
    private static final Path SOURCES = Path.of("/usr/share/go-1.19/src");
    private static final Pattern OUTCOME = Pattern.compile("^ *--- ([A-Z]+): (\\S+) ", Pattern.MULTILINE);
    private static final String[] OPTIONS = {"-test.v", "-test.short", "-test.timeout=100s"};

    @Override
    public String name() {
        return "go/" + importPath;
    }

    @Override
    public @Nullable String missing() {
        boolean there = Files.isExecutable(GO) && Files.isDirectory(SOURCES);
        return there ? null : "golang-go and golang-1.19-src";
    }

    @Override
    public String[] prepare(Path workshop, Path place, Exceptions exceptions) throws IOException {
        Path program = workshop.resolve(importPath.replace('/', '_') + ".test");
        if (!Files.exists(program)) {
            compile(workshop, program);
        }
        // Tests read their sources and what lies beside them, and write there.
        copy(SOURCES.resolve(importPath), place);
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(OPTIONS));
        List<String> never = exceptions.notRun(name());
        if (!never.isEmpty()) {
            // Go 1.19 knows no -test.skip: all others are named.
            command.add("-test.run=^(" + others(place, never) + ")$");
        }
        return command.toArray(String[]::new);
    }

    private void compile(Path workshop, Path program) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        GO.toString(),
                        "test",
                        "-c",
                        "-p",
                        "2",
                        "-tags",
                        "timetzdata",
                        "-o",
                        program.toString(),
                        importPath)
                .directory(workshop.toFile());
        builder.environment().put("CGO_ENABLED", "0");
        builder.environment().put("GOPROXY", "off");
        builder.environment().put("GOPATH", workshop.resolve("path").toString());
        builder.environment().put("GOCACHE", workshop.resolve("cache").toString());
        Commands.run(builder);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : (Iterable<Path>) files::iterator) {
                if (!each.equals(from)) {
                    Files.copy(each, to.resolve(from.relativize(each).toString()));
                }
            }
        }
    }

    private String others(Path place, List<String> never) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith("_test.go"))
                    .sorted()
                    .toList();
            Pattern function = Pattern.compile("^func ((?:Test|Example)\\w*)\\(", Pattern.MULTILINE);
            List<String> names = new ArrayList<>();
            for (Path source : sources) {
                Matcher matcher = function.matcher(Files.readString(source));
                while (matcher.find()) {
                    names.add(matcher.group(1));
                }
            }
            return names.stream().filter(name -> !never.contains(name)).collect(Collectors.joining("|"));
        }
    }

    @Override
    public SortedMap<String, String> outcomes(Result result) {
        SortedMap<String, String> outcomes = new TreeMap<>();
        Matcher matcher = OUTCOME.matcher(result.output());
        while (matcher.find()) {
            outcomes.put(matcher.group(2), matcher.group(1));
        }
        return outcomes;
    }
}
