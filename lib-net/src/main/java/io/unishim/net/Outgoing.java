package io.unishim.net;

import io.unishim.file.OpenFileDescription;
import org.jspecify.annotations.Nullable;

/** What goes with the bytes of one send. */
final class Outgoing {
    final int flags;

    /** To whom, or null for the other end. */
    byte @Nullable [] to;

    /** Descriptions with a reference each, or null. */
    OpenFileDescription @Nullable [] rights;

    /** pid, uid, gid that were named, or null for the sender's own. */
    int @Nullable [] credentials;

    /** The own address that a datagram is to bear, or null. */
    @Nullable
    Ip source;

    /** Time to live and type of service of a datagram, or -1. */
    int hops = -1;

    int service = -1;

    Outgoing(int flags) {
        this.flags = flags;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** @return the descriptions, whose references the caller takes over */
    OpenFileDescription @Nullable [] takeRights() {
        OpenFileDescription[] taken = rights;
        rights = null;
        return taken;
    }

    /** Gives up what nobody took. */
    void release() {
        OpenFileDescription[] left = takeRights();
        if (left != null) {
            for (OpenFileDescription each : left) {
                each.release();
            }
        }
    }
}
