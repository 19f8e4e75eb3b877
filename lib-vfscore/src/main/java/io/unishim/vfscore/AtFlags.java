package io.unishim.vfscore;

import static io.unishim.abi.Fcntl.AT_EMPTY_PATH;
import static io.unishim.abi.Fcntl.AT_FDCWD;

import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** What the flags of the *at calls mean for the walk. */
final class AtFlags {
    private AtFlags() {}

    /** @return whether AT_EMPTY_PATH is said and the path is empty or NULL, so that a descriptor itself is meant */
    static boolean meansDescriptor(Task task, int dirfd, UserString path, int flags) {
        return (flags & AT_EMPTY_PATH) != 0
                && dirfd != AT_FDCWD
                && (path.isNull() || path.copy(task.arguments().path(0)) == 0);
    }
}
