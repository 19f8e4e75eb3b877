package io.unishim.task;

import io.unishim.struct.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Who a task is after {@code execve(2)}, by the set-id bits and the capabilities of the file that it executes (man 2 execve,
 * man 7 capabilities). A service of the library that knows users; without it nobody becomes somebody else.
 */
public interface ExecutionRules {
    /**
     * What is executed: for a script its interpreter.
     *
     * @param stat its owner and mode
     * @param capabilities its attribute {@code security.capability}, or null without
     * @param trusted whether its mount lets it give rights: not with MS_NOSUID
     * @param readable whether the caller may read it
     */
    record Subject(Stat stat, byte @Nullable [] capabilities, boolean trusted, boolean readable) {}

    /**
     * @param task who executes; nothing of it changes yet
     * @param file what
     * @return who it will be
     * @throws io.unishim.call.ErrnoException {@code EPERM} if the file is to have capabilities that the task cannot get
     */
    Promotion promotion(Task task, Subject file);
}
