package io.unishim.vfscore.ramfs;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;

/** The bytes of a file in memory. The file's lock guards it, shared by readers. */
interface FileContent {
    /** @return the pages that are there; the others are holes */
    long pages();

    /** @return the pages that are there from one to another, by their numbers */
    long pages(long first, long last);

    /**
     * Copies to a buffer.
     *
     * @param position first byte of the file
     * @param length bytes, all of them inside the file
     * @return the bytes copied, fewer only if the buffer faults later on
     * @throws MemoryFault if not a byte could be copied because the buffer is bad
     */
    long read(UserBuffer target, long position, long length);

    /**
     * Copies from a buffer, filling holes.
     *
     * @return the bytes copied, fewer only if the buffer faults later on or there is no space left; {@code -ENOSPC} if there
     *     is none for the first byte
     * @throws MemoryFault if not a byte could be copied because the buffer is bad
     */
    long write(UserBuffer source, long position, long length);

    /** Makes every page of a range be there, new ones as zeros, or none of them. @return 0 or {@code -ENOSPC} */
    long allocate(long from, long to);

    /** Makes a range read as zeros: whole pages become holes, the rest is overwritten. */
    void punch(long from, long to);

    /** The file was cut, be it to what it had: beyond that size there is nothing. */
    void cut(long size);

    /** The file has become longer; what was allocated beyond its end stays. */
    void grown(long size);

    /** @return the first position at or after {@code from} and below {@code size} that was written, or -1 */
    long nextData(long from, long size);

    /** @return the first position at or after {@code from} that is a hole, at most {@code size} */
    long nextHole(long from, long size);

    /** Gives everything back. */
    void free();
}
