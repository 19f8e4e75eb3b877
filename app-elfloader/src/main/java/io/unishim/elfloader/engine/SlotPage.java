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
 * processor executes. Where a patch begins with the syscall instruction, the word's address is 0xX006..06, so that the
 * instruction behind it begins with a prefix and that byte.
 */
final class SlotPage {
    /** No slot: none is free, or the host has no room so low. */
    static final int NONE = 0;

    private static final int[] PLACES = {0x1006_0000, 0x2006_0000, 0x3006_0000, 0x4006_0000, 0x5006_0000, 0x6006_0000};
    static final int SIZE = 0x1_0000;
    /** The byte that no processor executes, and how far slots with such an address are apart. */
    static final int STOP = 0x06;

    static final int STOPS_EVERY = 0x100;
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

    /**
     * Takes a slot.
     *
     * @param target what it is to hold
     * @param stops whether the lowest byte of its address is to be {@link #STOP}
     * @return its address, or {@link #NONE}
     */
    synchronized int take(long target, boolean stops) {
        int slot = stops ? freePair() : used.nextClearBit(0);
        if (origin == NONE || slot >= SLOTS) {
            return NONE;
        }
        int address = origin + 8 * slot + (stops ? STOP : 0);
        mark(address, true);
        UserCopy.putLong(address, target);
        return address;
    }

    private int freePair() {
        int slot = 0;
        while (slot < SLOTS && (used.get(slot) || used.get(slot + 1))) {
            slot += STOPS_EVERY / 8;
        }
        return slot;
    }

    /** A slot that is not aligned takes two. */
    private void mark(int address, boolean taken) {
        used.set((address - origin) / 8, (address - origin + 7) / 8 + 1, taken);
    }

    /** Gives a slot back; nothing jumps through it any more. */
    synchronized void free(int address) {
        mark(address, false);
    }
}
