package io.unishim.net;

import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserIovec;

/** The buffers of a program in a row, as the host's {@code sendmsg(2)} and {@code recvmsg(2)} take them. */
final class HostVector {
    /** A struct msghdr with nothing but buffers. */
    private static final int HEADER = 56;

    private static final int IOV = 16;
    private static final int IOV_LENGTH = 24;
    private static final int ELEMENT = 16;

    private HostVector() {}

    /**
     * Writes a struct msghdr and its array to the beginning of a block.
     *
     * @param at how many bytes of the buffers to leave out
     * @return how many bytes the rest of them has; 0 if one of them is not where the host can reach it
     */
    static long write(UserIovec buffers, long at, OffHeap block) {
        long skip = at;
        long total = 0;
        int count = 0;
        for (int i = 0; i < buffers.segments(); i++) {
            UserBuffer segment = buffers.segment(i);
            long length = segment.length();
            if (skip >= length) {
                skip -= length;
                continue;
            }
            // What the call moves at most bounds the whole, as in UserIovec.
            long wanted = Math.min(length - skip, buffers.length() - at - total);
            if (wanted <= 0) {
                break;
            }
            long address = segment.hostAddress(skip, wanted);
            if (address == 0) {
                return 0;
            }
            block.putLong(HEADER + ELEMENT * count, address);
            block.putLong(HEADER + ELEMENT * count + 8, wanted);
            total += wanted;
            count++;
            skip = 0;
        }
        block.zero(0, HEADER);
        block.putLong(IOV, block.address() + HEADER);
        block.putLong(IOV_LENGTH, count);
        return total;
    }
}
