package io.unishim.host;

import io.unishim.memory.MemoryFault;

/**
 * Copies from and to addresses that may be bad, in machine code with a fix-up: a bad one is told at once and exactly, and
 * never harms the JVM, also while another thread unmaps the range. Whether an address is the caller's to name is checked
 * before, by the address space.
 */
public final class UserCopy {
    static {
        HostCode.get();
        FaultHandler.install();
    }

    private UserCopy() {}

    /**
     * Copies bytes upwards; the ranges do not overlap.
     *
     * @param target address to write
     * @param source address to read
     * @param length bytes, 0 or more
     * @return the bytes that were not copied, 0 if all were
     */
    public static native long copy(long target, long source, long length);

    private static native long load8(long address);

    private static native long load32(long address);

    private static native long load64(long address);

    private static native long store8(long address, long value);

    private static native long store32(long address, long value);

    private static native long store64(long address, long value);

    private static native long exchange32(long address, long expected, long desired);

    /** @throws MemoryFault if it cannot be read */
    public static byte getByte(long address) {
        return (byte) check(load8(address));
    }

    /** @throws MemoryFault if it cannot be read */
    public static int getInt(long address) {
        return (int) check(load32(address));
    }

    /** @throws MemoryFault if it cannot be read */
    public static long getLong(long address) {
        long value = load64(address);
        if (value == HostCode.FAULT) {
            // Perhaps the word holds just this value: its two halves tell.
            return Integer.toUnsignedLong(getInt(address)) | (long) getInt(address + 4) << 32;
        }
        return value;
    }

    /** @throws MemoryFault if it cannot be written */
    public static void putByte(long address, byte value) {
        check(store8(address, value));
    }

    /** @throws MemoryFault if it cannot be written */
    public static void putInt(long address, int value) {
        check(store32(address, value));
    }

    /** @throws MemoryFault if it cannot be written */
    public static void putLong(long address, long value) {
        check(store64(address, value));
    }

    /** Compares and exchanges atomically. @return the value found. @throws MemoryFault if it cannot be written */
    public static int compareAndExchangeInt(long address, int expected, int desired) {
        return (int) check(exchange32(address, expected, desired));
    }

    private static long check(long result) {
        if (result == HostCode.FAULT) {
            throw MemoryFault.FAULT;
        }
        return result;
    }
}
