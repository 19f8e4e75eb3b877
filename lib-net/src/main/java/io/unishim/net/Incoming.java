package io.unishim.net;

import io.unishim.file.OpenFileDescription;
import java.util.ArrayList;
import java.util.List;
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

    /** Whether the receiver is to get a descriptor of the sender's process (SO_PASSPIDFD). */
    boolean pidfd;

    /** Other control messages, or null. */
    @Nullable
    List<Control> controls;

    Incoming(int flags) {
        this.flags = flags;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    void add(int level, int kind, byte[] data) {
        if (controls == null) {
            controls = new ArrayList<>(4);
        }
        controls.add(new Control(level, kind, data));
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
