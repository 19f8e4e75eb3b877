package io.unishim.memory;

import java.nio.ByteBuffer;

/**
 * How a structure of the Linux ABI lies in memory, on 64-bit architectures.
 *
 * @param <T> the record that holds its members
 */
public abstract class StructLayout<T> {
    private final String name;
    private final int size;

    /**
     * @param name as the kernel calls it: {@code "timespec"}
     * @param size bytes, 1 to 4,096
     */
    protected StructLayout(String name, int size) {
        this.name = name;
        this.size = size;
    }

    /** @return the structure's name without {@code struct} */
    public final String name() {
        return name;
    }

    /** @return its size in bytes */
    public final int size() {
        return size;
    }

    /**
     * Reads a structure.
     *
     * @param in little-endian bytes
     * @param at where the structure begins
     * @return its members
     */
    public abstract T decode(ByteBuffer in, int at);

    /**
     * Writes a structure, padding as zeros.
     *
     * @param value its members
     * @param out little-endian; the {@link #size} bytes from {@code at} are zero on entry
     * @param at where the structure begins
     */
    public abstract void encode(T value, ByteBuffer out, int at);

    /** @return room for a structure in Java's hands, which holds this one */
    protected StructRoom<T> room(T value) {
        return new StructRoom.OfRecord<>(value);
    }
}
