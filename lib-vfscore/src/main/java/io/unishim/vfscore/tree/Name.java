package io.unishim.vfscore.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One component of a path: bytes without a slash or a NUL, 1 to 255 of them. The object is set anew for each component while
 * a path is walked: whoever keeps the name takes a {@link #copy}. Eight bytes are looked at at a time, as the kernel's {@code
 * hash_name} does.
 */
public class Name {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD = 8;
    private static final long SLASHES = 0x2f2f2f2f2f2f2f2fL;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** Other in each JVM, so that nobody can bring names that all have one hash. */
    private static final long FACTOR = ThreadLocalRandom.current().nextLong() & ~7 | 5;

    private static final byte[] NOTHING = {};

    /** Where its bytes are; nothing as long as nobody asks for those of a short name, all of which are in {@link #head}. */
    private byte[] bytes = NOTHING;

    private int offset;
    private int length;
    private int hash;

    /** The first eight bytes, the first one lowest; zeros where there are fewer. */
    private long head;

    /** Creates an empty name, to be {@link #set}. */
    public Name() {}

    /** Creates a copy, which keeps its bytes in an array of their own. */
    protected Name(Name other) {
        bytes = other.length <= WORD ? NOTHING : other.copy();
        length = other.length;
        head = other.head;
        hash = other.hash;
    }

    /** @return a name of its own, from text */
    public static Name of(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new Name().set(bytes, 0, bytes.length);
    }

    /** @return whether it is no bytes at all */
    final boolean isEmpty() {
        return length == 0;
    }

    /** @return whether it is {@code .} */
    final boolean isDot() {
        return length == 1 && head == '.';
    }

    /** @return whether it is {@code ..} */
    final boolean isDotDot() {
        return length == 2 && head == ('.' | '.' << Byte.SIZE);
    }

    /** Makes it mean these bytes, without copying them. @return this */
    public final Name set(byte[] newBytes, int newOffset, int newLength) {
        int end = newOffset + newLength;
        long first = word(newBytes, newOffset, end);
        long mixed = mix(0, first);
        for (int at = newOffset + WORD; at < end; at += WORD) {
            mixed = mix(mixed, word(newBytes, at, end));
        }
        set(newBytes, newOffset, newLength, first, mixed);
        return this;
    }

    /** Makes it mean the bytes up to a slash or an end, of which there is one at least. @return where they end */
    final int setComponent(byte[] text, int start, int end) {
        long word = bytesAt(text, start, end);
        int count = component(word, end - start);
        long first = kept(word, count);
        long mixed = mix(0, first);
        int at = start + count;
        while (count == WORD && at < end) {
            word = bytesAt(text, at, end);
            count = component(word, end - at);
            if (count > 0) {
                mixed = mix(mixed, kept(word, count));
            }
            at += count;
        }
        set(text, start, at - start, first, mixed);
        return at;
    }

    private void set(byte[] newBytes, int newOffset, int newLength, long newHead, long mixed) {
        if (bytes != newBytes) {
            bytes = newBytes; // storing a reference costs more than to look whether it is there
        }
        offset = newOffset;
        length = newLength;
        head = newHead;
        hash = (int) (mixed >>> Integer.SIZE);
    }

    private static long mix(long mixed, long word) {
        long product = (mixed ^ word) * FACTOR;
        return product ^ product >>> Integer.SIZE;
    }

    /** @return up to eight bytes, as many as there are before the end */
    private static long word(byte[] text, int at, int end) {
        return kept(bytesAt(text, at, end), end - at);
    }

    /** @return eight bytes, of which those past the end may be anything */
    private static long bytesAt(byte[] text, int at, int end) {
        if (at + WORD <= text.length) {
            return (long) WORDS.get(text, at);
        }
        long word = 0;
        for (int i = Math.min(end, at + WORD) - 1; i >= at; i--) {
            word = word << Byte.SIZE | text[i] & 0xff;
        }
        return word;
    }

    private static long kept(long word, int count) {
        return count >= WORD ? word : word & (1L << count * Byte.SIZE) - 1;
    }

    /** @return how many bytes there are before a slash, of at most eight and at most {@code most} */
    private static int component(long word, int most) {
        long differences = word ^ SLASHES;
        long zeros = differences - LOW_BITS & ~differences & HIGH_BITS;
        return Math.min(Math.min(most, WORD), Long.numberOfTrailingZeros(zeros) / Byte.SIZE);
    }

    /** @return where its bytes are */
    private byte[] text() {
        byte[] there = bytes;
        return there.length == 0 ? ofHead() : there;
    }

    private byte[] ofHead() {
        byte[] made = new byte[length];
        for (int i = 0; i < length; i++) {
            made[i] = (byte) (head >>> i * Byte.SIZE);
        }
        VarHandle.releaseFence(); // others may ask at the same time
        bytes = made;
        return made;
    }

    /** @return the bytes in it */
    public final int length() {
        return length;
    }

    /** @return the i-th byte */
    public final byte at(int i) {
        return text()[offset + i];
    }

    /** @return the bytes of a name that has a whole array */
    protected final byte[] whole() {
        return text();
    }

    /** @return its bytes in an array of their own */
    public final byte[] copy() {
        return Arrays.copyOfRange(text(), offset, offset + length);
    }

    /** @return whether these are its bytes */
    public final boolean is(byte[] other) {
        return length == other.length && Arrays.equals(text(), offset, offset + length, other, 0, other.length);
    }

    /** @return whether another name has the same bytes */
    public final boolean is(Name name) {
        return hash == name.hash
                && head == name.head
                && length == name.length
                && (length <= WORD
                        || Arrays.equals(
                                bytes,
                                offset + WORD,
                                offset + length,
                                name.bytes,
                                name.offset + WORD,
                                name.offset + length));
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
        return new String(text(), offset, length, UTF_8);
    }
}
