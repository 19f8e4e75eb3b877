package io.unishim.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The address space of a process whose code is Java: blocks that its tasks allocate to make calls by number. Needs
 * nothing of the host. Every address outside a block is bad, and two blocks never touch.
 */
public final class JavaMemory extends UserMemory {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST = 0x1_0000;
    private static final int PAGE = 4096;

    private final ConcurrentSkipListMap<Long, OffHeap> blocks = new ConcurrentSkipListMap<>();
    private final Set<Long> readOnly = ConcurrentHashMap.newKeySet();
    private long next = FIRST;

    /** Creates an empty address space. */
    public JavaMemory() {}

    /**
     * Allocates a zeroed block.
     *
     * @param size bytes, 1 to 2^30
     * @return its address, a multiple of 4,096; it stays until {@link #free}
     */
    public long allocate(int size) {
        return attach(OffHeap.allocate(size), true);
    }

    /** Allocates a block that holds the bytes and a NUL. @return its address */
    public long allocateString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long address = allocate(bytes.length + 1);
        writeFully(address, bytes);
        return address;
    }

    /** Frees a block. @param address what {@link #allocate} returned; any other is ignored */
    public void free(long address) {
        blocks.remove(address);
        readOnly.remove(address);
    }

    private Map.@Nullable Entry<Long, OffHeap> find(long address) {
        Map.Entry<Long, OffHeap> entry = blocks.floorEntry(address);
        return entry != null && address - entry.getKey() < entry.getValue().size() ? entry : null;
    }

    /**
     * Makes a block of others' visible here.
     *
     * @param writable whether it may be changed here
     * @return its address, a multiple of 4,096; it stays until {@link #free}
     */
    public synchronized long attach(OffHeap block, boolean writable) {
        long address = next;
        next += (block.size() + 2L * PAGE - 1) / PAGE * PAGE;
        if (!writable) {
            readOnly.add(address);
        }
        blocks.put(address, block);
        return address;
    }

    private Map.@Nullable Entry<Long, OffHeap> findToWrite(long address) {
        Map.Entry<Long, OffHeap> entry = find(address);
        return entry == null || readOnly.contains(entry.getKey()) ? null : entry;
    }

    private static int within(Map.Entry<Long, OffHeap> entry, long address, int length) {
        return (int) Math.min(length, entry.getKey() + entry.getValue().size() - address);
    }

    @Override
    protected int copyIn(long address, byte[] target, int offset, int length) {
        Map.Entry<Long, OffHeap> entry = find(address);
        if (entry == null) {
            return 0;
        }
        int count = within(entry, address, length);
        entry.getValue().get((int) (address - entry.getKey()), target, offset, count);
        return count;
    }

    @Override
    protected int copyOut(long address, byte[] source, int offset, int length) {
        Map.Entry<Long, OffHeap> entry = findToWrite(address);
        if (entry == null) {
            return 0;
        }
        int count = within(entry, address, length);
        entry.getValue().put((int) (address - entry.getKey()), source, offset, count);
        return count;
    }

    @Override
    protected int copyIn(long address, OffHeap target, int offset, int length) {
        Map.Entry<Long, OffHeap> entry = find(address);
        if (entry == null) {
            return 0;
        }
        int count = within(entry, address, length);
        target.put(offset, entry.getValue(), (int) (address - entry.getKey()), count);
        return count;
    }

    @Override
    protected int copyOut(long address, OffHeap source, int offset, int length) {
        Map.Entry<Long, OffHeap> entry = findToWrite(address);
        if (entry == null) {
            return 0;
        }
        int count = within(entry, address, length);
        entry.getValue().put((int) (address - entry.getKey()), source, offset, count);
        return count;
    }

    private ByteBuffer block(long address, int size) {
        return block(find(address), address, size);
    }

    private ByteBuffer blockToWrite(long address, int size) {
        return block(findToWrite(address), address, size);
    }

    private static ByteBuffer block(Map.@Nullable Entry<Long, OffHeap> entry, long address, int size) {
        if (entry == null || within(entry, address, size) != size) {
            throw MemoryFault.FAULT;
        }
        return entry.getValue()
                .buffer()
                .slice((int) (address - entry.getKey()), size)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    protected byte loadByte(long address) {
        return block(address, 1).get(0);
    }

    @Override
    protected int loadInt(long address) {
        return block(address, 4).getInt(0);
    }

    @Override
    protected long loadLong(long address) {
        return block(address, 8).getLong(0);
    }

    @Override
    protected void storeByte(long address, byte value) {
        blockToWrite(address, 1).put(0, value);
    }

    @Override
    protected void storeInt(long address, int value) {
        blockToWrite(address, 4).putInt(0, value);
    }

    @Override
    protected void storeLong(long address, long value) {
        blockToWrite(address, 8).putLong(0, value);
    }

    @Override
    protected int exchangeInt(long address, int expected, int desired) {
        if ((address & 3) != 0) {
            throw MemoryFault.FAULT;
        }
        return (int) INT.compareAndExchange(blockToWrite(address, 4), 0, expected, desired);
    }
}
