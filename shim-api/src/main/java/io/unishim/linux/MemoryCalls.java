package io.unishim.linux;

import io.unishim.abi.Mman;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.call.Returns;
import io.unishim.call.Unsigned;
import io.unishim.task.Task;

/**
 * A program's memory: what is mapped where, and how. Pages have 4,096 bytes.
 *
 * <p>A process whose code is Java has no memory to map: every call but {@code brk} fails for it with {@code -ENOMEM}.
 */
@Calls("memory")
public interface MemoryCalls {
    /**
     * Maps a file or zeros.
     *
     * @param address where, with MAP_FIXED or MAP_FIXED_NOREPLACE; else a hint, or 0
     * @param length bytes, 1 or more
     * @param protection PROT_READ, PROT_WRITE, PROT_EXEC or PROT_NONE
     * @param flags one of MAP_SHARED, MAP_SHARED_VALIDATE and MAP_PRIVATE, and others
     * @param fd the file; of no meaning with MAP_ANONYMOUS
     * @param offset in the file, a multiple of 4,096
     * @return the address of the mapping; {@code -EACCES} if the file is not open for reading, or for MAP_SHARED with
     *     PROT_WRITE not for writing; {@code -EBADF} if the descriptor is not open, or open with O_PATH; {@code -EEXIST} with
     *     MAP_FIXED_NOREPLACE if something is there; {@code -EINVAL} for a length of 0, an address or offset that is no
     *     multiple of 4,096, flags without a kind of mapping, or a bad size of huge pages; {@code -ENODEV} if the file cannot
     *     be mapped, or not so; {@code -ENOMEM} if there is no room, beyond RLIMIT_AS or RLIMIT_DATA, or with MAP_FIXED at
     *     addresses that the process cannot have; {@code -EAGAIN} if it is to be locked, beyond RLIMIT_MEMLOCK; {@code -EOPNOTSUPP} with MAP_SHARED_VALIDATE for an unknown flag; {@code -EOVERFLOW} if offset and length
     *     together are too large; {@code -EPERM} below vm.mmap_min_addr, or for MAP_LOCKED with an
     *     RLIMIT_MEMLOCK of 0; an errno of {@code read(2)} if the file's content
     *     must be copied and cannot be read (man 2 mmap)
     */
    @Call(returns = Returns.ADDRESS)
    long mmap(
            Task task,
            @Address long address,
            @Unsigned long length,
            @Flags(value = Mman.class, prefix = "PROT_") int protection,
            @Flags(value = Mman.class, prefix = "MAP_") int flags,
            @Fd int fd,
            long offset);

    /**
     * Unmaps pages. Pages that are not mapped are left as they are.
     *
     * @param address a multiple of 4,096
     * @param length bytes, 1 or more, rounded up to pages
     * @return 0; {@code -EINVAL} for a length of 0, an address that is no multiple of 4,096, or a range that is no user
     *     space; {@code -ENOMEM} if the host splits no more mappings (man 2 munmap)
     */
    long munmap(Task task, @Address long address, @Unsigned long length);

    /**
     * Changes what may be done with pages.
     *
     * @param address a multiple of 4,096
     * @param length bytes, rounded up to pages; 0 does nothing
     * @param protection PROT_READ, PROT_WRITE, PROT_EXEC or PROT_NONE
     * @return 0; {@code -EACCES} for PROT_WRITE on a shared mapping of a file that is not open for writing; {@code -EINVAL}
     *     for an address that is no multiple of 4,096, unknown bits, or PROT_GROWSDOWN where no mapping grows; {@code -ENOMEM}
     *     if a page is not mapped, or would count as data beyond RLIMIT_DATA: those before it are changed (man 2 mprotect)
     */
    long mprotect(
            Task task,
            @Address long address,
            @Unsigned long length,
            @Flags(value = Mman.class, prefix = "PROT_") int protection);

    /**
     * As {@link #mprotect}, with a protection key.
     *
     * @param address a multiple of 4,096
     * @param length bytes, rounded up to pages; 0 does nothing
     * @param protection PROT_READ, PROT_WRITE, PROT_EXEC or PROT_NONE
     * @param pkey -1 for none; no other can be allocated
     * @return 0; {@code -EACCES}, {@code -EINVAL} and {@code -ENOMEM} as of {@link #mprotect}; {@code -EINVAL} for another
     *     key, too (man 2 pkey_mprotect)
     */
    @Call(name = "pkey_mprotect")
    long pkeyMprotect(
            Task task,
            @Address long address,
            @Unsigned long length,
            @Flags(value = Mman.class, prefix = "PROT_") int protection,
            int pkey);

    /**
     * Allocates a protection key.
     *
     * @param flags 0
     * @param access_rights PKEY_DISABLE_ACCESS and PKEY_DISABLE_WRITE, 1 and 2
     * @return the key; {@code -EINVAL} for a flag or another right; {@code -ENOSPC} if there is none left, or the machine
     *     has none (man 2 pkey_alloc)
     */
    @Call(name = "pkey_alloc")
    long pkeyAlloc(Task task, int flags, int access_rights);

    /**
     * Gives a protection key back.
     *
     * @param pkey that was allocated
     * @return 0; {@code -EINVAL} for another one (man 2 pkey_free)
     */
    @Call(name = "pkey_free")
    long pkeyFree(Task task, int pkey);

    /**
     * Grows, shrinks or moves a mapping.
     *
     * @param oldAddress a multiple of 4,096
     * @param oldLength bytes; 0 makes a second mapping of shared pages
     * @param newLength bytes, 1 or more
     * @param flags MREMAP_MAYMOVE, MREMAP_FIXED, MREMAP_DONTUNMAP
     * @param newAddress where, with MREMAP_FIXED
     * @return where the mapping is; {@code -EFAULT} if the old range is not mapped or of several mappings; {@code -EINVAL}
     *     for addresses that are no multiples of 4,096, a new length of 0, an unknown flag or combination of flags, ranges
     *     that overlap, or an old length of 0 for private pages; {@code -ENOMEM} if it cannot grow and may not move, if
     *     there is no room, or beyond RLIMIT_AS or RLIMIT_DATA; {@code -EAGAIN} for locked pages beyond RLIMIT_MEMLOCK (man 2
     *     mremap)
     */
    @Call(returns = Returns.ADDRESS)
    long mremap(
            Task task,
            @Address long oldAddress,
            @Unsigned long oldLength,
            @Unsigned long newLength,
            @Flags(value = Mman.class, prefix = "MREMAP_") int flags,
            @Address long newAddress);

    /**
     * Writes changes of shared mappings back to their files.
     *
     * @param address a multiple of 4,096
     * @param length bytes
     * @param flags MS_ASYNC or MS_SYNC, and MS_INVALIDATE
     * @return 0; {@code -EINVAL} for an address that is no multiple of 4,096, an unknown flag, or both MS_ASYNC and MS_SYNC;
     *     {@code -ENOMEM} if a page is not mapped; {@code -EBUSY} for MS_INVALIDATE of locked pages of a host's file (man 2
     *     msync)
     */
    long msync(
            Task task,
            @Address long address,
            @Unsigned long length,
            @Flags(value = Mman.class, prefix = "MS_") int flags);

    /**
     * Says how pages will be used, or drops what they hold.
     *
     * @param address a multiple of 4,096
     * @param length bytes, rounded up to pages
     * @param advice MADV_*
     * @return 0; {@code -EINVAL} for an address that is no multiple of 4,096, a length that wraps, an unknown advice, or one
     *     that does not suit the pages, MADV_HWPOISON and MADV_SOFT_OFFLINE among them; {@code -ENOMEM} if a page is not mapped:
     *     the others are advised; {@code -EPERM} for what drops content that {@link #mseal} keeps; {@code -EACCES} for MADV_REMOVE of
     *     a file that may not be written; {@code -EFAULT} for MADV_POPULATE_READ and _WRITE of pages that may not be
     *     accessed so; {@code -EAGAIN} if the host lacks memory; {@code -EBADF} for MADV_WILLNEED never, for all pages are as
     *     in memory (man 2 madvise)
     */
    long madvise(
            Task task,
            @Address long address,
            @Unsigned long length,
            @OneOf(value = Mman.class, prefix = "MADV_") int advice);

    /**
     * Says which pages are in memory.
     *
     * @param address a multiple of 4,096
     * @param length bytes
     * @param vector one byte for each page, bit 0 set if it is in memory
     * @return 0; {@code -EINVAL} for an address that is no multiple of 4,096; {@code -ENOMEM} if a page is not mapped, or for
     *     a range that is no user space; {@code -EFAULT} if {@code vector} cannot be written (man 2 mincore)
     */
    @Call(plainViewOnly = true)
    long mincore(Task task, @Address long address, @Unsigned long length, @Address long vector);

    /**
     * Moves the end of the heap.
     *
     * @param address the new end; 0, or any other that cannot be had, asks for the present one
     * @return the end of the heap, moved or not; 0 for a process whose code is Java; never fails (man 2 brk, "C
     *     library/kernel differences")
     */
    @Call(returns = Returns.ADDRESS)
    long brk(Task task, @Address long address);

    /**
     * Shows other pages of the same file in a shared mapping (man 2 remap_file_pages): a new mapping, as since Linux 4.0.
     *
     * @param address in a shared mapping, rounded down to a page
     * @param size bytes, rounded down to pages; up to the mapping's end
     * @param protection 0: it stays as it is
     * @param pgoff in the file, in pages
     * @param flags MAP_NONBLOCK; others are not looked at
     * @return 0; {@code -EINVAL} for another protection, a size of no page, a page past the largest offset, or a range that
     *     is not within one shared mapping; {@code -ENOSYS} where the host's kernel has no such call
     */
    @Call
    long remap_file_pages(
            Task task,
            @Address long address,
            @Unsigned long size,
            @Flags(value = Mman.class, prefix = "PROT_") int protection,
            @Unsigned long pgoff,
            @Flags(value = Mman.class, prefix = "MAP_") int flags);

    /**
     * Seals mappings for good: they stay where they are, as long as they are, and are accessed as they are now (Linux's
     * Documentation/userspace-api/mseal.rst). {@code munmap}, {@code mprotect}, {@code mremap} and {@code mmap} over them answer
     * {@code -EPERM}, and so does advice that drops the content of private ones that may not be written.
     *
     * @param addr a multiple of 4,096
     * @param len bytes, rounded up to pages
     * @param flags 0
     * @return 0; {@code -EINVAL} for flags, an address that is no multiple of 4,096, or a range that wraps; {@code -ENOMEM} if a
     *     page is not mapped: nothing is sealed then
     */
    @Call
    long mseal(Task task, @Address long addr, @Unsigned long len, @Unsigned long flags);
}
