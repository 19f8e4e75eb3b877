package io.unishim.memory;

/**
 * Room for one structure in Java's hands. Where calls write a structure all the time, its layout brings room for the members: no
 * record is made then, and no reference is stored in something old, which costs more than to store them all.
 *
 * @param <T> the record that holds the structure's members
 */
public abstract class StructRoom<T> {
    /** Creates it. */
    protected StructRoom() {}

    /** @return the structure, as it was written last */
    public abstract T get();

    /** Writes the structure. */
    public abstract void set(T value);

    /** Room that keeps the record itself. */
    static final class OfRecord<T> extends StructRoom<T> {
        private T value;

        OfRecord(T value) {
            this.value = value;
        }

        @Override
        public T get() {
            return value;
        }

        @Override
        public void set(T newValue) {
            value = newValue;
        }
    }
}
