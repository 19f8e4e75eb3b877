package io.unishim.process;

import static io.unishim.abi.Resource.RLIMIT_CORE;
import static io.unishim.abi.Resource.RLIMIT_FSIZE;
import static io.unishim.abi.Resource.RLIMIT_MEMLOCK;
import static io.unishim.abi.Resource.RLIMIT_MSGQUEUE;
import static io.unishim.abi.Resource.RLIMIT_NICE;
import static io.unishim.abi.Resource.RLIMIT_NOFILE;
import static io.unishim.abi.Resource.RLIMIT_NPROC;
import static io.unishim.abi.Resource.RLIMIT_RTPRIO;
import static io.unishim.abi.Resource.RLIMIT_SIGPENDING;
import static io.unishim.abi.Resource.RLIMIT_STACK;
import static io.unishim.abi.Resource.RLIM_INFINITY;
import static io.unishim.abi.Resource.RLIM_NLIMITS;

import io.unishim.file.FileSizeLimit;
import io.unishim.struct.Rlimit;
import io.unishim.task.Process;
import io.unishim.task.ProcessLimits;
import io.unishim.task.StateKey;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A process's limits, as on a Linux of middling size. */
final class ResourceLimits implements ProcessLimits {
    private static final StateKey<ResourceLimits> KEY = StateKey.of("resource limits");

    private static final Rlimit NONE = new Rlimit(RLIM_INFINITY, RLIM_INFINITY);

    private final AtomicReferenceArray<Rlimit> limits = new AtomicReferenceArray<>(RLIM_NLIMITS);

    /** What a process has that inherits nothing. */
    private ResourceLimits() {
        for (int i = 0; i < RLIM_NLIMITS; i++) {
            limits.set(i, NONE);
        }
        limits.set(RLIMIT_STACK, new Rlimit(8L << 20, RLIM_INFINITY));
        limits.set(RLIMIT_CORE, new Rlimit(0, RLIM_INFINITY));
        limits.set(RLIMIT_NOFILE, new Rlimit(1024, 1 << 20));
        limits.set(RLIMIT_NPROC, new Rlimit(30_000, 30_000));
        limits.set(RLIMIT_MEMLOCK, new Rlimit(8L << 20, 8L << 20));
        limits.set(RLIMIT_SIGPENDING, new Rlimit(30_000, 30_000));
        limits.set(RLIMIT_MSGQUEUE, new Rlimit(819_200, 819_200));
        limits.set(RLIMIT_NICE, new Rlimit(0, 0));
        limits.set(RLIMIT_RTPRIO, new Rlimit(0, 0));
    }

    /** At fork. */
    private ResourceLimits(ResourceLimits parent) {
        for (int i = 0; i < RLIM_NLIMITS; i++) {
            limits.set(i, parent.get(i));
        }
    }

    /** Gives a new process its limits. @param parent whose it inherits, or null */
    static void begin(Process process, @Nullable Process parent) {
        ResourceLimits limits = parent == null ? new ResourceLimits() : new ResourceLimits(of(parent));
        process.put(KEY, limits);
        process.put(ProcessLimits.KEY, limits);
        if (parent != null) {
            FileSizeLimit.set(process, of(parent).soft(RLIMIT_FSIZE));
        }
    }

    static ResourceLimits of(Process process) {
        return process.state(KEY);
    }

    @Override
    public Rlimit get(int resource) {
        return limits.get(resource);
    }

    @Override
    public void set(int resource, Rlimit limit) {
        limits.set(resource, limit);
    }

    long soft(int resource) {
        return get(resource).soft();
    }
}
