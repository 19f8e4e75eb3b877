package io.unishim.elfloader;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a program ended, and what it wrote where nobody else was told to read it.
 *
 * @param status as {@code wait4(2)} gives it
 * @param output what it wrote to its standard output, if that was captured
 * @param errors what it wrote to its standard error, if that was captured
 */
public record Outcome(int status, byte[] output, byte[] errors) {
    /** @return whether it ended by itself, by {@code exit(2)} */
    public boolean exited() {
        return (status & 0x7f) == 0;
    }

    /** @return what it gave to {@code exit(2)}, 0 to 255; 128 and the signal's number if a signal ended it, as shells say */
    public int exitCode() {
        return exited() ? status >> 8 & 0xff : 128 + signal();
    }

    /** @return the signal that ended it, or 0 */
    public int signal() {
        return status & 0x7f;
    }

    /** @return its standard output as UTF-8 */
    public String text() {
        return new String(output, StandardCharsets.UTF_8);
    }

    /** @return the lines of its standard output, as UTF-8 */
    public List<String> lines() {
        return text().lines().toList();
    }

    /**
     * For programs that must not fail.
     *
     * @return this
     * @throws IllegalStateException if it did not end by {@code exit(0)}; the message tells how it ended and shows what it
     *     wrote, its standard error or, if that is empty, its standard output
     */
    public Outcome orThrow() {
        if (status == 0) {
            return this;
        }
        String said = errors.length > 0 ? errorText() : text();
        throw new IllegalStateException((exited() ? "exit code " + exitCode() : "ended by signal " + signal())
                + (said.isBlank() ? "" : ": " + said.strip()));
    }

    /** @return its standard error as UTF-8 */
    public String errorText() {
        return new String(errors, StandardCharsets.UTF_8);
    }
}
