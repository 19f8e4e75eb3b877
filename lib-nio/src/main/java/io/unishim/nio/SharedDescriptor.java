package io.unishim.nio;

import io.unishim.task.Task;
import java.util.HashSet;
import java.util.Set;

/**
 * A descriptor that several threads use and one closes: its number is given back only when no call uses it any more, or such
 * a call would meet another file under the number. Calls that wait are interrupted by the close.
 */
final class SharedDescriptor {
    private final Kernel kernel;
    private final int fd;
    private final Set<Task> busy = new HashSet<>();
    private int users = 1;
    private boolean closing;

    /** A call on the descriptor. */
    interface Call {
        long make(Kernel kernel, Task task, int fd);
    }

    SharedDescriptor(Kernel kernel, int fd) {
        this.kernel = kernel;
        this.fd = fd;
    }

    int fd() {
        return fd;
    }

    synchronized boolean isOpen() {
        return !closing;
    }

    /** @return whether it is open; then it stays so until {@link #leave} */
    synchronized boolean enter() {
        if (closing) {
            return false;
        }
        users++;
        return true;
    }

    void leave() {
        boolean last;
        synchronized (this) {
            last = --users == 0;
        }
        if (last && kernel.isOpen()) {
            kernel.call(task -> kernel.open.close(task, fd));
        }
    }

    /** @return what the call returns, or what is said for a descriptor that was closed */
    long ifOpen(Call call, long otherwise) {
        if (!enter()) {
            return otherwise;
        }
        try {
            return kernel.call(task -> make(call, task));
        } finally {
            leave();
        }
    }

    private long make(Call call, Task task) {
        synchronized (this) {
            busy.add(task);
            if (closing) {
                task.interrupt(Task.SIGNAL);
            }
        }
        try {
            return call.make(kernel, task, fd);
        } finally {
            synchronized (this) {
                busy.remove(task);
            }
        }
    }

    void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            busy.forEach(task -> task.interrupt(Task.SIGNAL));
        }
        leave();
    }
}
