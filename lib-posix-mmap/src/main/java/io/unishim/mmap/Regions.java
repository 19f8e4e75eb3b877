package io.unishim.mmap;

import io.unishim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Addresses outside of its arena that belong to a program: where an image of fixed addresses lies, and where the program asked
 * for something to lie. Immutable; ascending, and neighbours are one.
 */
final class Regions {
    static final Regions NONE = new Regions(new Region[0]);

    private final Region[] all;

    private Regions(Region[] all) {
        this.all = all;
    }

    /** @return the one with that address, or the next above; {@code all.length} without */
    private int from(long address) {
        int low = 0;
        int high = all.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (all[middle].end() <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** @return whether a range of {@code length >= 0} bytes lies in here */
    boolean contains(long address, long length) {
        int index = from(address);
        return index < all.length && all[index].contains(address, length);
    }

    /** @return how many bytes from an address lie in here, at most {@code length} */
    int within(long address, int length) {
        int index = from(address);
        return index < all.length ? all[index].within(address, length) : 0;
    }

    int count() {
        return all.length;
    }

    List<Region> list() {
        return List.of(all);
    }

    /** @return the parts of a range that are not in here, ascending */
    List<Region> gaps(Region range) {
        List<Region> gaps = new ArrayList<>();
        long start = range.start();
        for (int i = from(start); i < all.length && all[i].start() < range.end(); i++) {
            if (start < all[i].start()) {
                gaps.add(new Region(start, all[i].start()));
            }
            start = all[i].end();
        }
        if (start < range.end()) {
            gaps.add(new Region(start, range.end()));
        }
        return gaps;
    }

    /** @return these and others, of which none overlaps one of these */
    Regions and(List<Region> more) {
        List<Region> sorted = new ArrayList<>(Arrays.asList(all));
        sorted.addAll(more);
        sorted.sort(Comparator.comparingLong(Region::start));
        List<Region> merged = new ArrayList<>();
        for (Region each : sorted) {
            int last = merged.size() - 1;
            if (last >= 0 && merged.get(last).end() == each.start()) {
                merged.set(last, new Region(merged.get(last).start(), each.end()));
            } else {
                merged.add(each);
            }
        }
        return new Regions(merged.toArray(Region[]::new));
    }

    List<AddressSpace.Range> told() {
        return Arrays.stream(all).map(Region::told).toList();
    }
}
