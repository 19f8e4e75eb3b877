package io.unishim.vfscore.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * One component of a path: bytes without a slash or a NUL, 1 to 255 of them. The object is set anew for each component while
 * a path is walked: whoever keeps the name takes a {@link #copy}.
 */
public class Name {
    private byte[] bytes = {};
    private int offset;
    private int length;
    private int hash;

    /** Creates an empty name, to be {@link #set}. */
    public Name() {}

    /** @return a name of its own, from text */
    public static Name of(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new Name().set(bytes, 0, bytes.length);
    }

    /** Makes it mean these bytes, without copying them. @return this */
    public final Name set(byte[] newBytes, int newOffset, int newLength) {
        bytes = newBytes;
        offset = newOffset;
        length = newLength;
        hash = hash(newBytes, newOffset, newLength);
        return this;
    }

    /** @return the hash by which names are found: that of {@link Arrays#hashCode(byte[])} */
    public static int hash(byte[] bytes, int offset, int length) {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** @return the bytes in it */
    public final int length() {
        return length;
    }

    /** @return the i-th byte */
    public final byte at(int i) {
        return bytes[offset + i];
    }

    /** @return its bytes in an array of their own */
    public final byte[] copy() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** @return whether these are its bytes */
    public final boolean is(byte[] other) {
        return length == other.length && Arrays.equals(bytes, offset, offset + length, other, 0, other.length);
    }

    /** @return its hash, {@link Arrays#hashCode(byte[])} of its bytes */
    @Override
    public final int hashCode() {
        return hash;
    }

    /** Equal to another name of the same bytes. */
    @Override
    public final boolean equals(Object other) {
        return other instanceof Name name
                && hash == name.hash
                && Arrays.equals(bytes, offset, offset + length, name.bytes, name.offset, name.offset + name.length);
    }

    /** @return the bytes as UTF-8 text */
    @Override
    public String toString() {
        return new String(bytes, offset, length, UTF_8);
    }
}
