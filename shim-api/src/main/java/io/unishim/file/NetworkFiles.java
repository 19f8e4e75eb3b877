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

    /** A file of {@code /proc/sys/net}. */
    interface Setting {
        /** @return what holds now, without a newline */
        String text();

        /** @return the permission bits of the file */
        int permissions();

        /** @param text what was written, without white space around it. @return 0 or a negative errno */
        long store(Task writer, String text);
    }

    /** @return the files of {@code /proc/net} by their names */
    Map<String, Text> tables();

    /** @return the files of {@code /proc/sys/net} by their paths below it, such as {@code core/somaxconn} */
    Map<String, Setting> settings();
}
