package io.unishim.task;

import org.jspecify.annotations.Nullable;

/**
 * Places for what a program is likely to read next, and for what it then writes. What lies in one the program's thread takes
 * by itself when it reads the descriptor, and leaves there what it writes to it: those calls reach nobody, and are told later,
 * in their order.
 *
 * <p>A task's own are offered while one of its calls is served, and are told of before its next one is. Everybody else who
 * touches the source asks for them to be settled first, and so does whoever may know of the calls: nobody can tell that they
 * were told late, but by a clock.
 *
 * <p>Its monitor is held by whoever offers or settles.
 */
public interface ReadAhead {
    /**
     * Gives a place for the bytes of a descriptor, for which none was asked during this call.
     *
     * @return the place, or null if none is left
     */
    @Nullable
    Place place(int fd);

    /** @return whether what the program writes may be told late, too */
    boolean takesWrites();

    /** Where bytes of a source lie. */
    interface Place {
        /** @return the address of its memory, in which the program may write whatever it likes */
        long address();

        int size();

        /**
         * Lets the program read the first bytes here, all of which are the source's next ones.
         *
         * @param length more than 0
         * @param room how many bytes may be written to the source without failing
         */
        void offer(int length, int room, Source source);

        /** Lets the program do no more here, and tells the source what it did, unless that has been done. */
        void settle();
    }

    /** What bytes were offered of. */
    interface Source {
        /** Bytes were written to it. */
        default void written(long address, int length) {
            throw new UnsupportedOperationException();
        }

        /** The offer is over. @param count how many bytes were taken, 0 to as many as were offered */
        void taken(int count);
    }
}
