package io.unishim.task;

/** Watches RLIMIT_CPU; provided by the library that owns the clocks, told by the one that keeps the limits. */
@FunctionalInterface
public interface CpuLimit {
    /** The limit of a process was set. */
    void changed(Process process);
}
