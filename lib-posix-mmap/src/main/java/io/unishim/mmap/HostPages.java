package io.unishim.mmap;

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

/** The host's calls that change pages; results are the host's: a value or a negative errno. */
final class HostPages {
    private static final int RESERVED = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

    private HostPages() {}

    static boolean isError(long result) {
        return result < 0 && result >= -4095;
    }

    static long map(long address, long length, int protection, int flags, int descriptor, long offset) {
        return HostCalls.call(Syscall.MMAP.number(), address, length, protection, flags, descriptor, offset);
    }

    /** Takes addresses that nobody has. */
    static long reserve(long address, long length, boolean there) {
        return map(address, length, PROT_NONE, RESERVED | (there ? MAP_FIXED_NOREPLACE : 0), -1, 0);
    }

    /** Takes the pages of a range away and keeps its addresses: the JVM must never come to lie in a hole. */
    static long clear(long address, long length) {
        long result = map(address, length, PROT_NONE, RESERVED | MAP_FIXED, -1, 0);
        return isError(result) ? result : 0;
    }

    /** Zeroed pages of the JVM's own, somewhere. */
    static long stage(long length) {
        return map(0, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    }

    /** Gives addresses back to the host. */
    static long release(long address, long length) {
        return HostCalls.call(Syscall.MUNMAP.number(), address, length, 0);
    }

    static long protect(long address, long length, int protection) {
        return length == 0 ? 0 : HostCalls.call(Syscall.MPROTECT.number(), address, length, protection);
    }

    static long advise(long address, long length, int advice) {
        return HostCalls.call(Syscall.MADVISE.number(), address, length, advice);
    }

    static long sync(long address, long length, int flags) {
        return HostCalls.call(Syscall.MSYNC.number(), address, length, flags);
    }

    static long resident(long address, long length, long vector) {
        return HostCalls.call(Syscall.MINCORE.number(), address, length, vector);
    }

    static long lock(long address, long length, int flags) {
        return HostCalls.call(Syscall.MLOCK2.number(), address, length, flags);
    }

    static long unlock(long address, long length) {
        return HostCalls.call(Syscall.MUNLOCK.number(), address, length, 0);
    }

    static long remap(long address, long oldLength, long newLength, int flags, long newAddress) {
        return HostCalls.call(Syscall.MREMAP.number(), address, oldLength, newLength, flags, newAddress, 0);
    }
}
