package io.unishim.memory;

import static io.unishim.abi.Errnos.E2BIG;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A pointer to a NUL-terminated string of bytes: a path, a name; it may be NULL. */
public abstract class UserString {
    UserString() {}

    /** @return a string in Java's hands, as UTF-8; what follows a NUL is not seen */
    public static UserString of(String text) {
        return new InJava(text.getBytes(StandardCharsets.UTF_8), true);
    }

    /** @return a string in Java's hands; what follows a NUL is not seen */
    public static UserString of(byte[] bytes) {
        return new InJava(bytes, false);
    }

    /** @return a NULL pointer */
    public static UserString none() {
        return new InJava(null, true);
    }

    /** @return whether the pointer is NULL */
    public abstract boolean isNull();

    /**
     * Copies the string without its NUL.
     *
     * @param target where to, from index 0
     * @return its length in bytes, 0 to {@code target.length - 1}, or {@code -E2BIG} if it does not fit together with its
     *     NUL
     * @throws MemoryFault if it cannot be read
     */
    public abstract int copy(byte[] target);

    /** @return what a call {@linkplain #keep kept} with the string, or null */
    public @Nullable Object kept() {
        return null;
    }

    /**
     * Keeps with the string what a call made of it, for calls that are given it again. Only strings in Java's hands whose bytes
     * never change keep anything.
     *
     * @param made of the bytes alone; it may be found by any thread, and does not change any more
     */
    public void keep(Object made) {}

    /** @return its address for the route of six longs, 0 for NULL; end with {@link UserMemory#reclaim} */
    public abstract long addressIn(UserMemory memory);

    /** A string in Java's hands. */
    private static final class InJava extends UserString implements LentObject {
        private final byte[] bytes;
        private final boolean isNull;

        /** Its length, or -1 if the bytes are somebody's who may change them. */
        private final int known;

        private volatile @Nullable Object kept;

        InJava(byte @Nullable [] bytes, boolean own) {
            this.isNull = bytes == null;
            this.bytes = bytes == null ? new byte[0] : bytes;
            this.known = own ? terminated() : -1;
        }

        @Override
        public boolean isNull() {
            return isNull;
        }

        private int length() {
            return known >= 0 ? known : terminated();
        }

        private int terminated() {
            int length = 0;
            while (length < bytes.length && bytes[length] != 0) {
                length++;
            }
            return length;
        }

        @Override
        public int copy(byte[] target) {
            if (isNull) {
                throw MemoryFault.FAULT;
            }
            int length = length();
            if (length >= target.length) {
                return -E2BIG;
            }
            System.arraycopy(bytes, 0, target, 0, length);
            return length;
        }

        @Override
        public @Nullable Object kept() {
            return kept;
        }

        @Override
        public void keep(Object made) {
            if (known >= 0) {
                kept = made;
            }
        }

        @Override
        public long addressIn(UserMemory memory) {
            return isNull ? 0 : memory.lend(this);
        }

        @Override
        public int lentSize() {
            return length() + 1;
        }

        @Override
        public void lentRead(int at, byte[] target, int offset, int length) {
            int copied = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, target, offset, copied);
            Arrays.fill(target, offset + copied, offset + length, (byte) 0);
        }

        @Override
        public void lentWrite(int at, byte[] source, int offset, int length) {
            // Strings are only ever read by calls.
        }
    }

    /** A string in a program's memory; one object serves many calls. */
    static final class InMemory extends UserString {
        private final Arguments owner;
        private long address;

        InMemory(Arguments owner) {
            this.owner = owner;
        }

        InMemory set(long newAddress) {
            address = newAddress;
            return this;
        }

        @Override
        public boolean isNull() {
            return address == 0;
        }

        @Override
        public int copy(byte[] target) {
            return owner.memory().readString(address, target);
        }

        @Override
        public long addressIn(UserMemory memory) {
            return address;
        }
    }
}
