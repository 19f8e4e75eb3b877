package io.unishim.mmap;

import static io.unishim.abi.Errnos.EEXIST;

import io.unishim.abi.Errno;
import io.unishim.memory.AddressSpace;

/**
 * Host addresses that belong to a program, reserved so that nothing of the JVM's ever comes to lie between them.
 *
 * @param start first address
 * @param end first address past it
 */
record Region(long start, long end) {
    /** The least that is worth running a program in. */
    private static final long LEAST = 4L << 30;

    /**
     * Reserves addresses where the host likes.
     *
     * @param size bytes; halved until the host agrees, for it may limit addresses (RLIMIT_AS)
     * @throws IllegalStateException if it does not agree to 4 GiB either
     */
    static Region anywhere(HostPages pages, long size) {
        long wanted = Math.max(LEAST, Pages.up(size));
        long address = pages.reserve(0, wanted, false);
        while (HostPages.isError(address) && wanted > LEAST) {
            wanted = Math.max(LEAST, Pages.up(wanted / 2));
            address = pages.reserve(0, wanted, false);
        }
        if (HostPages.isError(address)) {
            throw new IllegalStateException("the host reserves no " + wanted + " bytes of addresses for a program: "
                    + Errno.of((int) -address) + " (is RLIMIT_AS, ulimit -v, set?)");
        }
        return new Region(address, address + wanted);
    }

    /** @return 0 or a negative errno; the range is then reserved at just that address */
    static long reserve(HostPages pages, long address, long length) {
        long got = pages.reserve(address, length, true);
        if (HostPages.isError(got)) {
            return got;
        }
        if (got != address) {
            // A kernel that does not know MAP_FIXED_NOREPLACE takes the address for a hint.
            pages.release(got, length);
            return -EEXIST;
        }
        return 0;
    }

    AddressSpace.Range told() {
        return new AddressSpace.Range(start, end);
    }

    /** @return bytes */
    long length() {
        return end - start;
    }

    /** @return whether the range lies in here; its length is not negative */
    boolean contains(long address, long length) {
        return address >= start && address <= end - length;
    }

    /** @return how many bytes from an address lie in here, at most {@code length} */
    int within(long address, int length) {
        return address < start || address >= end ? 0 : (int) Math.min(length, end - address);
    }
}
