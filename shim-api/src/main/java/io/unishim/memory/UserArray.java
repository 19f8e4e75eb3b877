package io.unishim.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An array of structures that a call reads, fills or both: the descriptors of {@code poll(2)}, the events of {@code
 * epoll_wait(2)}.
 *
 * @param <T> the record that holds one structure's members
 */
public abstract class UserArray<T> {
    UserArray() {}

    /**
     * An array in Java's hands.
     *
     * @param layout how others would see an element
     * @param values its elements; a call may replace them
     * @return the array; {@link #get} tells what a call made of it
     */
    public static <T> UserArray<T> of(StructLayout<T> layout, List<T> values) {
        ByteBuffer bytes = ByteBuffer.allocate(layout.size() * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.size(); i++) {
            layout.encode(values.get(i), bytes, i * layout.size());
        }
        return new InJava<>(layout, bytes);
    }

    /** @return room for {@code count} elements that a call fills */
    public static <T> UserArray<T> room(StructLayout<T> layout, int count) {
        return new InJava<>(layout, ByteBuffer.allocate(layout.size() * count).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** @return the number of elements as the caller gave it, sign-extended from 64 bits, possibly absurd */
    public abstract long length();

    /** @return whether the pointer is NULL */
    public abstract boolean isNull();

    /** @return the i-th element. @throws MemoryFault if it cannot be read */
    public abstract T get(int i);

    /** @return the first {@code count} elements. @throws MemoryFault if one cannot be read */
    public final List<T> toList(int count) {
        List<T> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(get(i));
        }
        return elements;
    }

    /** Replaces the i-th element. @throws MemoryFault if it cannot be written */
    public abstract void set(int i, T value);

    /** @return its address for the route of six longs, 0 for NULL; end with {@link UserMemory#reclaim} */
    public abstract long addressIn(UserMemory memory);

    /** An array in Java's hands. */
    private static final class InJava<T> extends UserArray<T> {
        private final StructLayout<T> layout;
        private final ByteBuffer bytes;

        InJava(StructLayout<T> layout, ByteBuffer bytes) {
            this.layout = layout;
            this.bytes = bytes;
        }

        @Override
        public long length() {
            return bytes.capacity() / layout.size();
        }

        @Override
        public boolean isNull() {
            return false;
        }

        private int offset(int i) {
            if (i < 0 || i >= length()) {
                throw MemoryFault.FAULT;
            }
            return i * layout.size();
        }

        @Override
        public T get(int i) {
            return layout.decode(bytes, offset(i));
        }

        @Override
        public void set(int i, T value) {
            ByteBuffer one = ByteBuffer.allocate(layout.size()).order(ByteOrder.LITTLE_ENDIAN);
            layout.encode(value, one, 0);
            bytes.put(offset(i), one, 0, layout.size());
        }

        @Override
        @SuppressWarnings("ByteBufferBackingArray") // the whole of an array, as it was made
        public long addressIn(UserMemory memory) {
            return new ArrayBuffer(bytes.array(), 0, bytes.capacity()).addressIn(memory);
        }
    }

    /** An array in a program's memory; one object serves many calls. */
    static final class InMemory<T> extends UserArray<T> {
        private final UserRef.InMemory<T> element;
        private StructLayout<T> layout;
        private long address;
        private long length;

        InMemory(Arguments owner, StructLayout<T> layout) {
            this.element = new UserRef.InMemory<>(owner, layout);
            this.layout = layout;
        }

        void set(StructLayout<T> newLayout, long newAddress, long newLength) {
            layout = newLayout;
            address = newAddress;
            length = newLength;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public boolean isNull() {
            return address == 0;
        }

        private UserRef.InMemory<T> at(int i) {
            element.set(layout, address + (long) i * layout.size());
            return element;
        }

        @Override
        public T get(int i) {
            return at(i).get();
        }

        @Override
        public void set(int i, T value) {
            at(i).set(value);
        }

        @Override
        public long addressIn(UserMemory memory) {
            return address;
        }
    }
}
