package io.unishim.file;

import io.unishim.task.StateKey;

/** A process's root, working directory and umask as a whole: one object for processes that share them (CLONE_FS). */
public interface Places {
    /** Where a process has them. */
    StateKey<Places> KEY = StateKey.of("root, working directory and umask");
}
