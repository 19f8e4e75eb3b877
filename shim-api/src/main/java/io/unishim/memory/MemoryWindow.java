package io.unishim.memory;

/**
 * Parts of a {@link HostProcess}'s memory that its thread has laid out for the JVM when it made a call: what the call's
 * arguments point to is at hand then, without a call of the host. What is not at hand is to be read or written in the memory
 * itself, once this has said so.
 *
 * <p>A program may write there whatever it likes, at any time, as in its memory.
 */
public interface MemoryWindow {
    /** The bytes are not at hand. */
    int NONE = -1;

    /** Of whom nothing is at hand. */
    MemoryWindow NOTHING = new MemoryWindow() {
        @Override
        public OffHeap block() {
            throw new IllegalStateException("nothing is at hand");
        }

        @Override
        public int read(long address, int length) {
            return NONE;
        }

        @Override
        public int write(long address, int length) {
            return NONE;
        }

        @Override
        public void leave(long address, int length) {}
    };

    /** @return the block that {@link #read} and {@link #write} tell offsets in */
    OffHeap block();

    /**
     * Finds bytes to read.
     *
     * @return their offset in the block, good until something else is asked here; or {@link #NONE}: then the memory is up to
     *     date
     */
    int read(long address, int length);

    /**
     * Finds room for bytes, all of which the caller is to write: the memory gets them before the program goes on.
     *
     * @return the room's offset in the block, good until something else is asked here; or {@link #NONE}: then the memory may
     *     be written, and is at hand no more
     */
    int write(long address, int length);

    /** Says that these bytes of the memory are about to be read or written there: it is up to date, and they are at hand no more. */
    void leave(long address, int length);
}
