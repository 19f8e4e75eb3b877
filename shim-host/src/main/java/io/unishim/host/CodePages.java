package io.unishim.host;

import io.unishim.abi.Errno;
import io.unishim.abi.Fcntl;
import io.unishim.abi.Mman;
import io.unishim.abi.Syscall;
import io.unishim.memory.OffHeap;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/**
 * Pages of machine code that can grow while other threads execute them: mapped twice, once to be executed and once to be
 * written, so that no page is ever both.
 */
public final class CodePages implements AutoCloseable {
    private final int size;
    private final long execute;
    private final long write;
    private int used;

    /**
     * Maps pages, at first filled with zeros.
     *
     * @param size bytes, a multiple of 4,096
     * @throws IllegalStateException if the host refuses; the message names the call and the errno
     */
    public CodePages(int size) {
        this.size = size;
        OffHeap name = OffHeap.allocate(16);
        name.put(0, new byte[] {'c', 'o', 'd', 'e'}, 0, 4);
        long file = check("memfd_create", HostCalls.call(Syscall.MEMFD_CREATE.number(), name.address(), 1, 0));
        try {
            check("ftruncate", HostCalls.call(Syscall.FTRUNCATE.number(), file, size, 0));
            execute = mapToExecute(file);
            write = map(file, Mman.PROT_READ | Mman.PROT_WRITE);
            Reference.reachabilityFence(name);
        } finally {
            HostCalls.call(Syscall.CLOSE.number(), file, 0, 0);
        }
    }

    /** By a descriptor that cannot write: else a process that shares the mapping could make it writable by mprotect(2). */
    private long mapToExecute(long file) {
        byte[] name = ("/proc/self/fd/" + file + '\0').getBytes(StandardCharsets.US_ASCII);
        OffHeap path = OffHeap.allocate(32);
        path.put(0, name, 0, name.length);
        long readOnly = check(
                "open of machine code", HostCalls.call(Syscall.OPEN.number(), path.address(), Fcntl.O_CLOEXEC, 0));
        Reference.reachabilityFence(path);
        try {
            return map(readOnly, Mman.PROT_READ | Mman.PROT_EXEC);
        } finally {
            HostCalls.call(Syscall.CLOSE.number(), readOnly, 0, 0);
        }
    }

    private long map(long file, int protection) {
        return check(
                "mmap of machine code",
                HostCalls.call(Syscall.MMAP.number(), 0, size, protection, Mman.MAP_SHARED, file, 0));
    }

    private static long check(String what, long result) {
        if (result < 0 && result > -4096) {
            throw new IllegalStateException(what + ": " + Errno.of((int) -result));
        }
        return result;
    }

    /** @return the address of the first byte, to be executed */
    public long address() {
        return execute;
    }

    /** @return the bytes not yet taken */
    public synchronized int remaining() {
        return size - used;
    }

    /**
     * Appends code.
     *
     * @param code fits {@link #remaining()}
     * @return its address, a multiple of 16
     */
    public synchronized long append(byte[] code) {
        if (code.length > size - used) {
            throw new IllegalStateException("no room for " + code.length + " bytes of machine code");
        }
        OffHeap bytes = OffHeap.allocate(code.length);
        bytes.put(0, code, 0, code.length);
        UserCopy.copy(write + used, bytes.address(), code.length);
        Reference.reachabilityFence(bytes);
        long address = execute + used;
        used = Math.min(size, (used + code.length + 15) & -16);
        return address;
    }

    /** Unmaps the pages; nothing may execute them any more. */
    @Override
    public void close() {
        HostCalls.call(Syscall.MUNMAP.number(), execute, size, 0);
        HostCalls.call(Syscall.MUNMAP.number(), write, size, 0);
    }
}
