package io.unishim.mmap;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Errnos.ENOSPC;
import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.PROT_EXEC;
import static io.unishim.abi.Mman.PROT_WRITE;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.MemoryCalls;
import io.unishim.memory.AddressSpace;
import io.unishim.task.Task;
import io.unishim.task.TaskAttributes;
import org.jspecify.annotations.Nullable;

final class MemoryHandlers implements MemoryCalls {
    private static final int NO_KEY = -1;

    /** What PR_SET_MDWE denies. */
    private static final int WRITE_EXEC = PROT_WRITE | PROT_EXEC;

    /** PKEY_DISABLE_ACCESS and PKEY_DISABLE_WRITE. */
    private static final int PKEY_RIGHTS = 3;

    @Override
    @Support(
            value = PARTIAL,
            note = "Writing to a shared mapping leaves the file's times as they are. MAP_GROWSDOWN grows when the"
                    + " program touches what is below, not when a call does, MAP_32BIT finds room only beside an image of"
                    + " fixed address, MAP_HUGETLB finds no huge pages")
    public long mmap(Task task, long address, long length, int protection, int flags, int fd, long offset) {
        if (!(task.memory() instanceof AddressSpace space)) {
            return -ENOMEM;
        }
        if ((protection & WRITE_EXEC) == WRITE_EXEC && TaskAttributes.deniesWriteExec(task)) {
            return -EACCES;
        }
        if ((flags & MAP_ANONYMOUS) != 0) {
            return space.map(task, address, length, protection, flags, null, offset, "");
        }
        if (!Pages.aligned(offset)) {
            return -EINVAL;
        }
        OpenFileDescription open = Descriptors.get(task.process(), fd);
        if (open == null || !open.retain()) {
            return -EBADF;
        }
        try {
            return space.map(task, address, length, protection, flags, open, offset, "");
        } finally {
            open.release();
        }
    }

    @Override
    @Support(FULL)
    public long munmap(Task task, long address, long length) {
        AddressSpace space = space(task);
        return space == null ? -ENOMEM : space.unmap(address, length);
    }

    @Override
    @Support(FULL)
    public long mprotect(Task task, long address, long length, int protection) {
        AddressSpace space = space(task);
        if (space == null) {
            return -ENOMEM;
        }
        boolean denied = (protection & PROT_EXEC) != 0
                && Pages.aligned(address)
                && TaskAttributes.deniesWriteExec(task)
                && ((protection & PROT_WRITE) != 0 || !executable(space, address, length));
        return denied ? -EACCES : space.protect(task, address, length, protection);
    }

    /** @return whether all that is mapped in a range may be executed already */
    private static boolean executable(AddressSpace space, long address, long length) {
        for (AddressSpace.Mapping each : space.mappings()) {
            boolean inside = each.start() < address + length && address < each.end();
            if (inside && (each.protection() & PROT_EXEC) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    @Support(value = PARTIAL, note = "No protection keys: any pkey but -1 answers EINVAL")
    public long pkeyMprotect(Task task, long address, long length, int protection, int pkey) {
        return pkey == NO_KEY ? mprotect(task, address, length, protection) : -EINVAL;
    }

    @Override
    @Support(value = PARTIAL, note = "as on a machine without protection keys: ENOSPC")
    public long pkeyAlloc(Task task, int flags, int access_rights) {
        return flags != 0 || (access_rights & ~PKEY_RIGHTS) != 0 ? -EINVAL : -ENOSPC;
    }

    @Override
    @Support(value = PARTIAL, note = "as on a machine without protection keys: EINVAL")
    public long pkeyFree(Task task, int pkey) {
        return -EINVAL;
    }

    @Override
    @Support(value = PARTIAL, note = "Several mappings are not moved in one call, as Linux 6.17 does")
    public long mremap(Task task, long oldAddress, long oldLength, long newLength, int flags, long newAddress) {
        AddressSpace space = space(task);
        return space == null ? -ENOMEM : space.remap(task, oldAddress, oldLength, newLength, flags, newAddress);
    }

    @Override
    @Support(FULL)
    public long msync(Task task, long address, long length, int flags) {
        AddressSpace space = space(task);
        return space == null ? -ENOMEM : space.sync(address, length, flags);
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "MADV_MERGEABLE merges nothing; MADV_HWPOISON and MADV_SOFT_OFFLINE: EINVAL, as on a kernel that"
                    + " does not know of broken memory")
    public long madvise(Task task, long address, long length, int advice) {
        AddressSpace space = space(task);
        return space == null ? -ENOMEM : space.advise(task, address, length, advice);
    }

    @Override
    @Support(FULL)
    public long mincore(Task task, long address, long length, long vector) {
        AddressSpace space = space(task);
        return space == null ? -ENOMEM : space.resident(address, length, vector);
    }

    @Override
    @Support(FULL)
    public long brk(Task task, long address) {
        AddressSpace space = space(task);
        return space == null ? 0 : space.moveBreak(task, address);
    }

    @Override
    @Support(value = PARTIAL, note = "what the host does not map answers EINVAL")
    public long remap_file_pages(Task task, long address, long size, int protection, long pgoff, int flags) {
        AddressSpace space = space(task);
        return space == null ? -EINVAL : space.remapPages(address, size, protection, pgoff, flags);
    }

    @Override
    @Support(FULL)
    public long mseal(Task task, long addr, long len, long flags) {
        return task.memory() instanceof MappedAddressSpace space ? space.seals.seal(addr, len, flags) : -ENOMEM;
    }

    private static @Nullable AddressSpace space(Task task) {
        return task.memory() instanceof AddressSpace space ? space : null;
    }
}
