package io.unishim.elfloader.suites;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tests that do not end alike, from {@code exceptions.txt}: a reason in square brackets, then a line for each test it holds
 * for, of a suite's name and a test's name, in which {@code *} stands for anything. A test behind an exclamation mark is run
 * on neither side: it ends the program, and with it the tests after it. One behind a question mark may end alike or not.
 */
final class Exceptions {
    /** What a line says of its test. */
    enum Kind {
        DIFFERS,
        MAY_DIFFER,
        NOT_RUN
    }

    /** One line. */
    record Entry(String reason, String suite, String test, Kind kind) {
        boolean holdsFor(String name) {
            String pattern = Pattern.quote(test).replace("*", "\\E.*\\Q");
            return name.matches(pattern);
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    static Exceptions load() {
        try (InputStream in = Exceptions.class.getResourceAsStream("exceptions.txt")) {
            if (in == null) {
                throw new IllegalStateException("no resource exceptions.txt");
            }
            return new Exceptions(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Exceptions(String text) {
        String reason = "";
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[")) {
                reason = line.substring(1, line.length() - 1);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                String[] words = line.split(" ", 2);
                String test = words[1];
                Kind kind = test.startsWith("!") ? Kind.NOT_RUN : test.startsWith("?") ? Kind.MAY_DIFFER : Kind.DIFFERS;
                entries.add(new Entry(reason, words[0], kind == Kind.DIFFERS ? test : test.substring(1), kind));
            }
        }
    }

    /** @return the tests of a suite that no side runs */
    List<String> notRun(String suite) {
        return entries.stream()
                .filter(entry -> entry.suite.equals(suite) && entry.kind == Kind.NOT_RUN)
                .map(Entry::test)
                .toList();
    }

    /** @return what is expected not to end alike in a suite, or not always */
    List<Entry> of(String suite) {
        return entries.stream()
                .filter(entry -> entry.suite.equals(suite) && entry.kind != Kind.NOT_RUN)
                .toList();
    }
}
