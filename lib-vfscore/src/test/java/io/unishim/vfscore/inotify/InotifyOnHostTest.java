package io.unishim.vfscore.inotify;

import io.unishim.Shim;
import io.unishim.testing.CallScript;
import io.unishim.testing.HostProgram;
import io.unishim.vfscore.VfscoreLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What watchers are told, on the host and in a shim. A scenario is a line {@code # name} and calls: {@code [x=] name
 * argument...}, where an argument is a number, an or of constants, {@code $x} for an earlier result or {@code 'text'}; {@code
 * events $x [size]} reads and compares what an instance has to tell. Each begins in an empty directory with a directory
 * {@code d}, a file {@code d/f} of five bytes, and an instance {@code $n} that does not wait.
 */
class InotifyOnHostTest {
    private static final int ROOM = 4096;
    private static final Map<String, Long> CONSTANTS = constants();

    @AutoClose
    private static HostProgram host;

    private static int directories;

    private final CallScript script = new CallScript();
    private final CallScript.Buffer texts = script.buffer();
    private final CallScript.Buffer room = script.buffer();
    private final Map<String, Object> results = new HashMap<>();
    private int used;

    private static Map<String, Long> constants() {
        Map<String, Long> all = new HashMap<>();
        try {
            for (String name : new String[] {"Fcntl", "Inotify", "StatModes", "Ioctls", "Epoll"}) {
                for (var field : Class.forName("io.unishim.abi." + name).getFields()) {
                    if (field.get(null) instanceof Number number) {
                        all.put(field.getName(), number.longValue());
                    }
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    @BeforeAll
    static void compile() {
        host = CallScript.host();
    }

    record Scenario(String name, List<String> lines) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Scenario> scenarios() throws IOException {
        List<Scenario> all = new ArrayList<>();
        try (InputStream in = InotifyOnHostTest.class.getResourceAsStream("scenarios.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                if (line.startsWith("# ")) {
                    all.add(new Scenario(line.substring(2), new ArrayList<>()));
                } else if (!line.isBlank()) {
                    all.get(all.size() - 1).lines().add(line);
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void watchers_are_told_the_same(Scenario scenario) {
        String directory = "t" + directories++;
        List<String> lines = new ArrayList<>(List.of(
                "mkdir '" + directory + "' 0777",
                "chdir '" + directory + "'",
                "mkdir 'd' 0777",
                "f= openat AT_FDCWD 'd/f' O_CREAT|O_RDWR 0644",
                "write $f 'hello' 5",
                "close $f",
                "n= inotify_init1 IN_NONBLOCK"));
        lines.addAll(scenario.lines());
        lines.forEach(this::line);
        try (Shim shim = Shim.builder().only().library(new VfscoreLibrary()).boot()) {
            script.agree(host, shim.newProcess("test"));
        }
    }

    private void line(String line) {
        String[] words = line.strip().split(" +");
        int at = words[0].endsWith("=") ? 1 : 0;
        if (words[at].equals("events")) {
            int size = words.length > 2 ? Integer.parseInt(words[2]) : ROOM;
            script.bytes(room, new byte[ROOM]);
            script.call("read", value(words[1]), room, size);
            script.show(room, 0, ROOM, EventReader::read);
            return;
        }
        Object[] arguments = new Object[words.length - at - 1];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = value(words[at + 1 + i]);
        }
        CallScript.Value result = script.call(words[at], arguments);
        if (at == 1) {
            results.put(words[0].substring(0, words[0].length() - 1), result);
        }
    }

    private Object value(String word) {
        if (word.startsWith("$")) {
            return Objects.requireNonNull(results.get(word.substring(1)), word);
        }
        if (word.equals("room")) {
            return room.at(ROOM);
        }
        if (word.startsWith("L:")) {
            CallScript.Value at = texts.at(used);
            String[] words = word.substring(2).split(",");
            for (int i = 0; i < words.length; i++) {
                script.longs(texts, used + 8 * i, value(words[i]));
            }
            used += 8 * words.length;
            return at;
        }
        if (word.startsWith("'")) {
            byte[] text = (word.substring(1, word.length() - 1) + "\0").getBytes(StandardCharsets.UTF_8);
            CallScript.Value at = texts.at(used);
            script.bytes(at, text);
            used += (text.length + 7) & -8;
            return at;
        }
        long value = 0;
        for (String part : word.split("\\|")) {
            Long constant = CONSTANTS.get(part);
            value |= constant != null ? constant : Long.decode(part);
        }
        return value;
    }
}
