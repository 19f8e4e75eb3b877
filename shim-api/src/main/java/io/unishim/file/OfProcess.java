package io.unishim.file;

import io.unishim.task.Process;
import org.jspecify.annotations.Nullable;

/** A file that may stand for a process: one opened in a tree, where it is that process's directory in {@code /proc}. */
public interface OfProcess {
    /** @return the process, or null if it stands for none */
    @Nullable
    Process process();
}
