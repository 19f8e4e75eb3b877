package io.unishim.file;

import io.unishim.task.Task;

/** Files of {@code /proc} about what other libraries know; provided by the library that owns {@code /proc}. */
public interface ProcFiles {
    /** Adds files when somebody first looks into {@code /proc}; once for each mount of it. */
    @FunctionalInterface
    interface Filler {
        /** Adds its files. */
        void fill(Tree proc);
    }

    /** Where files are added. */
    interface Tree {
        /**
         * Adds a file that all may read.
         *
         * @param path below {@code /proc}: {@code "sysvipc/shm"}
         */
        void file(String path, Text text);

        /**
         * Adds a file that all may read and root may write.
         *
         * @param path below {@code /proc}: {@code "sys/kernel/shmmax"}
         */
        void setting(String path, Text text, Store store);
    }

    /** Makes a text. */
    @FunctionalInterface
    interface Text {
        /** @return the text as it is now for the task that reads it, each line ended */
        String text(Task reader);
    }

    /** Takes what is written. */
    @FunctionalInterface
    interface Store {
        /**
         * Takes a text.
         *
         * @param text without white space around it
         * @return 0 or a negative errno
         */
        long store(Task writer, String text);
    }

    /** Says who has files for {@code /proc}. Called at boot. */
    void fill(Filler filler);
}
