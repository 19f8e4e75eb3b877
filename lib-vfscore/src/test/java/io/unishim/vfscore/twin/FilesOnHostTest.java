package io.unishim.vfscore.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.unishim.testing.HostProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same calls on the host's tmpfs and in a shim: results, errors, attributes and bytes agree, line by line. */
class FilesOnHostTest {
    private static HostProgram host;

    @BeforeAll
    static void compile() {
        host = HostProgram.compile(FilesOnHostTest.class, "calls.c");
    }

    @AfterAll
    static void delete() throws IOException {
        host.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "links", "names", "rename", "io", "descriptors", "permissions", "times_and_more"})
    void calls_answer_as_on_linux(String name) throws IOException {
        try (InputStream in = FilesOnHostTest.class.getResourceAsStream(name + ".txt")) {
            compare(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void random_calls_answer_as_on_linux() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("random_calls_answer_as_on_linux: -Dseed=" + seed);
        compare(new RandomCalls(new Random(seed)).script(5_000));
    }

    private static void compare(String text) {
        Script script = Script.parse(text);
        List<String> expected = host.run(script.forHost());
        assumeFalse(expected.equals(List.of("cannot mount")), "the host lets nobody mount a tmpfs to compare with");
        assertThat(labelled(text, Twin.run(script))).isEqualTo(labelled(text, expected));
    }

    private static List<String> labelled(String text, List<String> results) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        List<String> labelled = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            labelled.add(i + ": " + lines.get(i) + " -> " + results.get(i));
        }
        return labelled;
    }
}
