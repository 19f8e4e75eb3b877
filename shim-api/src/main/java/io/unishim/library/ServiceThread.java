package io.unishim.library;

/** A thread that a library keeps while its shim is open: a daemon, whose end the library waits for when it closes. */
public final class ServiceThread extends Thread {
    /**
     * Not yet started.
     *
     * @param name what dumps of threads show: <code>unishim-</code> and the purpose
     * @param work what it does until the library tells it to end
     */
    public ServiceThread(String name, Runnable work) {
        super(work, name);
        setDaemon(true);
    }

    /** Waits until the thread has ended; an interrupt meanwhile is kept for later. The thread itself does not wait. */
    public void awaitEnd() {
        if (this == currentThread()) {
            return;
        }
        boolean interrupted = false;
        while (isAlive()) {
            try {
                join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            currentThread().interrupt();
        }
    }
}
