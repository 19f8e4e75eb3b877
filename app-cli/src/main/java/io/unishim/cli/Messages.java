package io.unishim.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes to standard error, a line in one piece, so that it is not torn by what the program writes there. */
final class Messages {
    private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);

    private Messages() {}

    /** Writes a line that says who speaks. */
    static void error(String text) {
        line("unishim: " + text);
    }

    /** Writes a line. */
    static void line(String text) {
        try {
            ERRORS.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Nobody reads it; there is no other place to say so.
            return;
        }
    }
}
