package io.unishim.elfloader.engine;

import io.unishim.memory.AddressSpace.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a {@link SitePatcher} puts what patched sites jump to, and how it writes code: here or in a child. */
interface PatchRoom extends AutoCloseable {
    /** The bytes of a stub at most. */
    int STUB_SIZE = 56;

    /**
     * Room for a stub.
     *
     * @param stub where its code goes
     * @param slot the address, below 2 GiB and of the form 0xX006.... or, if so wanted, 0xX006..06, of a word that holds the
     *     address of the stub
     */
    record Spot(long stub, int slot) {}

    /**
     * Takes the next free spot. Calls alternate with those of {@link #fill}.
     *
     * @param stops whether the lowest byte of the slot's address is to be 06
     * @return the spot; null if there is none
     */
    @Nullable
    Spot take(boolean stops);

    /** Puts a stub at the spot that was taken last. @return whether it is there */
    boolean fill(Spot spot, byte[] stub);

    /** Writes code of the program, whatever protects it. @return whether it was written */
    boolean write(long address, byte[] bytes, int offset, int length);

    /** Makes membarrier(2), there. */
    void membarrier(int command);

    /** @return what a copy of the memory needs besides it: patched sites jump there */
    List<Range> ranges();

    /** @return the room in a process with a copy of the memory, and of {@link #ranges} */
    PatchRoom copy(HostChild process);

    /** Whether a site is patched when it traps for the first time, or only if it does so again. */
    boolean isEager();

    /** No thread runs in the address space any more. */
    @Override
    void close();
}
