package io.unishim.vfscore.ramfs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.unishim.abi.StatModes;
import io.unishim.vfscore.tree.DirectorySink;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A directory's entries, found by name without a lock, and listed in the order they were made, which their cookies keep: a
 * position in a listing stays valid whatever comes and goes. The list is made when somebody asks for it, and given up when the
 * directory is empty: who only makes and removes names does not pay for it. A removed entry stays in its slot until so many are
 * removed that the list is packed.
 *
 * <p>All but looking up and {@link #living()} wants the directory's lock held; {@link #list} takes it itself.
 */
final class EntryList extends NameTable {
    private static final int FIRST_COOKIE = 2;
    private static final int FIRST_SIZE = 4;
    private static final int AT_A_TIME = 64;
    private static final byte[] DOT = ".".getBytes(US_ASCII);
    private static final byte[] DOT_DOT = "..".getBytes(US_ASCII);

    private static final @Nullable RamEntry[] NOT_LISTED = {};

    private @Nullable RamEntry[] entries = NOT_LISTED;
    private int size;

    /** The first slot that may hold an entry that was not removed: who lists and removes by turns does not go over them all. */
    private int first;

    private int living; // read without the lock for the size, which is out of date anyway once it is told
    private long nextCookie = FIRST_COOKIE;

    /** The order in which they were made. */
    private static final class ByCookie implements Comparator<@Nullable RamEntry> {
        @Override
        public int compare(@Nullable RamEntry one, @Nullable RamEntry other) {
            return Long.compare(Objects.requireNonNull(one).cookie, Objects.requireNonNull(other).cookie);
        }
    }

    int living() {
        return living;
    }

    /** @return those that are there now */
    List<RamEntry> all() {
        makeList();
        List<RamEntry> all = new ArrayList<>(living);
        for (int i = 0; i < size; i++) {
            if (at(i).slot >= 0) {
                all.add(at(i));
            }
        }
        return all;
    }

    RamEntry add(RamDirectory directory, Name name, RamInode inode) {
        RamEntry entry = new RamEntry(directory, name, nextCookie++, inode);
        if (entries != NOT_LISTED) {
            append(entry);
        }
        living++;
        name(entry);
        return entry;
    }

    private void append(RamEntry entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        entry.slot = size;
        entries[size++] = entry;
    }

    private void makeList() {
        if (entries == NOT_LISTED && living > 0) {
            entries = new RamEntry[Math.max(FIRST_SIZE, living)];
            size = names(entries);
            Arrays.sort(entries, 0, size, new ByCookie());
            for (int i = 0; i < size; i++) {
                at(i).slot = i;
            }
        }
    }

    void remove(RamEntry entry) {
        unname(entry);
        entry.slot = -1 - entry.slot;
        living--;
        if (entries == NOT_LISTED) {
            return;
        }
        if (living == 0) {
            entries = NOT_LISTED;
            size = 0;
            first = 0;
            return;
        }
        while (size > first && at(size - 1).slot < 0) {
            entries[--size] = null;
        }
        while (first < size && at(first).slot < 0) {
            first++;
        }
        if (size > 32 && living < size / 2) {
            pack();
        }
    }

    private RamEntry at(int slot) {
        return Objects.requireNonNull(entries[slot]);
    }

    private void pack() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            RamEntry entry = at(i);
            if (entry.slot >= 0) {
                entry.slot = kept;
                entries[kept++] = entry;
            }
        }
        Arrays.fill(entries, kept, size, null);
        size = kept;
        first = 0;
        if (size < entries.length / 4) {
            entries = Arrays.copyOf(entries, Math.max(4, entries.length / 2));
        }
    }

    /** @return the first slot whose cookie is at least the given one */
    private int slotOf(long cookie) {
        int low = first;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).cookie < cookie) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void list(RamDirectory directory, long position, DirectorySink sink) {
        if (position < 1 && !sink.add(DOT, directory.number(), StatModes.S_IFDIR, 1)) {
            return;
        }
        if (position < 2) {
            Link link = directory.link();
            Inode parent = link == null ? directory : link.parent();
            if (!sink.add(DOT_DOT, parent.number(), StatModes.S_IFDIR, 2)) {
                return;
            }
        }
        listEntries(directory, Math.max(position, FIRST_COOKIE), sink);
    }

    private void listEntries(RamDirectory directory, long from, DirectorySink sink) {
        @Nullable RamEntry[] some = new RamEntry[AT_A_TIME];
        long next = from;
        int count;
        do {
            count = copy(directory, next, some);
            for (int i = 0; i < count; i++) {
                RamEntry entry = Objects.requireNonNull(some[i]);
                RamInode inode = entry.inode();
                if (inode != null && !sink.add(entry.name(), inode.number(), inode.type(), entry.cookie + 1)) {
                    return;
                }
                next = entry.cookie + 1;
            }
        } while (count == some.length);
    }

    /** Copies entries whose cookies are at least the given one: who reads them may take its time. @return how many */
    private int copy(RamDirectory directory, long from, @Nullable RamEntry[] target) {
        directory.lock();
        try {
            makeList();
            int slot = slotOf(from);
            int count = Math.min(size - slot, target.length);
            System.arraycopy(entries, slot, target, 0, count);
            return count;
        } finally {
            directory.unlock();
        }
    }
}
