package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Fcntl.*;

/** Which flags of {@code open(2)} go together (the kernel's build_open_flags). */
final class OpenFlags {
    private static final int TMPFILE = O_TMPFILE & ~O_DIRECTORY;
    private static final int DSYNC_TOO = O_SYNC & ~O_DSYNC;

    /** What the kernel knows. */
    static final int VALID = O_ACCMODE
            | O_CREAT
            | O_EXCL
            | O_NOCTTY
            | O_TRUNC
            | O_APPEND
            | O_NONBLOCK
            | O_SYNC
            | O_DIRECT
            | O_LARGEFILE
            | O_DIRECTORY
            | O_NOFOLLOW
            | O_NOATIME
            | O_CLOEXEC
            | O_PATH
            | O_TMPFILE
            | O_ASYNC;

    private static final int WITH_PATH = O_DIRECTORY | O_NOFOLLOW | O_PATH | O_CLOEXEC;

    private OpenFlags() {}

    /** @return the flags that open and openat mean by these, which ignore what they do not know */
    static int lenient(int flags) {
        int known = flags & VALID;
        return (known & O_PATH) != 0 ? known & WITH_PATH : known;
    }

    /** @return the flags to open with, or {@code -EINVAL} */
    static int check(int flags) {
        if ((flags & (O_DIRECTORY | O_CREAT)) == (O_DIRECTORY | O_CREAT)) {
            return -EINVAL;
        }
        if ((flags & TMPFILE) != 0 && ((flags & O_DIRECTORY) == 0 || (flags & O_ACCMODE) == O_RDONLY)) {
            return -EINVAL;
        }
        if ((flags & O_PATH) != 0 && (flags & ~WITH_PATH) != 0) {
            return -EINVAL;
        }
        return (flags & DSYNC_TOO) != 0 ? flags | O_DSYNC : flags;
    }

    /** @return R_OK and W_OK as the flags ask for */
    static int access(int flags) {
        int access = switch (flags & O_ACCMODE) {
            case O_RDONLY -> R_OK;
            case O_WRONLY -> W_OK;
            default -> R_OK | W_OK;
        };
        return (flags & O_TRUNC) != 0 ? access | W_OK : access;
    }
}
