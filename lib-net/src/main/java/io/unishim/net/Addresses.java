package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Addresses on their way between a program and a socket. */
final class Addresses {
    /** The kernel's struct sockaddr_storage. */
    private static final int MOST = 128;

    private Addresses() {}

    /** @return the address, or null if its length is impossible: {@code -EINVAL}. @throws MemoryFault if it is not there */
    static byte @Nullable [] read(UserBuffer address) {
        int length = (int) address.length();
        if (length < 0 || length > MOST) {
            return null;
        }
        byte[] bytes = new byte[length];
        if (length > 0 && address.get(0, bytes, 0, length) != length) {
            throw MemoryFault.FAULT;
        }
        return bytes;
    }

    /** @return the family of an address of at least two bytes */
    static int family(byte[] address) {
        return address[0] & 0xff | (address[1] & 0xff) << 8;
    }

    /** Writes as much of a value as fits, and its whole length. @return 0 or {@code -EINVAL} for a negative room */
    static long write(Task task, byte[] value, long where, UserInt length) {
        int room = length.get();
        if (room < 0) {
            return -EINVAL;
        }
        int count = Math.min(room, value.length);
        if (task.memory().write(where, value, 0, count) != count) {
            throw MemoryFault.FAULT;
        }
        length.set(value.length);
        return 0;
    }
}
