package io.unishim.mmap;

import static io.unishim.abi.Mman.PROT_EXEC;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.abi.Mman.PROT_WRITE;
import static io.unishim.abi.Personality.READ_IMPLIES_EXEC;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.AddressSpace;
import io.unishim.task.Task;
import io.unishim.task.TaskAttributes;
import org.jspecify.annotations.Nullable;

/**
 * One mapping: pages in a row that are alike; Linux's {@code vm_area_struct}.
 *
 * @param start first address
 * @param end first address past it
 * @param protection PROT_READ, PROT_WRITE, PROT_EXEC
 * @param backing what stands behind it
 * @param offset in the file, or 0
 * @param traits {@link #LOCKED} and the others
 */
record Mapped(long start, long end, int protection, Backing backing, long offset, int traits) {
    /** Kept in memory. */
    static final int LOCKED = 1;

    /** With {@link #LOCKED}: only pages that were touched. */
    static final int LOCKED_ON_FAULT = 2;

    /** The program's stack. */
    static final int STACK = 4;

    /** Grows when the pages below it are touched (MAP_GROWSDOWN). */
    static final int GROWS = 8;

    /** Changed by nobody any more (mseal). */
    static final int SEALED = 16;

    /** Copies of the process do not have it (MADV_DONTFORK). */
    static final int NOT_COPIED = 32;

    /** Copies of the process have zeros there (MADV_WIPEONFORK). */
    static final int WIPED = 64;

    /** May be zeros again whenever memory runs short (MAP_DROPPABLE). */
    static final int DROPPABLE = 128;

    /** Above these traits stands which policy of nodes it has. */
    private static final int POLICY_SHIFT = 8;

    /** Linux's stack_guard_gap: so far below what grows nothing is put. */
    static final long GAP = 1 << 20;

    static final int LOCKS = LOCKED | LOCKED_ON_FAULT;

    static final int PROTECTION = PROT_READ | PROT_WRITE | PROT_EXEC;

    private @Nullable OpenFileDescription file() {
        return backing.file();
    }

    /** What may be done with pages that a task maps so. */
    static int protection(Task task, int asked) {
        int asIs = asked & PROTECTION;
        boolean more = (asIs & PROT_READ) != 0 && TaskAttributes.has(task, READ_IMPLIES_EXEC);
        return more ? asIs | PROT_EXEC : asIs;
    }

    long length() {
        return end - start;
    }

    /** @return from where on others are kept away */
    long guardedStart() {
        return is(GROWS) ? start - GAP : start;
    }

    /** The part of it between two addresses, of which at least one page is in here. */
    Mapped part(long from, long to) {
        if (from <= start && end <= to) {
            return this;
        }
        long first = Math.max(start, from);
        long last = Math.min(end, to);
        return new Mapped(first, last, protection, backing, offsetAt(first), traits);
    }

    long offsetAt(long address) {
        return backing.file() == null && !backing.shared() ? 0 : offset + (address - start);
    }

    /** The first address that the file's content does not reach; all of the mapping for zeros and what the host maps. */
    long accessibleEnd() {
        return backing.contentEnd() - offset >= length() ? end : start + Math.max(0, backing.contentEnd() - offset);
    }

    Mapped with(int newProtection) {
        return new Mapped(start, end, newProtection, backing, offset, traits);
    }

    Mapped withTraits(int newTraits) {
        return new Mapped(start, end, protection, backing, offset, newTraits);
    }

    /** @return the number of its policy; 0 for none */
    int policy() {
        return traits >>> POLICY_SHIFT;
    }

    Mapped withPolicy(int policy) {
        return withTraits(traits & (1 << POLICY_SHIFT) - 1 | policy << POLICY_SHIFT);
    }

    boolean is(int trait) {
        return (traits & trait) != 0;
    }

    /** Whether it counts as data: private, and can be written. */
    boolean isData() {
        return (protection & PROT_WRITE) != 0 && !backing.shared() && !is(STACK | GROWS);
    }

    boolean continues(Mapped before) {
        return before.end == start
                && before.protection == protection
                && before.traits == traits
                && (before.backing.same(backing)
                        || (file() != null
                                && before.accessibleEnd() == before.end
                                && backing.continues(before.backing)))
                && before.offsetAt(before.end) == offset;
    }

    /** @param name what it is called, if it is no file */
    AddressSpace.Mapping told(String name) {
        return new AddressSpace.Mapping(
                start, end, protection, backing.shared(), offset, name, file(), backing.object());
    }
}
