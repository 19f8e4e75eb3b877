package io.unishim.task;

/** Something that wants to hear of events: a waiting task, an epoll instance. */
@FunctionalInterface
public interface Wakeup {
    /**
     * Called by the thread that made something happen, outside the locks of {@link WaitQueue}. It must not block.
     *
     * @param events what happened, as {@code poll(2)} names it; 0 if the queue does not say
     */
    void wake(int events);
}
