package io.unishim.vfscore.lock;

/**
 * A locked range of a file.
 *
 * @param owner a descriptor table (the kernel's fl_owner of POSIX locks) or an open file description
 * @param exclusive whether it is a lock for writing
 * @param first first byte
 * @param last last byte; 2^63-1 for all that follow
 * @param pid of the process that made it, -1 for an open file description
 */
public record LockedRange(Object owner, boolean exclusive, long first, long last, int pid) {
    boolean overlaps(long from, long to) {
        return first <= to && from <= last;
    }

    boolean conflicts(Object other, boolean wantsExclusive, long from, long to) {
        return owner != other && (exclusive || wantsExclusive) && overlaps(from, to);
    }

    LockedRange cut(long from, long to) {
        return new LockedRange(owner, exclusive, from, to, pid);
    }
}
