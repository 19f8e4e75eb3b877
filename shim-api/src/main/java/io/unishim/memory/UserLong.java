package io.unishim.memory;

/** A pointer to a 64-bit integer: a file offset, a signal set, a size; it may be NULL. */
public abstract class UserLong {
    UserLong() {}

    /** @return a NULL pointer */
    public static UserLong none() {
        return new Words(new long[0]);
    }

    /** @return a pointer to a Java array's first element; a call may read and replace all of them */
    public static UserLong of(long... words) {
        return new Words(words);
    }

    /** @return whether the pointer is NULL */
    public abstract boolean isNull();

    /** @return the address in the caller's memory; 0 for a Java array */
    public abstract long address();

    /** @return the i-th integer from the pointer. @throws MemoryFault if it cannot be read */
    public abstract long get(int i);

    /** @return the integer. @throws MemoryFault if it cannot be read */
    public final long get() {
        return get(0);
    }

    /** Replaces the i-th integer from the pointer. @throws MemoryFault if it cannot be written */
    public abstract void set(int i, long value);

    /** Replaces the integer. @throws MemoryFault if it cannot be written */
    public final void set(long value) {
        set(0, value);
    }

    /** @return its address for the route of six longs, 0 for NULL; end with {@link UserMemory#reclaim} */
    public abstract long addressIn(UserMemory memory);

    /** Integers in Java's hands. */
    private static final class Words extends UserLong implements LentObject {
        private final long[] words;

        Words(long[] words) {
            this.words = words;
        }

        @Override
        public boolean isNull() {
            return words.length == 0;
        }

        @Override
        public long address() {
            return 0;
        }

        @Override
        public long get(int i) {
            if (i >= words.length) {
                throw MemoryFault.FAULT;
            }
            return words[i];
        }

        @Override
        public void set(int i, long value) {
            if (i >= words.length) {
                throw MemoryFault.FAULT;
            }
            words[i] = value;
        }

        @Override
        public long addressIn(UserMemory memory) {
            return isNull() ? 0 : memory.lend(this);
        }

        @Override
        public int lentSize() {
            return 8 * words.length;
        }

        @Override
        public void lentRead(int at, byte[] target, int offset, int length) {
            for (int i = 0; i < length; i++) {
                target[offset + i] = (byte) (words[(at + i) >> 3] >>> 8 * ((at + i) & 7));
            }
        }

        @Override
        public void lentWrite(int at, byte[] source, int offset, int length) {
            for (int i = 0; i < length; i++) {
                int shift = 8 * ((at + i) & 7);
                int word = (at + i) >> 3;
                words[word] = words[word] & ~(0xffL << shift) | (source[offset + i] & 0xffL) << shift;
            }
        }
    }

    /** Integers in a program's memory; one object serves many calls. */
    static final class InMemory extends UserLong {
        private final Arguments owner;
        private long address;

        InMemory(Arguments owner) {
            this.owner = owner;
        }

        InMemory at(long newAddress) {
            address = newAddress;
            return this;
        }

        @Override
        public boolean isNull() {
            return address == 0;
        }

        @Override
        public long address() {
            return address;
        }

        @Override
        public long get(int i) {
            return owner.memory().getLong(address + 8L * i);
        }

        @Override
        public void set(int i, long value) {
            owner.memory().putLong(address + 8L * i, value);
        }

        @Override
        public long addressIn(UserMemory memory) {
            return address;
        }
    }
}
