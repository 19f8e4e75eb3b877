package io.unishim.vfscore.inotify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@code struct inotify_event} (man 7 inotify): the name is padded with zeros to a multiple of the header's 16 bytes. */
final class Event {
    private static final int HEADER = 16;

    private final int wd;
    final int mask;
    private final int cookie;
    private final byte @Nullable [] name;

    Event(int wd, int mask, int cookie, byte @Nullable [] name) {
        this.wd = wd;
        this.mask = mask;
        this.cookie = cookie;
        this.name = name;
    }

    /** @return bytes that it takes */
    int size() {
        return HEADER + nameLength();
    }

    private int nameLength() {
        return name == null ? 0 : (name.length + HEADER) & -HEADER;
    }

    /** Whether it tells nothing that the other did not; the cookie does not count. */
    boolean repeats(Event other) {
        return wd == other.wd && mask == other.mask && Arrays.equals(name, other.name);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(size()).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(wd).putInt(mask).putInt(cookie).putInt(nameLength());
        if (name != null) {
            out.put(name);
        }
        return out.array();
    }
}
