package io.unishim.ipc;

import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Ipc.SHM_DEST;

import io.unishim.memory.OffHeap;
import io.unishim.struct.ShmidDs;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** A segment of shared memory. */
final class Segment extends IpcObject {
    static final long PAGE = 4096;

    private final Segments owner;
    private final long size;
    private final int cpid;
    private final SegmentFile file;
    private int lpid;
    private long atime;
    private long dtime;

    /** How many mappings of programs there are, attachments of Java code, and calls under way that make one. */
    private long attached;

    private int descriptor = -1;
    private boolean destroyed;

    Segment(Segments owner, Task maker, int key, long size, int flags) {
        super(maker, key, flags);
        this.owner = owner;
        this.size = size;
        this.cpid = maker.process().pid();
        this.file = new SegmentFile(this, key);
    }

    long size() {
        return size;
    }

    long pages() {
        return (size + PAGE - 1) / PAGE;
    }

    /** @return what programs map */
    SegmentFile file() {
        return file;
    }

    long attached() {
        return attached;
    }

    /** @return the host's memory, made when it is first wanted; -1 if the host has none, or the segment is gone */
    int descriptor() {
        lock.lock();
        try {
            if (descriptor < 0 && !destroyed) {
                descriptor = HostMemory.create(size);
            }
            return descriptor;
        } finally {
            lock.unlock();
        }
    }

    /** @return its bytes, for Java code. They stay as long as the block is reachable. Null if there are too many */
    @Nullable
    OffHeap block() {
        return size > Integer.MAX_VALUE || descriptor() < 0 ? null : HostMemory.map(descriptor, size);
    }

    /** @return pages that someone has written to */
    long residentPages() {
        lock.lock();
        try {
            return descriptor < 0 ? 0 : HostMemory.pages(descriptor);
        } finally {
            lock.unlock();
        }
    }

    /** Someone attaches it. @return 0, or {@code -ENOMEM} if the host has no memory */
    long attach(Task task) {
        if (descriptor() < 0) {
            return -ENOMEM;
        }
        lock.lock();
        try {
            attached++;
            atime = now(task);
            lpid = task.process().pid();
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** Mappings came or went; the last one of a segment that is to be removed takes it along. */
    void mapped(int more) {
        boolean last;
        lock.lock();
        try {
            attached += more;
            last = attached == 0 && (mode() & SHM_DEST) != 0;
        } finally {
            lock.unlock();
        }
        if (last) {
            owner.destroy(this);
        }
    }

    /** A process detached it, or ended. */
    void detached(Task task) {
        dtime = now(task);
        lpid = task.process().pid();
    }

    /** IPC_RMID: nobody finds it by its key any more, and it goes with the last who has it attached. */
    void removeWhenUnused() {
        boolean now;
        lock.lock();
        try {
            mode(mode() | SHM_DEST);
            makePrivate();
            now = attached == 0;
        } finally {
            lock.unlock();
        }
        if (now) {
            owner.destroy(this);
        }
    }

    /** Gives the host's memory back. */
    void free() {
        lock.lock();
        try {
            destroyed = true;
            remove();
            if (descriptor >= 0) {
                HostMemory.close(descriptor);
                descriptor = -1;
            }
        } finally {
            lock.unlock();
        }
    }

    ShmidDs told() {
        return new ShmidDs(perm(), size, atime, dtime, changed(), cpid, lpid, attached);
    }
}
