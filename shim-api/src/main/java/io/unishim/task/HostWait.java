package io.unishim.task;

/**
 * What a task blocks in instead of parking, so that events of the host end its wait without a thread between: the host's
 * {@code epoll_wait(2)}. Those who wait for several of the shim's own things and for the host's wait so; one of them blocks
 * at the host, for all.
 */
public interface HostWait {
    /**
     * Blocks the current thread until the host has something to tell, somebody {@linkplain #interrupt interrupts} it, or the
     * time is over; then tells whomever it concerns.
     *
     * @param nanos at most, 0 to look only, less for no limit
     * @return whether it did; false if another thread is at it: park, and be unparked when it is this one's turn
     */
    boolean block(long nanos);

    /** Ends a {@link #block} under way, or the next one. */
    void interrupt();

    /** The current thread waits no more: its turn, if it came, goes to another. */
    void leave();
}
