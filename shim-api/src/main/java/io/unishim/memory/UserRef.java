package io.unishim.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A pointer to a structure that a call reads, fills or both; it may be NULL.
 *
 * @param <T> the record that holds the structure's members
 */
public abstract class UserRef<T> {
    UserRef() {}

    /** @return a NULL pointer */
    public static <T> UserRef<T> none() {
        return new Null<>();
    }

    /**
     * A structure in Java's hands, to be read by a call.
     *
     * @param layout how others would see it
     * @param value its members
     * @return a pointer to it; {@link #get} tells what a call made of it
     */
    public static <T> UserRef<T> of(StructLayout<T> layout, T value) {
        return new Cell<>(layout, value);
    }

    /**
     * Room for a structure that a call fills.
     *
     * @param layout how others would see it
     * @return a pointer to zeros; {@link #get} tells what a call made of it
     */
    public static <T> UserRef<T> room(StructLayout<T> layout) {
        ByteBuffer zeros = ByteBuffer.allocate(layout.size()).order(ByteOrder.LITTLE_ENDIAN);
        return new Cell<>(layout, layout.decode(zeros, 0));
    }

    /** @return whether the pointer is NULL */
    public abstract boolean isNull();

    /** @return the structure, read in one copy. @throws MemoryFault if it cannot be read */
    public abstract T get();

    /** Writes the structure in one copy. @throws MemoryFault if it cannot be written */
    public abstract void set(T value);

    /** @return its address for the route of six longs, 0 for NULL; end with {@link UserMemory#reclaim} */
    public abstract long addressIn(UserMemory memory);

    /** A NULL pointer. */
    private static final class Null<T> extends UserRef<T> {
        @Override
        public boolean isNull() {
            return true;
        }

        @Override
        public T get() {
            throw MemoryFault.FAULT;
        }

        @Override
        public void set(T value) {
            throw MemoryFault.FAULT;
        }

        @Override
        public long addressIn(UserMemory memory) {
            return 0;
        }
    }

    /** A structure in Java's hands. */
    private static final class Cell<T> extends UserRef<T> implements LentObject {
        private final StructLayout<T> layout;
        private final StructRoom<T> room;

        Cell(StructLayout<T> layout, T value) {
            this.layout = layout;
            this.room = layout.room(value);
        }

        @Override
        public boolean isNull() {
            return false;
        }

        @Override
        public T get() {
            return room.get();
        }

        @Override
        public void set(T newValue) {
            room.set(newValue);
        }

        @Override
        public long addressIn(UserMemory memory) {
            return memory.lend(this);
        }

        @Override
        public int lentSize() {
            return layout.size();
        }

        private ByteBuffer encoded() {
            ByteBuffer bytes = ByteBuffer.allocate(layout.size()).order(ByteOrder.LITTLE_ENDIAN);
            layout.encode(get(), bytes, 0);
            return bytes;
        }

        @Override
        public void lentRead(int at, byte[] target, int offset, int length) {
            encoded().get(at, target, offset, length);
        }

        @Override
        public void lentWrite(int at, byte[] source, int offset, int length) {
            ByteBuffer bytes = encoded();
            bytes.put(at, source, offset, length);
            set(layout.decode(bytes, 0));
        }
    }

    /** A structure in a program's memory; one object serves many calls. */
    static final class InMemory<T> extends UserRef<T> {
        private final Arguments owner;
        private StructLayout<T> layout;
        private long address;

        InMemory(Arguments owner, StructLayout<T> layout) {
            this.owner = owner;
            this.layout = layout;
        }

        void set(StructLayout<T> newLayout, long newAddress) {
            layout = newLayout;
            address = newAddress;
        }

        @Override
        public boolean isNull() {
            return address == 0;
        }

        @Override
        public T get() {
            OffHeap scratch = owner.scratch();
            int size = layout.size();
            if (owner.memory().read(address, scratch, 0, size) != size) {
                throw MemoryFault.FAULT;
            }
            return layout.decode(scratch.buffer(), 0);
        }

        @Override
        public void set(T value) {
            OffHeap scratch = owner.scratch();
            int size = layout.size();
            scratch.zero(0, size);
            layout.encode(value, scratch.buffer(), 0);
            if (owner.memory().write(address, scratch, 0, size) != size) {
                throw MemoryFault.FAULT;
            }
        }

        @Override
        public long addressIn(UserMemory memory) {
            return address;
        }
    }
}
