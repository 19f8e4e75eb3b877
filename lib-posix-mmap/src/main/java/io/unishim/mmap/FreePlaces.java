package io.unishim.mmap;

/**
 * Finds the highest free place below an address, where Linux puts what may lie anywhere.
 *
 * <p>It remembers above which address no hole is larger than a certain length, so that a search need not begin at the top
 * each time, with thousands of mappings on the way.
 */
final class FreePlaces {
    private static final long UNKNOWN = -1;

    private final Ascending all;

    /** What it remembers holds for searches below here. */
    private long high = UNKNOWN;

    private long from;
    private long largest;
    private int growing;

    FreePlaces(Ascending all) {
        this.all = all;
    }

    /** @return where the highest free range between two addresses begins, or -1 */
    long find(long low, long below, long length) {
        boolean known = growing == 0 && below == high && length > largest;
        long top = known ? from : below;
        long passed = known ? largest : 0;
        int index = all.floor(top - 1);
        while (index >= 0 && all.get(index).end() > low) {
            Mapped next = all.get(index);
            long hole = top - next.end();
            if (hole >= length) {
                break;
            }
            passed = Math.max(passed, hole);
            top = Math.min(top, next.guardedStart());
            index--;
        }
        if (below != high || top < from) {
            high = below;
            from = top;
            largest = passed;
        }
        long floor = index < 0 ? low : Math.max(low, all.get(index).end());
        return top - floor >= length ? top - length : -1;
    }

    /** Mappings were taken out. @param index what now stands at their place */
    void freed(int index) {
        from = index == all.size()
                ? high
                : Math.min(high, Math.max(from, all.get(index).start()));
    }

    /** Mappings that grow came or went: they keep others away also beyond their neighbours, and nothing is remembered. */
    void growing(int more) {
        growing += more;
        high = UNKNOWN;
    }
}
