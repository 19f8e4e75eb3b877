package io.unishim.mmap;

import io.unishim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The book of what is mapped where: mappings that do not overlap, neighbours that are alike made one. Only for the holder of
 * the address space's lock.
 */
final class Mappings {
    private final TreeMap<Long, Mapped> byStart = new TreeMap<>();
    private final List<Backing> dropped = new ArrayList<>();

    /** Up to here a stack counts: where it has grown to when a program of Linux begins. */
    private static final long GROWN_STACK = 132 << 10;

    private long total;
    private long peak;
    private long data;
    private long stack;
    private long stackCounted;
    private long locked;

    /** Takes over all of a parent's. */
    void inherit(Mappings parent) {
        for (Mapped each : parent.byStart.values()) {
            each.backing().retain();
            enter(each.withTraits(each.traits() & ~Mapped.LOCKS));
        }
    }

    private void enter(Mapped mapped) {
        byStart.put(mapped.start(), mapped);
        count(mapped, 1);
        peak = Math.max(peak, total);
    }

    private void count(Mapped mapped, int sign) {
        long length = mapped.length();
        if (mapped.is(Mapped.STACK)) {
            stack += sign * length;
            total -= stackCounted;
            stackCounted = Math.min(stack, GROWN_STACK);
            total += stackCounted;
        } else {
            total += sign * length;
            data += mapped.isData() ? sign * length : 0;
        }
        locked += mapped.is(Mapped.LOCKED) ? sign * length : 0;
    }

    /** @return bytes as limits count them */
    AddressSpace.Usage usage() {
        return new AddressSpace.Usage(total, peak, data, stackCounted, locked);
    }

    /** @return bytes that are mapped in a range */
    long mapped(long start, long end) {
        long sum = 0;
        Mapped next = from(start);
        while (next != null && next.start() < end) {
            sum += Math.min(end, next.end()) - Math.max(start, next.start());
            next = from(next.end());
        }
        return sum;
    }

    /** @return the mapping of that address, or null */
    @Nullable
    Mapped at(long address) {
        Map.Entry<Long, Mapped> entry = byStart.floorEntry(address);
        return entry != null && address < entry.getValue().end() ? entry.getValue() : null;
    }

    /** @return the first mapping that ends past that address, or null */
    @Nullable
    Mapped from(long address) {
        Mapped here = at(address);
        if (here != null) {
            return here;
        }
        Map.Entry<Long, Mapped> next = byStart.ceilingEntry(address);
        return next == null ? null : next.getValue();
    }

    /** @return what is mapped in a range, cut to it, ascending */
    List<Mapped> in(long start, long end) {
        List<Mapped> parts = new ArrayList<>();
        Mapped next = from(start);
        while (next != null && next.start() < end) {
            parts.add(next.part(start, end));
            next = from(next.end());
        }
        return parts;
    }

    /** @return the last mapping that begins below an address, or null */
    @Nullable
    Mapped before(long address) {
        Map.Entry<Long, Mapped> entry = byStart.lowerEntry(address);
        return entry == null ? null : entry.getValue();
    }

    boolean isFree(long start, long end) {
        Mapped next = from(start);
        return next == null || next.start() >= end;
    }

    /** Enters a mapping in place of what was in its range. The mapping brings a reference to its file along. */
    void put(Mapped mapped) {
        remove(mapped.start(), mapped.end());
        Mapped merged = mapped;
        Mapped before = at(mapped.start() - 1);
        if (before != null && merged.continues(before)) {
            take(before);
            merged = new Mapped(
                    before.start(),
                    merged.end(),
                    merged.protection(),
                    merged.backing(),
                    before.offset(),
                    merged.traits());
        }
        Mapped after = at(mapped.end());
        if (after != null && after.continues(merged)) {
            take(after);
            merged = new Mapped(
                    merged.start(),
                    after.end(),
                    merged.protection(),
                    after.backing(),
                    merged.offset(),
                    merged.traits());
        }
        enter(merged);
    }

    /** Forgets what is mapped in a range. */
    void remove(long start, long end) {
        for (Mapped part : in(start, end)) {
            Mapped whole = at(part.start());
            if (whole == null) {
                throw new IllegalStateException("a part without a whole");
            }
            take(whole);
            rest(whole, whole.start(), part.start());
            rest(whole, part.end(), whole.end());
        }
    }

    private void rest(Mapped whole, long from, long to) {
        if (from < to) {
            whole.backing().retain();
            enter(whole.part(from, to));
        }
    }

    private void take(Mapped mapped) {
        byStart.remove(mapped.start());
        count(mapped, -1);
        if (mapped.backing().file() != null) {
            dropped.add(mapped.backing());
        }
    }

    /** @return what mappings no longer use, once; release it when the lock is free, for a file may take locks of its own */
    List<Backing> dropped() {
        if (dropped.isEmpty()) {
            return List.of();
        }
        List<Backing> all = List.copyOf(dropped);
        dropped.clear();
        return all;
    }

    /** @return the highest address of a free range between two addresses, or -1 */
    long findFree(long low, long high, long length) {
        long top = high;
        Map.Entry<Long, Mapped> entry = byStart.lowerEntry(high);
        while (entry != null && entry.getValue().end() > low) {
            if (top - entry.getValue().end() >= length) {
                return top - length;
            }
            top = Math.min(top, entry.getValue().guardedStart());
            entry = byStart.lowerEntry(entry.getKey());
        }
        return top - low >= length ? top - length : -1;
    }

    List<AddressSpace.Mapping> told() {
        List<AddressSpace.Mapping> told = new ArrayList<>(byStart.size());
        byStart.values().forEach(each -> told.add(each.told()));
        return told;
    }
}
