package io.unishim.mmap;

import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Mman.MAP_32BIT;
import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MAP_FIXED_NOREPLACE;
import static io.unishim.abi.Mman.MAP_NORESERVE;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.PROT_NONE;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.abi.Mman.PROT_WRITE;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.host.UserCopy;
import io.unishim.memory.HostProcess;
import org.jspecify.annotations.Nullable;

/**
 * The host's calls that change pages, of this JVM or of another process; results are the host's: a value or a negative
 * errno.
 */
final class HostPages {
    private static final int PRIVATE = MAP_PRIVATE | MAP_ANONYMOUS;
    private static final int RESERVED = PRIVATE | MAP_NORESERVE;

    private final @Nullable HostProcess process;

    /** @param process whose pages, null for the JVM's own */
    HostPages(@Nullable HostProcess process) {
        this.process = process;
    }

    @Nullable
    HostProcess process() {
        return process;
    }

    private long call(Syscall call, long a0, long a1, long a2, long a3, long a4, long a5) {
        return process == null
                ? HostCalls.call(call.number(), a0, a1, a2, a3, a4, a5)
                : process.call(call.number(), a0, a1, a2, a3, a4, a5);
    }

    private long call(Syscall call, long a0, long a1, long a2) {
        return call(call, a0, a1, a2, 0, 0, 0);
    }

    /** Copies from the JVM's memory. @return 0 or a negative errno */
    long put(long target, long source, long length) {
        if (process == null) {
            UserCopy.copy(target, source, length);
            return 0;
        }
        return new RemoteCopy(process).put(target, source, length) == length ? 0 : -ESRCH;
    }

    static boolean isError(long result) {
        return result < 0 && result >= -4095;
    }

    long map(long address, long length, int protection, int flags, int descriptor, long offset) {
        return call(Syscall.MMAP, address, length, protection, flags, descriptor, offset);
    }

    /**
     * Maps a file of the host.
     *
     * @param writable whether what is written to a shared mapping may go to the file
     */
    long mapFile(long address, long length, int protection, int flags, int descriptor, long offset, boolean writable) {
        return process == null
                ? map(address, length, protection, flags, descriptor, offset)
                : process.map(address, length, protection, flags, descriptor, offset, writable);
    }

    /** Takes addresses that nobody has. */
    long reserve(long address, long length, boolean there) {
        return map(address, length, PROT_NONE, RESERVED | (there ? MAP_FIXED_NOREPLACE : 0), -1, 0);
    }

    /** Takes addresses below 2 GiB that nobody has, wherever the host likes. */
    long reserveLow(long length) {
        return map(0, length, PROT_NONE, RESERVED | MAP_32BIT, -1, 0);
    }

    /**
     * Takes the pages of a range away and keeps its addresses: the JVM must never come to lie in a hole. Not as what was
     * reserved, with which the host would make it one again: to let a program at a part of that costs the host more than to
     * let it once more at where something was.
     */
    long clear(long address, long length) {
        long result = map(address, length, PROT_NONE, PRIVATE | MAP_FIXED, -1, 0);
        // The pages of a process that is dead went with it.
        return isError(result) && (process == null || result != -ESRCH) ? result : 0;
    }

    /** Zeroed pages of the JVM's own, somewhere. */
    long stage(long length) {
        return map(0, length, PROT_READ | PROT_WRITE, PRIVATE, -1, 0);
    }

    /** Gives addresses back to the host. */
    long release(long address, long length) {
        return call(Syscall.MUNMAP, address, length, 0);
    }

    long protect(long address, long length, int protection) {
        return length == 0 ? 0 : call(Syscall.MPROTECT, address, length, protection);
    }

    long advise(long address, long length, int advice) {
        return call(Syscall.MADVISE, address, length, advice);
    }

    long sync(long address, long length, int flags) {
        return call(Syscall.MSYNC, address, length, flags);
    }

    /** @param vector where the JVM wants to know it */
    long resident(long address, long length, long vector) {
        if (process != null) {
            // The answer would come to lie in the other process: say what is true of nearly every page.
            for (long i = 0; i < length / Pages.SIZE; i++) {
                UserCopy.putByte(vector + i, (byte) 1);
            }
            return 0;
        }
        return call(Syscall.MINCORE, address, length, vector);
    }

    long lock(long address, long length, int flags) {
        return call(Syscall.MLOCK2, address, length, flags);
    }

    long unlock(long address, long length) {
        return call(Syscall.MUNLOCK, address, length, 0);
    }

    /** @param command of {@code membarrier(2)} */
    long barrier(int command) {
        return call(Syscall.MEMBARRIER, command, 0, 0);
    }

    /** @param page of what is mapped there, as the host counts */
    long remapFile(long address, long length, long page, int flags) {
        return call(Syscall.REMAP_FILE_PAGES, address, length, 0, page, flags, 0);
    }

    long remap(long address, long oldLength, long newLength, int flags, long newAddress) {
        return call(Syscall.MREMAP, address, oldLength, newLength, flags, newAddress, 0);
    }
}
