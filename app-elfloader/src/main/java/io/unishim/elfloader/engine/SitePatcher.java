package io.unishim.elfloader.engine;

import static io.unishim.host.Register.RCX;

import io.unishim.abi.Mman;
import io.unishim.host.Assembler;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserMemory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces the sites of system calls in one address space by jumps to the engine, each when it has trapped once: a call then
 * costs some nanoseconds instead of a signal. A site whose form is not known, or cannot be written, goes on trapping.
 *
 * <p>Known forms are {@code mov $n, %eax; syscall} and {@code mov $n, %rax; syscall}, replaced as a whole, and {@code
 * syscall; cmp $n, %rax}, whose comparison moves to the stub: C libraries compare with -4095 or -4096. The stub's address
 * stands in a low word; see {@link PatchRoom.Spot}.
 *
 * <p>Between the two instructions of a site a thread may stand, or come back to from a call that takes long or from a signal's
 * handler. So a patch has there, where the second one began, what no processor executes: such a thread traps, once, and goes
 * on where it should, as {@link #behindCall} says.
 */
public final class SitePatcher implements AutoCloseable {
    private static final int PATCH_SIZE = 7;
    private static final int MEMBARRIER_SYNC_CORE = 1 << 5;
    private static final int MEMBARRIER_REGISTER_SYNC_CORE = 1 << 6;
    private static final int INT3 = 0xcc;
    /** Scale and index of an address that has neither: the processor ignores the scale. */
    private static final int PLAIN = 0x25;

    private static final int SCALED = 0x65;
    /** Where the second instruction of a site began, or the byte behind that: in a patch, one that no processor executes. */
    private static final int STOP_BEHIND_NUMBER = 5;

    private static final int STOP_BEHIND_CALL = 3;

    private static final int BEFORE = 8;
    private static final int AFTER = 8;

    private final UserMemory memory;
    private final PatchRoom room;
    private final Map<Long, Long> siteOfResume = new HashMap<>();
    /** Where to go on that stands, or comes back to, where a comparison was. */
    private final Map<Long, Long> comparisons = new HashMap<>();

    private final Set<Long> trapsAnyway = new HashSet<>();
    private final Set<Long> trappedOnce = new HashSet<>();
    private volatile boolean shared;
    private volatile long underWay;

    /**
     * Makes one that has patched nothing yet.
     *
     * @param memory whose sites are patched
     * @param room where stubs go
     */
    SitePatcher(UserMemory memory, PatchRoom room) {
        this.memory = memory;
        this.room = room;
    }

    /** @return what is known of the sites of a copy of the memory in another process, whose pages have the patches */
    synchronized SitePatcher copy(UserMemory memory, HostChild process) {
        SitePatcher copy = new SitePatcher(memory, room.copy(process));
        copy.siteOfResume.putAll(siteOfResume);
        copy.comparisons.putAll(comparisons);
        copy.trapsAnyway.addAll(trapsAnyway);
        return copy;
    }

    /** @return what a copy of the memory needs besides it */
    synchronized List<AddressSpace.Range> ranges() {
        return room.ranges();
    }

    /** Says that from now on more than one thread runs in the address space. */
    void shared() {
        if (!shared) {
            room.membarrier(MEMBARRIER_REGISTER_SYNC_CORE);
            shared = true;
        }
    }

    /** @return whether the address is where a patched site's syscall instruction began */
    synchronized boolean insidePatch(long address) {
        return underWay == address - 5 || siteOfResume.containsKey(address + 2) && isPatched(address - 5);
    }

    /**
     * Finds where a thread goes on that was to make the comparison behind a call, where a patch is now.
     *
     * @param address of what was the comparison
     * @return where it is made; 0 if there is no such patch
     */
    synchronized long behindCall(long address) {
        Long comparison = comparisons.get(address);
        long start = address - 2;
        return comparison != null && (underWay == start || isPatched(start)) ? comparison : 0;
    }

    private boolean isPatched(long start) {
        try {
            int jump = memory.getInt(start);
            return (jump & 0xffff) == 0x24ff && ((jump >> 16 & 0xff) == PLAIN || (jump >> 16 & 0xff) == SCALED);
        } catch (MemoryFault fault) {
            return false;
        }
    }

    /** @return whether a patch begins at that address that is not complete yet */
    boolean underWay(long start) {
        if (underWay == start) {
            return true;
        }
        // The thread that wrote it may have finished since: then the site is a jump by now.
        return isPatched(start);
    }

    /**
     * Finds where to go to make a call once more.
     *
     * @param resume where the program goes on after it
     * @param otherNumber whether another call is to be made, whose number is in rax: then not by way of what loads the number
     * @return the address
     */
    synchronized long callBefore(long resume, boolean otherNumber) {
        Long start = siteOfResume.get(resume);
        if (start == null || !isPatched(start)) {
            return resume - 2;
        }
        boolean loadsNumber = resume - start <= 9 && resume > start;
        return otherNumber && loadsNumber ? resume - 2 : start;
    }

    /**
     * Patches the site that has just trapped, if that is possible.
     *
     * @param context of the thread, which stands behind the syscall instruction; changed where the instruction after it
     *     moved
     */
    synchronized void patch(Context context) {
        long resume = context.get(Context.RIP);
        if (trapsAnyway.contains(resume) || !room.isEager() && trappedOnce.add(resume)) {
            return;
        }
        trappedOnce.remove(resume);
        long site = resume - 2;
        byte[] code = new byte[BEFORE + 2 + AFTER];
        int got = memory.read(site - BEFORE, code, 0, code.length);
        if (got >= BEFORE + 2 && (code[BEFORE] != 0x0f || code[BEFORE + 1] != 0x05)) {
            // Another thread trapped here as well, and has patched it since.
            return;
        }
        if (got < BEFORE + 2 || !patch(context, site, code, got)) {
            trapsAnyway.add(resume);
        }
    }

    private boolean patch(Context context, long site, byte[] code, int got) {
        int number = (int) context.get(Context.RAX);
        long resume = site + 2;
        if (code[BEFORE - 5] == (byte) 0xb8 && int32(code, BEFORE - 4) == number && !isRex(code[BEFORE - 6])) {
            Assembler stub = new Assembler().bytes(0xb8).bytes(bytes(number)).mov(RCX, resume);
            return replace(site - 5, resume, stub);
        }
        if (code[BEFORE - 7] == 0x48
                && code[BEFORE - 6] == (byte) 0xc7
                && code[BEFORE - 5] == (byte) 0xc0
                && int32(code, BEFORE - 4) == number) {
            Assembler stub =
                    new Assembler().bytes(0x48, 0xc7, 0xc0).bytes(bytes(number)).mov(RCX, resume);
            return replace(site - 7, resume, stub);
        }
        boolean compares = got >= BEFORE + 8 && code[BEFORE + 2] == 0x48 && code[BEFORE + 3] == 0x3d;
        return compares && replaceWithComparison(context, site, int32(code, BEFORE + 4));
    }

    private boolean replaceWithComparison(Context context, long site, int comparedWith) {
        PatchRoom.Spot spot = room.take(true);
        if (spot == null) {
            return false;
        }
        Assembler head = jump(new Assembler().mov(RCX, 0L), 0);
        long resume = spot.stub() + head.code().length;
        Assembler stub = jump(new Assembler().mov(RCX, resume), Engine.exitAddress());
        jump(stub.bytes(0x48, 0x3d).bytes(bytes(comparedWith)), site + 8);
        comparisons.put(site + 2, resume);
        if (!replace(site, resume, stub, spot, SCALED)) {
            return false;
        }
        context.set(Context.RIP, resume);
        return true;
    }

    private boolean replace(long start, long resume, Assembler stub) {
        PatchRoom.Spot spot = room.take(false);
        return spot != null && replace(start, resume, jump(stub, Engine.exitAddress()), spot, PLAIN);
    }

    private boolean replace(long start, long resume, Assembler stub, PatchRoom.Spot spot, int form) {
        if (!isPrivate(start) || !room.fill(spot, stub.code())) {
            return false;
        }
        int slot = spot.slot();
        byte[] jump = {
            (byte) 0xff, 0x24, (byte) form, (byte) slot, (byte) (slot >> 8), (byte) (slot >> 16), (byte) (slot >> 24)
        };
        siteOfResume.put(resume, start);
        if (write(start, jump, form == PLAIN ? STOP_BEHIND_NUMBER : STOP_BEHIND_CALL)) {
            return true;
        }
        siteOfResume.remove(resume);
        return false;
    }

    /** Appends a jump to any address. */
    private static Assembler jump(Assembler code, long target) {
        code.bytes(0xff, 0x25, 0, 0, 0, 0);
        return code.bytes(bytes((int) target)).bytes(bytes((int) (target >>> 32)));
    }

    /** Code that is mapped shared from a file is not ours to change: the file would change with it. */
    private boolean isPrivate(long start) {
        if (memory instanceof AddressSpace space) {
            for (AddressSpace.Mapping mapping : space.mappings()) {
                if (mapping.start() <= start && start < mapping.end()) {
                    return !mapping.shared()
                            && start + PATCH_SIZE <= mapping.end()
                            && (mapping.protection() & Mman.PROT_EXEC) != 0;
                }
            }
        }
        return false;
    }

    /**
     * Writes a patch while other threads may run through it: a breakpoint first, which stops who arrives, then the byte that
     * stops a thread between the two instructions, then the rest.
     */
    private boolean write(long start, byte[] jump, int stop) {
        if (!shared) {
            return room.write(start, jump, 0, PATCH_SIZE);
        }
        underWay = start;
        try {
            boolean written = room.write(start, new byte[] {(byte) INT3}, 0, 1);
            if (!written) {
                return false;
            }
            room.membarrier(MEMBARRIER_SYNC_CORE);
            written = writeAt(start, jump, stop, 1);
            room.membarrier(MEMBARRIER_SYNC_CORE);
            written = written
                    && writeAt(start, jump, 1, stop - 1)
                    && writeAt(start, jump, stop + 1, PATCH_SIZE - stop - 1);
            room.membarrier(MEMBARRIER_SYNC_CORE);
            written = written && writeAt(start, jump, 0, 1);
            room.membarrier(MEMBARRIER_SYNC_CORE);
            return written;
        } finally {
            underWay = 0;
        }
    }

    private boolean writeAt(long start, byte[] bytes, int offset, int length) {
        return room.write(start + offset, bytes, offset, length);
    }

    private static boolean isRex(byte prefix) {
        return (prefix & 0xf0) == 0x40;
    }

    private static int int32(byte[] code, int at) {
        return code[at] & 0xff | (code[at + 1] & 0xff) << 8 | (code[at + 2] & 0xff) << 16 | code[at + 3] << 24;
    }

    private static int[] bytes(int value) {
        return new int[] {value & 0xff, value >> 8 & 0xff, value >> 16 & 0xff, value >> 24 & 0xff};
    }

    /** Frees stubs and slots; no thread runs in the address space any more. */
    @Override
    public synchronized void close() {
        room.close();
    }
}
