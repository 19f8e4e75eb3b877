package io.unishim.mmap;

import io.unishim.host.UserCopy;
import io.unishim.memory.MemoryFault;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Copies of the size of a word, which need no scratch and a third of the time. */
final class Words {
    static final int LONG = 8;
    static final int INT = 4;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    /** @return whether it was copied; if not, a part of it may be good */
    static boolean readLong(long address, byte[] target, int offset) {
        try {
            LONGS.set(target, offset, UserCopy.getLong(address));
            return true;
        } catch (MemoryFault e) {
            return false;
        }
    }

    /** As {@link #readLong}. */
    static boolean readInt(long address, byte[] target, int offset) {
        try {
            INTS.set(target, offset, UserCopy.getInt(address));
            return true;
        } catch (MemoryFault e) {
            return false;
        }
    }

    /** As {@link #readLong}. */
    static boolean writeLong(long address, byte[] source, int offset) {
        try {
            UserCopy.putLong(address, (long) LONGS.get(source, offset));
            return true;
        } catch (MemoryFault e) {
            return false;
        }
    }

    /** As {@link #readLong}. */
    static boolean writeInt(long address, byte[] source, int offset) {
        try {
            UserCopy.putInt(address, (int) INTS.get(source, offset));
            return true;
        } catch (MemoryFault e) {
            return false;
        }
    }
}
