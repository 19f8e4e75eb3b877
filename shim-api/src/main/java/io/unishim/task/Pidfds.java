package io.unishim.task;

import io.unishim.abi.Errnos;

/** Descriptors of processes (man 2 pidfd_open); provided by the library that owns processes. */
public interface Pidfds {
    /**
     * Gives a task a descriptor of a process.
     *
     * @param pid of a process that there is or was
     * @return the descriptor, which is closed by {@code execve(2)}; {@code -ESRCH} if the process is no more; {@code -EMFILE}
     */
    long open(Task task, int pid);

    /** @return as {@link #open}; {@code -ENOPROTOOPT} where no library makes such descriptors */
    static long openFor(Task task, int pid) {
        Pidfds service = task.shim().serviceOrNull(Pidfds.class);
        return service == null ? -Errnos.ENOPROTOOPT : service.open(task, pid);
    }
}
