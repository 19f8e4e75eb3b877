package io.unishim.vfscore.proc;

import static io.unishim.abi.Capabilities.CAP_SYS_RESOURCE;
import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EINVAL;

import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** How ready a process is to be ended when memory runs out (man 5 proc_pid_oom_score_adj): kept and told, for none is. */
final class OomScore {
    static final StateKey<OomScore> KEY = StateKey.of("oom score");

    private static final int MOST = 1000;

    /** The scale of the older file, and its value for "never". */
    private static final int OLD_MOST = 15;

    private static final int OLD_NEVER = -17;

    private int value;
    private int least;

    /** At fork. @param parent of whom it inherits, or null */
    static void begin(Process process, @Nullable Process parent) {
        OomScore own = new OomScore();
        OomScore above = parent == null ? null : parent.stateOrNull(KEY);
        if (above != null) {
            own.value = above.value;
            own.least = above.least;
        }
        process.put(KEY, own);
    }

    synchronized String adjustment(Task reader) {
        return value + "\n";
    }

    synchronized String oldAdjustment(Task reader) {
        return (value == MOST ? OLD_MOST : value * -OLD_NEVER / MOST) + "\n";
    }

    synchronized String score(Task reader) {
        return 2 * (MOST + value) / 3 + "\n";
    }

    private static boolean free(Task writer) {
        return Credentials.of(writer).hasCapability(CAP_SYS_RESOURCE);
    }

    synchronized long adjust(Task writer, String text) {
        int wanted;
        try {
            wanted = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -EINVAL;
        }
        if (wanted < -MOST || wanted > MOST) {
            return -EINVAL;
        }
        if (wanted < least && !free(writer)) {
            return -EACCES;
        }
        value = wanted;
        least = free(writer) ? wanted : least;
        return 0;
    }

    synchronized long adjustOld(Task writer, String text) {
        int wanted;
        try {
            wanted = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -EINVAL;
        }
        if ((wanted < OLD_NEVER + 1 || wanted > OLD_MOST) && wanted != OLD_NEVER) {
            return -EINVAL;
        }
        int scaled = wanted == OLD_MOST ? MOST : wanted * MOST / -OLD_NEVER;
        if (scaled < value && !free(writer)) {
            return -EACCES;
        }
        value = scaled;
        return 0;
    }
}
