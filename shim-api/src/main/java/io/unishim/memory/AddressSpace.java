package io.unishim.memory;

import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a process that can map, unmap and protect pages: what {@code mmap(2)} and its kin work on, and where a
 * program is loaded. Results are values or negative errnos, as the man pages of the calls have them.
 */
public abstract class AddressSpace extends UserMemory implements AutoCloseable {
    /** Makes the address space of a new process. */
    public interface Factory {
        /**
         * Makes an empty address space.
         *
         * @return it, to be closed with its process
         * @throws IllegalStateException if the host cannot give memory that a program can run in; the message names what
         *     is missing
         */
        AddressSpace create();

        /**
         * Makes an empty address space in a process of the host.
         *
         * @param process has no memory in use but what keeps it going
         * @return it, to be closed with its process
         * @throws IllegalStateException if the process gives no memory
         */
        AddressSpace create(HostProcess process);
    }

    /** Makes a copy of this JVM's or another process's memory; see {@link #fork}. */
    @FunctionalInterface
    public interface Birth {
        /**
         * Makes a process of the host whose memory is a copy of the one that holds the address space.
         *
         * @param ranges what the copy needs of it
         * @return the process, or null if there can be none
         */
        @Nullable
        HostProcess give(List<Range> ranges);
    }

    /**
     * Addresses in a row.
     *
     * @param start first address
     * @param end first address past it
     */
    public record Range(long start, long end) {}

    protected AddressSpace() {}

    /**
     * Maps pages (man 2 mmap).
     *
     * @param task who asks: a file is read for it
     * @param file what to map, or null for MAP_ANONYMOUS
     * @param offset in the file, a multiple of 4,096
     * @param name what {@code /proc/PID/maps} shows where there is no file: {@code "[stack]"}, or an empty text
     * @return where it was mapped; {@code -EINVAL}, {@code -ENOMEM}, {@code -EEXIST}, {@code -ENODEV}, {@code -EACCES},
     *     {@code -EPERM}
     */
    public abstract long map(
            Task task,
            long address,
            long length,
            int protection,
            int flags,
            @Nullable OpenFileDescription file,
            long offset,
            String name);

    /** Unmaps pages (man 2 munmap). */
    public abstract long unmap(long address, long length);

    /** Changes what may be done with pages (man 2 mprotect). @param task whose limits hold */
    public abstract long protect(Task task, long address, long length, int protection);

    /** Moves, grows or shrinks a mapping (man 2 mremap). @return where it is now */
    public abstract long remap(Task task, long address, long oldLength, long newLength, int flags, long newAddress);

    /** Shows other pages of a file in a shared mapping (man 2 remap_file_pages). @param page of the file */
    public abstract long remapPages(long address, long size, int protection, long page, int flags);

    /** Says how pages will be used, or drops them (man 2 madvise). */
    public abstract long advise(Task task, long address, long length, int advice);

    /** Writes changes to mapped files back (man 2 msync). */
    public abstract long sync(long address, long length, int flags);

    /**
     * Says which pages are in memory (man 2 mincore).
     *
     * @param vector address of one byte a page
     */
    public abstract long resident(long address, long length, long vector);

    /** Keeps pages in memory (man 2 mlock2). @param task whose limits hold */
    public abstract long lock(Task task, long address, long length, int flags);

    /** Undoes {@link #lock}. */
    public abstract long unlock(long address, long length);

    /** Keeps all pages in memory, those of today, those to come or both (man 2 mlockall). @param task whose limits hold */
    public abstract long lockAll(Task task, int flags);

    /** Undoes {@link #lock} and {@link #lockAll} for all pages. */
    public abstract long unlockAll();

    /**
     * Makes a range outside of the process's own region part of it, for an image that must lie at a fixed address. Its
     * pages stay unmapped until {@link #map} maps them with MAP_FIXED.
     *
     * @param address first address, a multiple of 4,096
     * @param length bytes
     * @return 0, or {@code -EEXIST} if something of the JVM's lies there; {@code -ENOMEM} if it has too many ranges already
     */
    public abstract long reserve(long address, long length);

    /**
     * Says what keeps {@link #reserve} from reserving a range, and what helps.
     *
     * @return for a user, in one or more lines; empty if nothing is in the way now
     */
    public abstract String inTheWay(long address, long length);

    /**
     * Sets where the program break begins; the heap grows from there, at least 1 GiB. Without that much room there, and for
     * 0, a place is chosen.
     */
    public abstract void startBreak(long address);

    /**
     * Moves the program break (man 2 brk).
     *
     * @param task whose limits hold
     * @return the new break, or the old one if it cannot be moved
     */
    public abstract long moveBreak(Task task, long address);

    /**
     * Makes the program's stack as long as a limit says: all of it is there from the start. What the program has
     * touched stays, and so does what others have mapped below.
     *
     * @param limit the soft RLIMIT_STACK, unsigned
     * @param pointer the stack pointer of the task that asks
     */
    public abstract void limitStack(long limit, long pointer);

    /** @return whether the address is the process's to name, whether or not something is mapped there */
    public abstract boolean contains(long address);

    /**
     * Makes the address space of a child (man 2 fork). No mapping changes meanwhile.
     *
     * @param birth called once, makes the process of the host that holds the copy
     * @return the copy, to be closed with its process; null if {@code birth} gave none
     */
    public abstract @Nullable AddressSpace fork(Birth birth);

    /** Called by a thread that makes calls for a process here, before the process runs: a copy becomes what it is to be. */
    public abstract void settle();

    /**
     * Says what a process shares with others at an address, so that they can agree on a word there.
     *
     * @param task who asks
     * @return what is mapped there, or null if it is nothing that others could have mapped, too
     */
    public abstract @Nullable Shared sharedAt(Task task, long address);

    /**
     * A place in memory that processes share.
     *
     * @param object what is mapped: equal for all who have mapped it
     * @param offset in it
     */
    public record Shared(Object object, long offset) {}

    /** @return the process of the host that holds it; null for the JVM's own */
    public abstract @Nullable HostProcess host();

    /**
     * Lets a mapping that grows down (MAP_GROWSDOWN) reach an address that the program has touched below it.
     *
     * @param task whose limits hold
     * @return whether there is memory now
     */
    public abstract boolean reach(Task task, long address);

    /** @return how much of it is in use */
    public abstract Usage usage();

    /**
     * How much memory is mapped, in bytes, as limits count it (man 2 getrlimit). The program's own stack counts as long as
     * that of a new program on Linux, where it would grow.
     *
     * @param total all of it
     * @param peak the most that was there
     * @param data what is private and can be written, but no stack
     * @param stack of the program
     * @param locked what is kept in memory
     */
    public record Usage(long total, long peak, long data, long stack, long locked) {}

    /** @return the mappings in ascending order */
    public abstract List<Mapping> mappings();

    /** Unmaps everything and gives the memory back to the host. No task may run in it any more. Does nothing again. */
    @Override
    public abstract void close();

    /**
     * One line of {@code /proc/PID/maps}.
     *
     * @param start first address
     * @param end first address past it
     * @param protection PROT_*
     * @param shared whether it is MAP_SHARED
     * @param offset in the file
     * @param name {@code "[heap]"} and its kin; empty where there is a file, which knows its name
     * @param open what is mapped, or null for zeros. It may be closed by now: {@linkplain OpenFileDescription#retain retain} it
     * @param object the number of shared zeros, which have one as files have an inode's; else 0
     */
    public record Mapping(
            long start,
            long end,
            int protection,
            boolean shared,
            long offset,
            String name,
            @Nullable OpenFileDescription open,
            long object) {
        /** A mapping of zeros. */
        public Mapping(long start, long end, int protection, boolean shared, long offset, String name) {
            this(start, end, protection, shared, offset, name, null, 0);
        }

        /** @return the file that is mapped, or null for zeros */
        public @Nullable FileOperations file() {
            return open == null ? null : open.file();
        }
    }
}
