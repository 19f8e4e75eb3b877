package io.unishim.file;

import io.unishim.task.StateKey;

/** The file that a process executes (the kernel's exe_file of an mm). */
public final class ExecutedFile {
    /**
     * Where a process keeps it, {@linkplain FileOperations#denyWriting denied} to writers. Whoever loads a program puts it
     * there, and takes it away before the process is seen to have ended.
     */
    public static final StateKey<FileOperations> KEY = StateKey.of("executed file");

    private ExecutedFile() {}
}
