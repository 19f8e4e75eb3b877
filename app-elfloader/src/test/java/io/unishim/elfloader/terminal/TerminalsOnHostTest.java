package io.unishim.elfloader.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Opening, closing, requests, packets, job control, signals of input, leases: as on the host, errno included. */
class TerminalsOnHostTest {
    private static TerminalTwin twin;

    @BeforeAll
    static void compile() {
        twin = new TerminalTwin();
    }

    @AfterAll
    static void delete() throws Exception {
        twin.close();
    }

    /** A script of the resource, under its heading. */
    record Scenario(String name, List<String> lines) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Scenario> terminals() {
        return read("terminals.txt");
    }

    static List<Scenario> jobs() {
        return read("jobs.txt");
    }

    static List<Scenario> signals() {
        return read("signals.txt");
    }

    static List<Scenario> read(String resource) {
        List<Scenario> all = new ArrayList<>();
        InputStream in = TerminalsOnHostTest.class.getResourceAsStream(resource);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("# ")) {
                    all.add(new Scenario(line.substring(2), new ArrayList<>()));
                } else if (!line.isBlank()) {
                    all.get(all.size() - 1).lines().add(line.startsWith("set ") ? settings(line.split(" ")) : line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** {@code set SLOT raw min=1 time=2 ...}: TCSETS of the usual settings, changed. */
    private static String settings(String[] words) {
        TerminalSettings settings = new TerminalSettings();
        for (String word : List.of(words).subList(2, words.length)) {
            String name = word.substring(0, word.contains("=") ? word.indexOf('=') : word.length());
            int value = word.contains("=") ? Integer.decode(word.substring(name.length() + 1)) : 0;
            switch (name) {
                case "raw" -> settings.raw();
                case "min" -> settings.character(6, value);
                case "time" -> settings.character(5, value);
                case "local" -> settings.local(settings.local | value);
                case "notlocal" -> settings.local(settings.local & ~value);
                case "input" -> settings.input(value);
                default -> throw new IllegalArgumentException(word);
            }
        }
        return settings.set(Integer.parseInt(words[1]));
    }

    @ParameterizedTest
    @MethodSource("terminals")
    void terminal(Scenario scenario) {
        twin.compare(scenario.lines());
    }

    @ParameterizedTest
    @MethodSource("signals")
    void signal(Scenario scenario) {
        twin.compare(scenario.lines());
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void job(Scenario scenario) {
        twin.compare(scenario.lines());
    }
}
