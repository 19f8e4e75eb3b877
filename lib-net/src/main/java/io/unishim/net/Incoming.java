package io.unishim.net;

import io.unishim.file.OpenFileDescription;
import org.jspecify.annotations.Nullable;

/** What came with the bytes of one receive. */
final class Incoming {
    final int flags;

    /** MSG_TRUNC and its kin. */
    int resultFlags;

    /** From whom, or null if the sender has no name. */
    byte @Nullable [] from;

    /** Descriptions with a reference each, or null. */
    OpenFileDescription @Nullable [] rights;

    /** pid, uid, gid of the sender. */
    int @Nullable [] credentials;

    Incoming(int flags) {
        this.flags = flags;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Gives up the descriptions that nobody took. */
    void release() {
        OpenFileDescription[] left = rights;
        rights = null;
        if (left != null) {
            for (OpenFileDescription each : left) {
                each.release();
            }
        }
    }
}
