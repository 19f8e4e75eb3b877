package io.unishim.net;

import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Signals.SIGPIPE;
import static io.unishim.abi.Signals.SI_USER;
import static io.unishim.abi.Socket.MSG_NOSIGNAL;

import io.unishim.struct.SigInfo;
import io.unishim.task.Credentials;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** What happens to who writes where nobody reads. */
final class BrokenPipe {
    private final @Nullable Signalling signalling;

    BrokenPipe(@Nullable Signalling signalling) {
        this.signalling = signalling;
    }

    /** Sends SIGPIPE unless the flags forbid it. @return {@code -EPIPE} */
    long of(Task task, int flags) {
        if (signalling != null && (flags & MSG_NOSIGNAL) == 0) {
            int pid = task.process().pid();
            signalling.send(
                    task,
                    SIGPIPE,
                    SigInfo.from(SIGPIPE, SI_USER, pid, Credentials.of(task).uid()));
        }
        return -EPIPE;
    }
}
