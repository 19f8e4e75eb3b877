package io.unishim.vfscore.ramfs;

import io.unishim.vfscore.tree.Name;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A directory's entries by name: open addressing, looked up without a lock. Whoever changes it holds a lock. Who looks up while
 * it grows sees the old table, which lacks only what was added meanwhile.
 */
@SuppressWarnings("ReferenceEquality") // entries are told apart, not names
abstract class NameTable {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Name[].class);
    private static final Name REMOVED = new Name(); // equal to no name: it is empty
    private static final int SMALLEST = 8;

    private volatile @Nullable Name[] slots = new Name[1];
    private int named;

    /** Slots that are not empty: with what was removed. */
    private int used;

    /** @return what a slot holds. {@code SLOT.getAcquire} would look at each object's class */
    private static @Nullable Name at(@Nullable Name[] all, int slot) {
        Name found = all[slot];
        VarHandle.acquireFence();
        return found;
    }

    private static int first(Name name, int mask) {
        return name.hashCode() & mask;
    }

    final @Nullable RamEntry get(Name name) {
        @Nullable Name[] all = slots;
        int mask = all.length - 1;
        int slot = first(name, mask);
        Name each = at(all, slot);
        while (each != null) {
            if (each.is(name)) {
                return (RamEntry) each;
            }
            slot = slot + 1 & mask;
            each = at(all, slot);
        }
        return null;
    }

    /** Tells all entries, in any order. @return how many there are */
    final int names(@Nullable RamEntry[] target) {
        int found = 0;
        for (Name each : slots) {
            if (each != null && each != REMOVED) {
                target[found++] = (RamEntry) each;
            }
        }
        return found;
    }

    /** Adds an entry whose name is not there. */
    final void name(RamEntry entry) {
        if ((used + 1) * 4L > slots.length * 3L) {
            rehash();
        }
        @Nullable Name[] all = slots;
        put(all, entry);
        named++;
    }

    private void put(@Nullable Name[] all, Name entry) {
        int mask = all.length - 1;
        int slot = first(entry, mask);
        Name there = at(all, slot);
        while (there != null && there != REMOVED) {
            slot = slot + 1 & mask;
            there = at(all, slot);
        }
        if (there == null) {
            used++;
        }
        SLOT.setRelease(all, slot, entry);
    }

    private void rehash() {
        int size = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, named)) * 4);
        @Nullable Name[] larger = new Name[size];
        used = 0;
        for (Name each : slots) {
            if (each != null && each != REMOVED) {
                put(larger, each);
            }
        }
        slots = larger;
    }

    /** Removes an entry that is there. */
    final void unname(RamEntry entry) {
        @Nullable Name[] all = slots;
        int mask = all.length - 1;
        int slot = first(entry, mask);
        while (at(all, slot) != entry) {
            slot = slot + 1 & mask;
        }
        named--;
        if (at(all, slot + 1 & mask) != null) {
            SLOT.setRelease(all, slot, REMOVED);
            return;
        }
        // Nobody goes on from here, nor from the removed ones before.
        do {
            SLOT.setRelease(all, slot, null);
            used--;
            slot = slot - 1 & mask;
        } while (at(all, slot) == REMOVED);
    }
}
