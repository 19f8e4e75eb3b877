package io.unishim.task;

import org.jspecify.annotations.Nullable;

/**
 * Places for what a program is likely to read next. What lies in one the program's thread takes by itself when it reads the
 * descriptor: that call reaches nobody, and is told later, by {@link Source#taken}.
 *
 * <p>A task's own are offered while one of its calls is served, and are told of before its next one is. Everybody else who
 * touches the source asks for them to be settled first: so nobody can tell that the call was told late.
 */
public interface ReadAhead {
    /**
     * Gives a place for the bytes of a descriptor, for which none was asked during this call.
     *
     * @return the place, or null if none is left
     */
    @Nullable
    Place place(int fd);

    /** Where bytes of a source lie. Its monitor is held by whoever offers or settles. */
    interface Place {
        /** @return the address of its memory, in which the program may write whatever it likes */
        long address();

        int size();

        /**
         * Lets the program read the first bytes here, all of which are the source's next ones.
         *
         * @param length more than 0
         */
        void offer(int length, Source source);

        /** Lets the program read no more here, and tells the source what it took, unless that has been done. */
        void settle();
    }

    /** What bytes were offered of. */
    interface Source {
        /** The offer is over. @param count how many bytes were taken, 0 to as many as were offered */
        void taken(int count);
    }
}
