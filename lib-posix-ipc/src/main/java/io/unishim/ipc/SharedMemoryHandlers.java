package io.unishim.ipc;

import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Ipc.SHM_EXEC;
import static io.unishim.abi.Ipc.SHM_RDONLY;
import static io.unishim.abi.Ipc.SHM_REMAP;
import static io.unishim.abi.Ipc.SHM_RND;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MAP_FIXED_NOREPLACE;
import static io.unishim.abi.Mman.MAP_SHARED;
import static io.unishim.abi.Mman.PROT_EXEC;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.abi.Mman.PROT_WRITE;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.abi.Fcntl;
import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.SharedMemoryCalls;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.JavaMemory;
import io.unishim.memory.OffHeap;
import io.unishim.task.Task;

final class SharedMemoryHandlers implements SharedMemoryCalls {
    /** Attachments begin at multiples of it. */
    private static final long SHMLBA = 4096;

    private static final int EXECUTE = 0111;

    private final IpcState state;

    SharedMemoryHandlers(IpcState state) {
        this.state = state;
    }

    @Override
    @Support(value = PARTIAL, note = "SHM_HUGETLB finds no huge pages: ENOMEM, or ordinary ones with SHM_NORESERVE")
    public long shmget(Task task, int key, long size, int shmflg) {
        return state.segments().get(task, key, size, shmflg);
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "an address of the program's choice must lie in the memory that mmap gives out: ENOMEM")
    public long shmat(Task task, int shmid, long shmaddr, int shmflg) {
        long address = shmaddr;
        if (shmaddr != 0) {
            if ((shmflg & SHM_RND) != 0) {
                address &= -SHMLBA;
            }
            if ((address & (SHMLBA - 1)) != 0 || address == 0 && (shmflg & SHM_REMAP) != 0) {
                return -EINVAL;
            }
        } else if ((shmflg & SHM_REMAP) != 0) {
            return -EINVAL;
        }
        Segment segment = state.segments().at(shmid);
        long problem = IpcIds.problem(segment, shmid);
        if (problem != 0 || segment == null) {
            return problem;
        }
        boolean writable = (shmflg & SHM_RDONLY) == 0;
        int wanted = IpcObject.READ | (writable ? IpcObject.WRITE : 0) | ((shmflg & SHM_EXEC) != 0 ? EXECUTE : 0);
        long denied = segment.permission(task, wanted);
        if (denied != 0) {
            return denied;
        }
        // Holds the segment until its mappings do.
        long failed = segment.attach(task);
        if (failed != 0) {
            return failed;
        }
        if (task.memory() instanceof AddressSpace space) {
            long result = map(task, space, segment, address, shmflg);
            segment.mapped(-1);
            return result;
        }
        return task.memory() instanceof JavaMemory memory
                ? give(task, memory, segment, address, writable)
                : release(segment, -ENOMEM);
    }

    private static long map(Task task, AddressSpace space, Segment segment, long address, int shmflg) {
        boolean writable = (shmflg & SHM_RDONLY) == 0;
        int flags = MAP_SHARED;
        if (address != 0) {
            if (address + segment.size() < address) {
                return -EINVAL;
            }
            flags |= (shmflg & SHM_REMAP) != 0 ? MAP_FIXED : MAP_FIXED_NOREPLACE;
        }
        int protection = PROT_READ | (writable ? PROT_WRITE : 0) | ((shmflg & SHM_EXEC) != 0 ? PROT_EXEC : 0);
        OpenFileDescription open = new OpenFileDescription(segment.file(), writable ? Fcntl.O_RDWR : Fcntl.O_RDONLY);
        try {
            long result = space.map(task, address, segment.size(), protection, flags, open, 0, "");
            return result == -EEXIST ? -EINVAL : result;
        } finally {
            open.release();
        }
    }

    private static long give(Task task, JavaMemory memory, Segment segment, long address, boolean writable) {
        if (address != 0) {
            return release(segment, -EINVAL);
        }
        OffHeap block = segment.block();
        if (block == null) {
            return release(segment, -ENOMEM);
        }
        long at = memory.attach(block, writable);
        Attachments.add(task.process(), at, segment);
        return at;
    }

    private static long release(Segment segment, long result) {
        segment.mapped(-1);
        return result;
    }

    @Override
    @Support(FULL)
    public long shmdt(Task task, long shmaddr) {
        if ((shmaddr & (SHMLBA - 1)) != 0) {
            return -EINVAL;
        }
        if (task.memory() instanceof AddressSpace space) {
            return Attachments.detach(task, space, shmaddr);
        }
        return task.memory() instanceof JavaMemory memory ? Attachments.detach(task, memory, shmaddr) : -EINVAL;
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "SHM_LOCK is told, and locks nothing; SHM_INFO tells of no page that it is swapped out")
    public long shmctl(Task task, int shmid, int op, long buf) {
        return new SegmentControl(state.segments()).control(task, shmid, op, buf);
    }
}
