package io.unishim.ipc;

import org.jspecify.annotations.Nullable;

/** All objects of a shim, each kind made when somebody first asks for it: most programs never do. */
final class IpcState implements Runnable {
    private volatile @Nullable Segments segments;
    private volatile @Nullable SemaphoreSets semaphores;
    private volatile @Nullable MessageQueues messages;

    Segments segments() {
        Segments found = segments;
        return found == null ? makeSegments() : found;
    }

    private synchronized Segments makeSegments() {
        Segments found = segments;
        if (found == null) {
            found = new Segments();
            segments = found;
        }
        return found;
    }

    /** @return whether anybody asked for one */
    boolean hasSegments() {
        return segments != null;
    }

    SemaphoreSets semaphores() {
        SemaphoreSets found = semaphores;
        return found == null ? makeSemaphores() : found;
    }

    private synchronized SemaphoreSets makeSemaphores() {
        SemaphoreSets found = semaphores;
        if (found == null) {
            found = new SemaphoreSets();
            semaphores = found;
        }
        return found;
    }

    MessageQueues messages() {
        MessageQueues found = messages;
        return found == null ? makeMessages() : found;
    }

    private synchronized MessageQueues makeMessages() {
        MessageQueues found = messages;
        if (found == null) {
            found = new MessageQueues();
            messages = found;
        }
        return found;
    }

    /** The shim closes. */
    @Override
    public void run() {
        Segments found = segments;
        if (found != null) {
            found.close();
        }
    }
}
