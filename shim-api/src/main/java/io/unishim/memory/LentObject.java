package io.unishim.memory;

/**
 * A Java object that one call sees as memory: an array for a buffer, a cell for a structure. Only little-endian bytes
 * are ever exchanged.
 */
public interface LentObject {
    /** @return the bytes it stands for, 0 to 2^31-1 */
    int lentSize();

    /** Copies {@code length} bytes from {@code at}; the range was checked. */
    void lentRead(int at, byte[] target, int offset, int length);

    /** Overwrites {@code length} bytes from {@code at}; the range was checked. */
    void lentWrite(int at, byte[] source, int offset, int length);

    /** Called when the loan ends, for objects that hold further loans. */
    default void reclaimed(UserMemory memory) {}
}
