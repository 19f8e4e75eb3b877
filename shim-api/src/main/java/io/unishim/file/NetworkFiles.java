package io.unishim.file;

import io.unishim.task.Task;
import java.util.Map;

/** What {@code /proc/net} and {@code /proc/sys/net} tell: a service of the library that has the sockets. */
public interface NetworkFiles {
    /** Makes the text of a file. */
    @FunctionalInterface
    interface Text {
        /** @return the text as it is now, for the task that reads it */
        String text(Task reader);
    }

    /** @return the files of {@code /proc/net} by their names */
    Map<String, Text> tables();

    /** @return the files of {@code /proc/sys/net} by their paths below it, such as {@code core/somaxconn}, without a newline */
    Map<String, String> settings();
}
