package io.unishim.elfloader.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.testing.HostProgram;
import java.util.List;

/** Compares what a script about terminals does on the host and on a shim. */
final class TerminalTwin implements AutoCloseable {
    /**
     * The host moves bytes between the ends of a terminal on threads of its own: now and then a script is faster, and is
     * asked again with twice the patience each time, up to a tenth of a second after each line.
     */
    private static final int ASKED = 5;

    private final HostProgram host = HostProgram.compile(TerminalTwin.class, "terminals.c");

    void compare(String script) {
        compare(script.lines().filter(line -> !line.isBlank()).toList());
    }

    void compare(List<String> script) {
        List<String> ours = ours(script);
        List<String> expected = host.run(String.join("\n", script) + "\n");
        for (int again = 1; again < ASKED && !ours.equals(expected); again++) {
            expected = host.run("patience " + (3 << again) + "\n" + String.join("\n", script) + "\n");
        }
        for (int i = 0; i < script.size(); i++) {
            assertThat(ours.get(i))
                    .as("line %d, after\n%s", i, String.join("\n", ours.subList(Math.max(0, i - 40), i)))
                    .isEqualTo(i < expected.size() ? expected.get(i) : "nothing");
        }
    }

    private static List<String> ours(List<String> script) {
        try (Shim shim = Shim.boot();
                TerminalScript run = new TerminalScript(shim)) {
            return run.run(script);
        } catch (Exception e) {
            throw new AssertionError(script.toString(), e);
        }
    }

    @Override
    public void close() throws Exception {
        host.close();
    }
}
