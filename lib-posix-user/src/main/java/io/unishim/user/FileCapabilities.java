package io.unishim.user;

import io.unishim.task.CapabilitySets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The capabilities of a file: what its attribute {@code security.capability} holds ({@code struct vfs_ns_cap_data}, "File
 * capability extended attribute versioning" in man 7 capabilities).
 *
 * @param permitted what who executes it gets
 * @param inheritable what it gets if it has it as inheritable
 * @param effective whether that counts at once
 */
record FileCapabilities(long permitted, long inheritable, boolean effective) {
    private static final int REVISION = 0xff000000;
    private static final int REVISION_1 = 0x01000000;
    private static final int REVISION_2 = 0x02000000;
    private static final int REVISION_3 = 0x03000000;
    private static final int EFFECTIVE = 1;

    private static final int LENGTH_1 = 12;
    private static final int LENGTH_2 = 20;
    private static final int LENGTH_3 = 24;

    /** @return what they are; null if there are none, or none of this user namespace, or none that can be understood */
    static @Nullable FileCapabilities parse(byte @Nullable [] attribute) {
        if (attribute == null || attribute.length < LENGTH_1) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(attribute).order(ByteOrder.LITTLE_ENDIAN);
        int magic = in.getInt(0);
        boolean understood = switch (magic & REVISION) {
            case REVISION_1 -> attribute.length == LENGTH_1;
            case REVISION_2 -> attribute.length == LENGTH_2;
            case REVISION_3 -> attribute.length == LENGTH_3 && in.getInt(LENGTH_2) == 0;
            default -> false;
        };
        if (!understood) {
            return null;
        }
        boolean wide = attribute.length >= LENGTH_2;
        return new FileCapabilities(word(in, 4, wide), word(in, 8, wide), (magic & EFFECTIVE) != 0);
    }

    private static long word(ByteBuffer in, int at, boolean wide) {
        long low = Integer.toUnsignedLong(in.getInt(at));
        long high = wide ? Integer.toUnsignedLong(in.getInt(at + 8)) << 32 : 0;
        return (low | high) & CapabilitySets.EVERY;
    }
}
