package io.unishim.mmap;

import io.unishim.host.StrayAccess;
import io.unishim.host.UserCopy;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The memory of a program in the JVM's own process: one reserved arena, and perhaps ranges elsewhere.
 *
 * <p>One compare says whether an address is the program's to name; whether something is there is found out by touching it.
 */
final class LocalAddressSpace extends MappedAddressSpace {
    /** A start that no address is near to, for an address space that is closed. */
    private static final long NOWHERE = Long.MIN_VALUE;

    private final long size;
    private long start;

    LocalAddressSpace(Region arena, Scratch scratch, AtomicLong objects, Consumer<MappedAddressSpace> closing) {
        super(new HostPages(null), arena, scratch, objects, closing);
        this.start = arena.start();
        this.size = arena.end() - arena.start();
        StrayAccess.watch(arena.start(), arena.end());
    }

    /** The kernel's access_ok: {@code address >= 0}, {@code 0 <= length <= 2^31}, which is less than {@code size}. */
    private boolean accessible(long address, long length) {
        return Long.compareUnsigned(address - start, size - length) <= 0 || accessibleElsewhere(address, length);
    }

    private boolean accessibleElsewhere(long address, long length) {
        return start != NOWHERE && map.elsewhere().contains(address, length);
    }

    /** How many of the bytes are the program's to name. */
    private int within(long address, int length) {
        if (accessible(address, length)) {
            return length;
        }
        return start == NOWHERE
                ? 0
                : Math.max(arena.within(address, length), map.elsewhere().within(address, length));
    }

    @Override
    protected int copyIn(long address, byte[] target, int offset, int length) {
        int allowed = within(address, length);
        if ((allowed == Words.LONG && Words.readLong(address, target, offset))
                || (allowed == Words.INT && Words.readInt(address, target, offset))) {
            return allowed;
        }
        OffHeap block = scratch.block();
        int done = 0;
        while (done < allowed) {
            int step = Math.min(allowed - done, Scratch.SIZE);
            int got = step - (int) UserCopy.copy(block.address(), address + done, step);
            block.get(0, target, offset + done, got);
            done += got;
            if (got < step) {
                break;
            }
        }
        return done;
    }

    @Override
    protected int copyOut(long address, byte[] source, int offset, int length) {
        int allowed = within(address, length);
        if ((allowed == Words.LONG && Words.writeLong(address, source, offset))
                || (allowed == Words.INT && Words.writeInt(address, source, offset))) {
            return allowed;
        }
        OffHeap block = scratch.block();
        int done = 0;
        while (done < allowed) {
            int step = Math.min(allowed - done, Scratch.SIZE);
            block.put(0, source, offset + done, step);
            int put = step - (int) UserCopy.copy(address + done, block.address(), step);
            done += put;
            if (put < step) {
                break;
            }
        }
        return done;
    }

    @Override
    protected int copyIn(long address, OffHeap target, int offset, int length) {
        int allowed = within(address, length);
        try {
            return allowed - (int) UserCopy.copy(target.address() + offset, address, allowed);
        } finally {
            Reference.reachabilityFence(target);
        }
    }

    @Override
    protected int copyOut(long address, OffHeap source, int offset, int length) {
        int allowed = within(address, length);
        try {
            return allowed - (int) UserCopy.copy(address, source.address() + offset, allowed);
        } finally {
            Reference.reachabilityFence(source);
        }
    }

    @Override
    public long hostAddress(long address, long length) {
        return address >= 0 && accessible(address, length) ? address : 0;
    }

    @Override
    public boolean contains(long address) {
        return accessible(address, 1);
    }

    private void check(long address, int length) {
        if (!accessible(address, length)) {
            throw MemoryFault.FAULT;
        }
    }

    @Override
    protected byte loadByte(long address) {
        check(address, 1);
        return UserCopy.getByte(address);
    }

    @Override
    protected int loadInt(long address) {
        check(address, 4);
        return UserCopy.getInt(address);
    }

    @Override
    protected long loadLong(long address) {
        check(address, 8);
        return UserCopy.getLong(address);
    }

    @Override
    protected void storeByte(long address, byte value) {
        check(address, 1);
        UserCopy.putByte(address, value);
    }

    @Override
    protected void storeInt(long address, int value) {
        check(address, 4);
        UserCopy.putInt(address, value);
    }

    @Override
    protected void storeLong(long address, long value) {
        check(address, 8);
        UserCopy.putLong(address, value);
    }

    @Override
    protected int exchangeInt(long address, int expected, int desired) {
        check(address, 4);
        if ((address & 3) != 0) {
            throw MemoryFault.FAULT;
        }
        return UserCopy.compareAndExchangeInt(address, expected, desired);
    }

    @Override
    void forget() {
        start = NOWHERE;
        StrayAccess.forget(arena.start());
    }
}
