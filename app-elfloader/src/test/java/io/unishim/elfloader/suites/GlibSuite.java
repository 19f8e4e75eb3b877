package io.unishim.elfloader.suites;

import io.unishim.elfloader.programs.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A program of GLib's tests. */
record GlibSuite(String program) implements Suite {
    private static final Path TESTS = Path.of("/usr/libexec/installed-tests/glib");

    /** A line of TAP; the number says nothing. */
    private static final Pattern OUTCOME =
            Pattern.compile("^(not ok|ok) \\d+ (?:- )?(\\S+)( # SKIP)?.*$", Pattern.MULTILINE);

    @Override
    public String name() {
        return "glib/" + program;
    }

    @Override
    public @Nullable String missing() {
        return Files.isDirectory(TESTS) ? null : "libglib2.0-tests";
    }

    @Override
    public String[] prepare(Path workshop, Path place, Exceptions exceptions) {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/env",
                "HOME=" + place,
                "G_TEST_SRCDIR=" + TESTS,
                "G_TEST_BUILDDIR=" + TESTS,
                TESTS.resolve(program).toString(),
                "--tap"));
        for (String test : exceptions.notRun(name())) {
            command.add("-s");
            command.add(test);
        }
        return command.toArray(String[]::new);
    }

    @Override
    public SortedMap<String, String> outcomes(Result result) {
        SortedMap<String, String> outcomes = new TreeMap<>();
        Matcher matcher = OUTCOME.matcher(result.output());
        while (matcher.find()) {
            outcomes.put(matcher.group(2), matcher.group(1) + (matcher.group(3) == null ? "" : " skipped"));
        }
        return outcomes;
    }
}
