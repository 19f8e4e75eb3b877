package io.unishim.elfloader.engine;

import io.unishim.abi.Mman;
import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.host.UserCopy;
import io.unishim.memory.AddressSpace;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Words below 2 GiB that patched sites jump through: {@code jmp *slot} is seven bytes long if the slot's address fits 31
 * bits. Every address is 0xX006....: so the byte that a patch puts where the syscall instruction began is 06, which no
 * processor executes.
 */
final class SlotPage {
    /** No slot: none is free, or the host has no room so low. */
    static final int NONE = 0;

    private static final int[] PLACES = {0x1006_0000, 0x2006_0000, 0x3006_0000, 0x4006_0000, 0x5006_0000, 0x6006_0000};
    static final int SIZE = 0x1_0000;
    private static final int SLOTS = SIZE / 8;
    private static final SlotPage PAGE = new SlotPage();

    private final BitSet used = new BitSet(SLOTS);
    private final int origin;

    private SlotPage() {
        origin = find(place -> {
            long got = HostCalls.call(
                    Syscall.MMAP.number(),
                    place,
                    SIZE,
                    Mman.PROT_READ | Mman.PROT_WRITE,
                    Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED_NOREPLACE,
                    -1,
                    0);
            return got == place;
        });
    }

    /** @return the first address that such a page may have and that can be mapped; {@link #NONE} if there is none */
    static int find(IntPredicate map) {
        for (int place : PLACES) {
            if (map.test(place)) {
                return place;
            }
        }
        return NONE;
    }

    static SlotPage get() {
        return PAGE;
    }

    /** @return where the slots are, as far as there are any */
    AddressSpace.Range range() {
        return new AddressSpace.Range(origin, origin == NONE ? NONE : origin + SIZE);
    }

    /** @return the address of a slot that holds {@code target}, or {@link #NONE} */
    synchronized int take(long target) {
        int slot = used.nextClearBit(0);
        if (origin == NONE || slot >= SLOTS) {
            return NONE;
        }
        used.set(slot);
        UserCopy.putLong(origin + 8L * slot, target);
        return origin + 8 * slot;
    }

    /** Gives a slot back; nothing jumps through it any more. */
    synchronized void free(int address) {
        used.clear((address - origin) / 8);
    }
}
