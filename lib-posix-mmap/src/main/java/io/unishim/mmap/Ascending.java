package io.unishim.mmap;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Mappings by ascending address, which do not overlap. An array: it is searched at each call, and changed at few. */
final class Ascending {
    private static final int LEAST = 32;

    private long[] starts = new long[LEAST];
    private @Nullable Mapped[] mapped = new Mapped[LEAST];
    private int size;

    int size() {
        return size;
    }

    Mapped get(int index) {
        Mapped here = mapped[index];
        if (here == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return here;
    }

    /** @return the index of the last one that starts at or below an address, or -1 */
    int floor(long address) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (starts[middle] <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** @return the index of the first one that ends past an address, or {@link #size} */
    int from(long address) {
        int index = floor(address);
        return index >= 0 && address < get(index).end() ? index : index + 1;
    }

    void insert(int index, Mapped added) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            mapped = Arrays.copyOf(mapped, 2 * size);
        }
        System.arraycopy(starts, index, starts, index + 1, size - index);
        System.arraycopy(mapped, index, mapped, index + 1, size - index);
        starts[index] = added.start();
        mapped[index] = added;
        size++;
    }

    /** Takes out those from an index to before another. */
    void remove(int first, int past) {
        int left = size - (past - first);
        System.arraycopy(starts, past, starts, first, size - past);
        System.arraycopy(mapped, past, mapped, first, size - past);
        Arrays.fill(mapped, left, size, null);
        size = left;
    }
}
