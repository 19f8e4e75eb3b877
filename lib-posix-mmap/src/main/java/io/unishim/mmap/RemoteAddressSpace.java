package io.unishim.mmap;

import io.unishim.memory.HostProcess;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.MemoryWindow;
import io.unishim.memory.OffHeap;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The memory of a program in another process of the host, reached by {@code process_vm_readv(2)} and {@code
 * process_vm_writev(2)}. All addresses there are the program's, but for those of the machine code that keeps it going.
 */
final class RemoteAddressSpace extends MappedAddressSpace {
    private final HostProcess process;
    private final RemoteCopy copy;
    private volatile boolean gone;

    RemoteAddressSpace(
            HostPages pages,
            HostProcess process,
            Region arena,
            Scratch scratch,
            AtomicLong objects,
            Consumer<MappedAddressSpace> closing) {
        super(pages, arena, scratch, objects, closing);
        this.process = process;
        this.copy = new RemoteCopy(process);
    }

    private int within(long address, int length) {
        return gone
                ? 0
                : Math.max(arena.within(address, length), map.elsewhere().within(address, length));
    }

    /** What a thread's window holds is kept in step by that thread. */
    @Override
    public boolean anyThread() {
        return false;
    }

    @Override
    public boolean contains(long address) {
        return within(address, 1) == 1;
    }

    @Override
    protected int copyIn(long address, byte[] target, int offset, int length) {
        int allowed = within(address, length);
        MemoryWindow window = process.window();
        int at = window.read(address, allowed);
        if (at >= 0) {
            window.block().get(at, target, offset, allowed);
            return allowed;
        }
        OffHeap block = scratch.block();
        int done = 0;
        while (done < allowed) {
            int step = Math.min(allowed - done, Scratch.SIZE);
            int got = (int) copy.get(block.address(), address + done, step);
            block.get(0, target, offset + done, got);
            done += got;
            if (got < step) {
                break;
            }
        }
        process.settle();
        return done;
    }

    @Override
    protected int copyOut(long address, byte[] source, int offset, int length) {
        int allowed = within(address, length);
        MemoryWindow window = process.window();
        int at = window.write(address, allowed);
        if (at >= 0) {
            window.block().put(at, source, offset, allowed);
            return allowed;
        }
        OffHeap block = scratch.block();
        int done = 0;
        while (done < allowed) {
            int step = Math.min(allowed - done, Scratch.SIZE);
            block.put(0, source, offset + done, step);
            int put = (int) copy.put(address + done, block.address(), step);
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
        MemoryWindow window = process.window();
        int at = window.read(address, allowed);
        if (at >= 0) {
            target.put(offset, window.block(), at, allowed);
            return allowed;
        }
        try {
            return (int) copy.get(target.address() + offset, address, allowed);
        } finally {
            process.settle();
            Reference.reachabilityFence(target);
        }
    }

    @Override
    protected int copyOut(long address, OffHeap source, int offset, int length) {
        int allowed = within(address, length);
        MemoryWindow window = process.window();
        int at = window.write(address, allowed);
        if (at >= 0) {
            window.block().put(at, source, offset, allowed);
            return allowed;
        }
        try {
            return (int) copy.put(address, source.address() + offset, allowed);
        } finally {
            Reference.reachabilityFence(source);
        }
    }

    /** @return a block that begins with those bytes */
    private OffHeap load(long address, int size) {
        OffHeap block = scratch.block();
        if (copyIn(address, block, 0, size) != size) {
            throw MemoryFault.FAULT;
        }
        return block;
    }

    private void store(long address, OffHeap block, int size) {
        if (copyOut(address, block, 0, size) != size) {
            throw MemoryFault.FAULT;
        }
    }

    @Override
    protected byte loadByte(long address) {
        return load(address, 1).getByte(0);
    }

    @Override
    protected int loadInt(long address) {
        return load(address, 4).getInt(0);
    }

    @Override
    protected long loadLong(long address) {
        return load(address, 8).getLong(0);
    }

    @Override
    protected void storeByte(long address, byte value) {
        OffHeap block = scratch.block();
        block.putByte(0, value);
        store(address, block, 1);
    }

    @Override
    protected void storeInt(long address, int value) {
        OffHeap block = scratch.block();
        block.putInt(0, value);
        store(address, block, 4);
    }

    @Override
    protected void storeLong(long address, long value) {
        OffHeap block = scratch.block();
        block.putLong(0, value);
        store(address, block, 8);
    }

    @Override
    protected int exchangeInt(long address, int expected, int desired) {
        if ((address & 3) != 0 || within(address, 4) != 4) {
            throw MemoryFault.FAULT;
        }
        process.window().leave(address, Integer.BYTES);
        int found = process.compareAndExchangeInt(address, expected, desired);
        process.settle();
        return found;
    }

    @Override
    void forget() {
        gone = true;
    }
}
