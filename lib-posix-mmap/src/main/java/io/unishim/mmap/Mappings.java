package io.unishim.mmap;

import io.unishim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The book of what is mapped where: mappings that do not overlap, neighbours that are alike made one. Only for the holder of
 * the address space's lock.
 */
final class Mappings {
    private final Ascending all = new Ascending();
    private final FreePlaces places = new FreePlaces(all);
    private final List<Backing> dropped = new ArrayList<>();

    /** Up to here a stack counts: where it has grown to when a program of Linux begins. */
    private static final long GROWN_STACK = 132 << 10;

    private static final String HEAP = "[heap]";

    private long total;
    private long peak;
    private long data;
    private long stack;
    private long stackCounted;
    private long locked;
    private boolean sealed;
    private boolean differs;

    /** Takes over all of a parent's. */
    void inherit(Mappings parent) {
        for (int i = 0; i < parent.all.size(); i++) {
            Mapped each = parent.all.get(i);
            each.backing().retain();
            enter(i, each.withTraits(each.traits() & ~Mapped.LOCKS));
        }
    }

    private void enter(int index, Mapped mapped) {
        all.insert(index, mapped);
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
        sealed |= mapped.is(Mapped.SEALED);
        differs |= mapped.is(Mapped.NOT_COPIED | Mapped.WIPED | Mapped.DROPPABLE);
        if (mapped.is(Mapped.GROWS)) {
            places.growing(sign);
        }
    }

    /** @return bytes as limits count them */
    AddressSpace.Usage usage() {
        return new AddressSpace.Usage(total, peak, data, stackCounted, locked);
    }

    /** @return bytes of mappings, as RLIMIT_AS counts them */
    long total() {
        return total;
    }

    /** @return bytes of data, as RLIMIT_DATA counts them */
    long data() {
        return data;
    }

    /** @return bytes that are locked, as RLIMIT_MEMLOCK counts them */
    long locked() {
        return locked;
    }

    /** @return whether copies of the process may have something else */
    boolean differInCopies() {
        return differs;
    }

    /** @return whether anything was ever sealed */
    boolean sealed() {
        return sealed;
    }

    /** @return bytes that are mapped in a range */
    long mapped(long start, long end) {
        long sum = 0;
        for (int i = all.from(start); i < all.size() && all.get(i).start() < end; i++) {
            sum += Math.min(end, all.get(i).end()) - Math.max(start, all.get(i).start());
        }
        return sum;
    }

    /** @return the mapping of that address, or null */
    @Nullable
    Mapped at(long address) {
        int index = all.floor(address);
        return index >= 0 && address < all.get(index).end() ? all.get(index) : null;
    }

    /** @return the first mapping that ends past that address, or null */
    @Nullable
    Mapped from(long address) {
        int index = all.from(address);
        return index < all.size() ? all.get(index) : null;
    }

    /** @return up to where something is mapped without a hole from an address that is mapped, at most {@code limit} */
    long mappedUntil(long address, long limit) {
        int index = all.from(address);
        long until = address;
        while (until < limit && index < all.size() && all.get(index).start() <= until) {
            until = all.get(index).end();
            index++;
        }
        return Math.min(until, limit);
    }

    /** @return what is mapped in a range, cut to it, ascending */
    List<Mapped> in(long start, long end) {
        List<Mapped> parts = new ArrayList<>();
        for (int i = all.from(start); i < all.size() && all.get(i).start() < end; i++) {
            parts.add(all.get(i).part(start, end));
        }
        return parts;
    }

    /** @return the last mapping that begins below an address, or null */
    @Nullable
    Mapped before(long address) {
        int index = all.floor(address - 1);
        return index < 0 ? null : all.get(index);
    }

    boolean isFree(long start, long end) {
        Mapped next = from(start);
        return next == null || next.start() >= end;
    }

    /** Enters a mapping in place of what was in its range. The mapping brings a reference to its file along. */
    void put(Mapped mapped) {
        remove(mapped.start(), mapped.end());
        int index = all.floor(mapped.start()) + 1;
        Mapped merged = mapped;
        Mapped before = index == 0 ? null : all.get(index - 1);
        if (before != null && merged.continues(before)) {
            index--;
            take(index, index + 1);
            merged = new Mapped(
                    before.start(),
                    merged.end(),
                    merged.protection(),
                    merged.backing(),
                    before.offset(),
                    merged.traits());
        }
        Mapped after = index == all.size() ? null : all.get(index);
        if (after != null && after.continues(merged)) {
            take(index, index + 1);
            merged = new Mapped(
                    merged.start(),
                    after.end(),
                    merged.protection(),
                    after.backing(),
                    merged.offset(),
                    merged.traits());
        }
        enter(index, merged);
    }

    /** Forgets what is mapped in a range. */
    void remove(long start, long end) {
        int first = all.from(start);
        int past = first;
        while (past < all.size() && all.get(past).start() < end) {
            past++;
        }
        if (past > first) {
            Mapped lowest = all.get(first);
            Mapped highest = all.get(past - 1);
            take(first, past);
            int left = rest(first, lowest, lowest.start(), start);
            rest(first + left, highest, end, highest.end());
        }
    }

    /** @return how many were entered: what is left there of one that was taken, if anything */
    private int rest(int index, Mapped whole, long from, long to) {
        if (from >= to) {
            return 0;
        }
        whole.backing().retain();
        enter(index, whole.part(from, to));
        return 1;
    }

    private void take(int first, int past) {
        for (int i = first; i < past; i++) {
            Mapped mapped = all.get(i);
            count(mapped, -1);
            if (mapped.backing().file() != null) {
                dropped.add(mapped.backing());
            }
        }
        all.remove(first, past);
        places.freed(first);
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

    /** @return where the highest free range between two addresses begins, or -1 */
    long findFree(long low, long high, long length) {
        return places.find(low, high, length);
    }

    List<AddressSpace.Mapping> told(ProgramBreak programBreak) {
        List<AddressSpace.Mapping> told = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            Mapped each = all.get(i);
            told.add(each.told(each.backing().file() == null && programBreak.overlaps(each) ? HEAP : name(i)));
        }
        return told;
    }

    /** Of the program's stack, what lies deepest is called so; the rest has no name. */
    private String name(int index) {
        Mapped mapped = all.get(index);
        boolean above = mapped.is(Mapped.STACK)
                && index + 1 < all.size()
                && all.get(index + 1).is(Mapped.STACK);
        return above ? "" : mapped.backing().name();
    }
}
