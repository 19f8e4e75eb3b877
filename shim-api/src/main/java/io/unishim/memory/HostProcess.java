package io.unishim.memory;

/**
 * A process of the host that holds a program's memory outside of the JVM: what a child of a program runs in.
 *
 * <p>Calls are made by one of its threads that stands still meanwhile, so only a Java thread that is in charge of one may ask
 * for them.
 */
public interface HostProcess {
    /** @return its id on the host, or of one of its threads: what {@code process_vm_readv(2)} wants */
    int pid();

    /**
     * Makes a system call of the host in that process. Descriptors mean nothing there.
     *
     * @param number on the host's architecture
     * @return what the host answers: a value or a negative errno; {@code -ESRCH} if the process is dead, or the current
     *     thread is in charge of none of its threads
     */
    long call(int number, long a0, long a1, long a2, long a3, long a4, long a5);

    /**
     * Maps a file that the JVM has open, as {@code mmap(2)} in that process.
     *
     * @param descriptor the JVM's
     * @param writable whether what is written to a shared mapping may go to the file, now or when its protection changes
     * @return as {@link #call}
     */
    long map(long address, long length, int protection, int flags, int descriptor, long offset, boolean writable);

    /**
     * To be asked before its memory is read or written.
     *
     * @return what of its memory is at hand while the current thread serves a call of it; else {@link MemoryWindow#NOTHING}
     */
    MemoryWindow window();

    /**
     * Has everything told that its threads did by themselves before now. To be asked once its memory was read, and before
     * anything is done with what was found: that may say that they did it.
     */
    void settle();

    /**
     * Compares and exchanges an aligned int in its memory, atomically.
     *
     * @return the value found
     * @throws MemoryFault if it cannot be written, the process is dead, or the current thread is in charge of none of its
     *     threads
     */
    int compareAndExchangeInt(long address, int expected, int desired);
}
