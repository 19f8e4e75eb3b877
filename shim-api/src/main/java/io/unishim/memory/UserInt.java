package io.unishim.memory;

/** A pointer to a 32-bit integer: a futex word, a descriptor pair's member, a length; it may be NULL. */
public abstract class UserInt {
    UserInt() {}

    /** @return a NULL pointer */
    public static UserInt none() {
        return new Words(new int[0]);
    }

    /** @return a pointer to a Java array's first element; a call may read and replace all of them */
    public static UserInt of(int... words) {
        return new Words(words);
    }

    /** @return whether the pointer is NULL */
    public abstract boolean isNull();

    /** @return the address in the caller's memory; 0 for a Java array */
    public abstract long address();

    /** @return the i-th integer from the pointer. @throws MemoryFault if it cannot be read */
    public abstract int get(int i);

    /** @return the integer. @throws MemoryFault if it cannot be read */
    public final int get() {
        return get(0);
    }

    /** Replaces the i-th integer from the pointer. @throws MemoryFault if it cannot be written */
    public abstract void set(int i, int value);

    /** Replaces the integer. @throws MemoryFault if it cannot be written */
    public final void set(int value) {
        set(0, value);
    }

    /** @return its address for the route of six longs, 0 for NULL; end with {@link UserMemory#reclaim} */
    public abstract long addressIn(UserMemory memory);

    /** Integers in Java's hands. */
    private static final class Words extends UserInt implements LentObject {
        private final int[] words;

        Words(int[] words) {
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
        public int get(int i) {
            if (i >= words.length) {
                throw MemoryFault.FAULT;
            }
            return words[i];
        }

        @Override
        public void set(int i, int value) {
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
            return 4 * words.length;
        }

        @Override
        public void lentRead(int at, byte[] target, int offset, int length) {
            for (int i = 0; i < length; i++) {
                target[offset + i] = (byte) (words[(at + i) >> 2] >>> 8 * ((at + i) & 3));
            }
        }

        @Override
        public void lentWrite(int at, byte[] source, int offset, int length) {
            for (int i = 0; i < length; i++) {
                int shift = 8 * ((at + i) & 3);
                int word = (at + i) >> 2;
                words[word] = words[word] & ~(0xff << shift) | (source[offset + i] & 0xff) << shift;
            }
        }
    }

    /** Integers in a program's memory; one object serves many calls. */
    static final class InMemory extends UserInt {
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
        public int get(int i) {
            return owner.memory().getInt(address + 4L * i);
        }

        @Override
        public void set(int i, int value) {
            owner.memory().putInt(address + 4L * i, value);
        }

        @Override
        public long addressIn(UserMemory memory) {
            return address;
        }
    }
}
