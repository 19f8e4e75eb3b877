package io.unishim.vfscore.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One component of a path: bytes without a slash or a NUL, 1 to 255 of them. The object is set anew for each component while
 * a path is walked: whoever keeps the name takes a {@link #copy}.
 */
public class Name {
    /** Other in each JVM, so that nobody can bring names that all have one hash. */
    private static final int FACTOR = ThreadLocalRandom.current().nextInt() & ~7 | 5;

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
        int newHash = 1;
        for (int i = newOffset; i < newOffset + newLength; i++) {
            newHash = FACTOR * newHash + newBytes[i];
        }
        set(newBytes, newOffset, newLength, newHash);
        return this;
    }

    private void set(byte[] newBytes, int newOffset, int newLength, int newHash) {
        if (bytes != newBytes) {
            bytes = newBytes; // storing a reference costs more than to look whether it is there
        }
        offset = newOffset;
        length = newLength;
        hash = newHash;
    }

    /** Makes it mean the bytes up to a slash or an end. @return where they end */
    final int setComponent(byte[] text, int start, int end) {
        int at = start;
        int newHash = 1;
        while (at < end) {
            byte next = text[at];
            if (next == '/') {
                break;
            }
            newHash = FACTOR * newHash + next;
            at++;
        }
        set(text, start, at - start, newHash);
        return at;
    }

    /** @return the bytes in it */
    public final int length() {
        return length;
    }

    /** @return the i-th byte */
    public final byte at(int i) {
        return bytes[offset + i];
    }

    /** @return the bytes of a name that was {@link #set} to a whole array */
    protected final byte[] whole() {
        return bytes;
    }

    /** @return its bytes in an array of their own */
    public final byte[] copy() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** @return whether these are its bytes */
    public final boolean is(byte[] other) {
        return length == other.length && Arrays.equals(bytes, offset, offset + length, other, 0, other.length);
    }

    /** @return whether another name has the same bytes */
    public final boolean is(Name name) {
        int count = length;
        if (hash != name.hash || count != name.length) {
            return false;
        }
        byte[] mine = bytes;
        byte[] others = name.bytes;
        int at = offset;
        int otherAt = name.offset;
        for (int i = 0; i < count; i++) {
            if (mine[at + i] != others[otherAt + i]) {
                return false;
            }
        }
        return true;
    }

    /** @return its hash, which differs from one JVM to the next */
    @Override
    public final int hashCode() {
        return hash;
    }

    /** Equal to another name of the same bytes. */
    @Override
    public final boolean equals(Object other) {
        return other instanceof Name name && is(name);
    }

    /** @return the bytes as UTF-8 text */
    @Override
    public String toString() {
        return new String(bytes, offset, length, UTF_8);
    }
}
