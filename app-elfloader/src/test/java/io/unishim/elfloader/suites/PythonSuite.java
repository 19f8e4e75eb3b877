package io.unishim.elfloader.suites;

import io.unishim.elfloader.programs.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A module of CPython's own tests. */
record PythonSuite(String module) implements Suite {
    private static final Path PYTHON = Path.of("/usr/bin/python3.11");
    private static final Path TESTS = Path.of("/usr/lib/python3.11/test");
    private static final String RUNNER = "python_tests.py";
    private static final String MARK = "@@ ";

    @Override
    public String name() {
        return "python/" + module;
    }

    @Override
    public @Nullable String missing() {
        boolean there = Files.isExecutable(PYTHON) && Files.exists(TESTS.resolve("test_os.py"));
        return there ? null : "libpython3.11-testsuite";
    }

    @Override
    public String[] prepare(Path workshop, Path place, Exceptions exceptions) throws IOException {
        Path runner = workshop.resolve(RUNNER);
        if (!Files.exists(runner)) {
            try (var source = PythonSuite.class.getResourceAsStream(RUNNER)) {
                if (source == null) {
                    throw new IllegalStateException("no resource " + RUNNER);
                }
                Files.copy(source, runner);
            }
        }
        List<String> command = new ArrayList<>(List.of(PYTHON.toString(), "-B", runner.toString(), module));
        command.addAll(exceptions.notRun(name()));
        return command.toArray(String[]::new);
    }

    @Override
    public SortedMap<String, String> outcomes(Result result) {
        SortedMap<String, String> outcomes = new TreeMap<>();
        for (String line : result.output().split("\n", -1)) {
            int at = line.indexOf(MARK);
            if (at >= 0) {
                String[] words = line.substring(at + MARK.length()).split("\t", -1);
                outcomes.merge(words[1].replaceFirst("^test\\." + module + "\\.", ""), words[0], (a, b) -> a + " " + b);
            }
        }
        return outcomes;
    }
}
