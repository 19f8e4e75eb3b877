package io.unishim.file;

import org.jspecify.annotations.Nullable;

/** A file that watches others: an epoll instance. */
public interface Watching {
    /**
     * Tells what is watched by a number.
     *
     * @param fd the number by which it was added
     * @param skipped how many of that number are not meant: behind each was another file once
     * @return the file, or null
     */
    @Nullable
    OpenFileDescription watched(int fd, int skipped);
}
