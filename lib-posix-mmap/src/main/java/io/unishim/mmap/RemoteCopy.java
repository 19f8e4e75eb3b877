package io.unishim.mmap;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.HostProcess;
import io.unishim.memory.OffHeap;
import java.lang.ref.Reference;

/**
 * Copies between the JVM and another process (man 2 process_vm_readv). The host stops at the first page that it cannot reach;
 * a copy that starts in a good page and ends in a bad one is cut there, byte for byte.
 */
final class RemoteCopy {
    private static final int LOCAL = 0;
    private static final int REMOTE = 16;

    private static final ThreadLocal<OffHeap> VECTORS = ThreadLocal.withInitial(() -> OffHeap.allocate(32));

    private final HostProcess process;

    RemoteCopy(HostProcess process) {
        this.process = process;
    }

    /** Copies from the process. @return the bytes copied; fewer than asked for if the next one cannot be read */
    long get(long target, long source, long length) {
        return move(Syscall.PROCESS_VM_READV, target, source, length);
    }

    /** Copies into the process. @return the bytes copied; fewer than asked for if the next one cannot be written */
    long put(long target, long source, long length) {
        return move(Syscall.PROCESS_VM_WRITEV, source, target, length);
    }

    private long move(Syscall call, long local, long remote, long length) {
        if (length == 0) {
            return 0;
        }
        OffHeap vectors = VECTORS.get();
        try {
            vectors.putLong(LOCAL, local);
            vectors.putLong(LOCAL + 8, length);
            vectors.putLong(REMOTE, remote);
            vectors.putLong(REMOTE + 8, length);
            long at = vectors.address();
            long done = HostCalls.call(call.number(), process.pid(), at + LOCAL, 1, at + REMOTE, 1, 0);
            return Math.max(0, done);
        } finally {
            Reference.reachabilityFence(vectors);
        }
    }
}
