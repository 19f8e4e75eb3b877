package io.unishim.vfscore.ramfs;

import static io.unishim.abi.Errnos.ENOSPC;
import static io.unishim.vfscore.ramfs.PagePool.LARGEST;
import static io.unishim.vfscore.ramfs.PagePool.PAGE;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file: chunks of 64 KiB, each with a mask of the pages that are there. A page that is not there is a hole and
 * reads as zeros, whatever its block holds. The file's lock guards it.
 */
final class Content implements FileContent {
    private static final OffHeap ZEROS = OffHeap.allocate(LARGEST);
    private static final int MOST_DENSE = 1 << 16;
    private static final Chunk[] NONE = {};

    private final PagePool pool;
    private @Nullable Chunk[] dense = NONE;
    private @Nullable TreeMap<Long, Chunk> sparse;
    private final Space space;
    private long pages;

    /** Pages that were taken for the write under way. */
    private int reserved;

    Content(PagePool pool, Space space) {
        this.pool = pool;
        this.space = space;
    }

    /** 64 KiB of a file, or fewer for the first chunk of a small one. */
    private static final class Chunk {
        private PagePool.Block block;

        // Of the block: each read and write looks at them.
        private OffHeap memory;
        private int base;
        private int present;

        /** Of the pages that are there, those that were written: others were only allocated, and count as holes to seek. */
        private int written;

        Chunk(PagePool.Block block) {
            this.block = block;
            this.memory = block.memory();
            this.base = block.offset();
        }

        void zero(int from, int to) {
            memory.put(base + from, ZEROS, 0, to - from);
        }

        /** Moves to a larger block. */
        void moveTo(PagePool.Block larger) {
            larger.memory().put(larger.offset(), memory, base, block.size());
            block = larger;
            memory = larger.memory();
            base = larger.offset();
        }

        boolean has(int page) {
            return (present >> page & 1) != 0;
        }

        boolean wrote(int page) {
            return (written >> page & 1) != 0;
        }

        /** @return the end of the run of pages, from an offset on, that were written or that were not */
        int endOfRun(int offset, boolean writes) {
            int at = (offset & -PAGE) + PAGE;
            while (at < LARGEST && wrote(at / PAGE) == writes) {
                at += PAGE;
            }
            return at;
        }
    }

    @Override
    public long pages() {
        return pages;
    }

    @Override
    public long pages(long first, long last) {
        long found = 0;
        for (int i = 0; i < dense.length; i++) {
            found += present(dense[i], i, first, last);
        }
        TreeMap<Long, Chunk> far = sparse;
        if (far != null) {
            for (Map.Entry<Long, Chunk> each : far.entrySet()) {
                found += present(each.getValue(), each.getKey(), first, last);
            }
        }
        return found;
    }

    private static int present(@Nullable Chunk chunk, long index, long first, long last) {
        int found = 0;
        for (int page = 0; chunk != null && page < LARGEST / PAGE; page++) {
            long number = index * (LARGEST / PAGE) + page;
            boolean within = Long.compareUnsigned(number, first) >= 0 && Long.compareUnsigned(number, last) <= 0;
            found += within && chunk.has(page) ? 1 : 0;
        }
        return found;
    }

    private @Nullable Chunk chunk(long index) {
        if (index < dense.length) {
            return dense[(int) index];
        }
        TreeMap<Long, Chunk> far = sparse;
        return index < MOST_DENSE || far == null ? null : far.get(index);
    }

    @Override
    public long read(UserBuffer target, long position, long length) {
        long done = 0;
        while (done < length) {
            long at = position + done;
            int offset = (int) (at & LARGEST - 1);
            int most = (int) Math.min(length - done, LARGEST - offset);
            Chunk chunk = chunk(at >>> 16);
            int copied;
            int run;
            try {
                if (chunk == null) {
                    run = most;
                    copied = target.put(done, ZEROS, 0, run);
                } else {
                    boolean present = chunk.has(offset / PAGE);
                    run = run(chunk, offset, most, present);
                    copied = present
                            ? target.put(done, chunk.memory, chunk.base + offset, run)
                            : target.put(done, ZEROS, 0, run);
                }
            } catch (MemoryFault fault) {
                if (done == 0) {
                    throw fault;
                }
                return done;
            }
            done += copied;
            if (copied < run) {
                return done;
            }
        }
        return done;
    }

    /** How many bytes from an offset, at most {@code most}, are all there or all a hole. */
    private static int run(Chunk chunk, int offset, int most, boolean present) {
        int end = offset + most;
        int at = (offset & -PAGE) + PAGE;
        while (at < end && chunk.has(at / PAGE) == present) {
            at += PAGE;
        }
        return Math.min(at, end) - offset;
    }

    @Override
    public long write(UserBuffer source, long position, long length) {
        long done = 0;
        while (done < length) {
            long at = position + done;
            int offset = (int) (at & LARGEST - 1);
            int wanted = (int) Math.min(length - done, LARGEST - offset);
            int count = reserve(chunk(at >>> 16), offset, wanted);
            Chunk chunk = count == 0 ? null : room(at >>> 16, offset + count);
            if (chunk == null) {
                giveBackReserved();
                return done == 0 ? -ENOSPC : done;
            }
            int copied;
            try {
                copied = fill(chunk, source, done, offset, count);
            } catch (MemoryFault fault) {
                if (chunk.present == 0) {
                    remove(at >>> 16, chunk);
                }
                if (done == 0) {
                    throw fault;
                }
                return done;
            } finally {
                giveBackReserved();
            }
            done += copied;
            if (copied < count) {
                return done;
            }
        }
        return done;
    }

    /** Takes the pages that a range lacks, as far as there are any. @return the bytes from its begin that can be filled */
    private int reserve(@Nullable Chunk chunk, int offset, int count) {
        int first = offset / PAGE;
        int mask = (2 << (offset + count - 1) / PAGE) - (1 << first);
        int missing = chunk == null ? mask : mask & ~chunk.present;
        int needed = Integer.bitCount(missing);
        if (needed == 0) {
            return count;
        }
        reserved = (int) space.takePages(needed);
        if (reserved == needed) {
            return count;
        }
        for (int i = 0; i < reserved; i++) {
            missing &= missing - 1;
        }
        return Math.max(0, Integer.numberOfTrailingZeros(missing) * PAGE - offset);
    }

    private void giveBackReserved() {
        if (reserved > 0) {
            space.givePages(reserved);
            reserved = 0;
        }
    }

    private int fill(Chunk chunk, UserBuffer source, long at, int offset, int count) {
        int first = offset / PAGE;
        int last = (offset + count - 1) / PAGE;
        if (!chunk.has(first)) {
            chunk.zero(first * PAGE, offset);
        }
        if (!chunk.has(last)) {
            chunk.zero(offset + count, (last + 1) * PAGE);
        }
        int copied = source.get(at, chunk.memory, chunk.base + offset, count);
        if (copied < count) {
            last = (offset + copied - 1) / PAGE;
            if (!chunk.has(last)) {
                chunk.zero(offset + copied, (last + 1) * PAGE);
            }
        }
        chunk.written |= mark(chunk, first, last);
        return copied;
    }

    private int mark(Chunk chunk, int first, int last) {
        int mask = (2 << last) - (1 << first);
        int more = Integer.bitCount(mask & ~chunk.present);
        pages += more;
        reserved -= more;
        chunk.present |= mask;
        return mask;
    }

    /** The chunk with room up to {@code end}, made or enlarged if need be; null if there is no space left. */
    private @Nullable Chunk room(long index, int end) {
        Chunk chunk = chunk(index);
        if (chunk != null && end <= chunk.block.size()) {
            return chunk;
        }
        int size = LARGEST;
        if (index == 0 && end < LARGEST) {
            size = Math.max(PAGE, Integer.highestOneBit(end - 1) << 1);
        }
        PagePool.Block block = pool.allocate(size);
        if (block == null) {
            return null;
        }
        if (chunk == null) {
            chunk = new Chunk(block);
            put(index, chunk);
        } else {
            PagePool.Block old = chunk.block;
            chunk.moveTo(block);
            pool.free(old);
        }
        return chunk;
    }

    private void put(long index, Chunk chunk) {
        if (index >= MOST_DENSE) {
            TreeMap<Long, Chunk> far = sparse;
            if (far == null) {
                far = new TreeMap<>();
                sparse = far;
            }
            far.put(index, chunk);
            return;
        }
        int i = (int) index;
        if (i >= dense.length) {
            dense = Arrays.copyOf(dense, Math.min(MOST_DENSE, Math.max(i + 1, dense.length * 2)));
        }
        dense[i] = chunk;
    }

    @Override
    public long allocate(long from, long to) {
        long whole = (to + PAGE - 1 >>> 12) - (from >>> 12);
        if (whole > pool.limit() / PAGE || space.pages() > 0 && whole > space.pages()) {
            return -ENOSPC;
        }
        long at = from;
        while (at < to) {
            int offset = (int) (at & LARGEST - 1);
            int end = (int) Math.min(LARGEST, offset + (to - at));
            boolean enough = reserve(chunk(at >>> 16), offset, end - offset) == end - offset;
            Chunk chunk = enough ? room(at >>> 16, end) : null;
            if (chunk == null) {
                giveBackReserved();
                long before = pages;
                eachIn(from, at, this::unallocate);
                space.givePages(before - pages);
                return -ENOSPC;
            }
            for (int page = offset / PAGE; page * PAGE < end; page++) {
                if (chunk.has(page)) {
                    chunk.written |= 1 << page; // as in Linux: a later failure must not take it back
                } else {
                    chunk.zero(page * PAGE, (page + 1) * PAGE);
                    int unused = mark(chunk, page, page);
                }
            }
            at += end - offset;
        }
        return 0;
    }

    /** Drops the pages that an allocation made. */
    private void unallocate(Chunk chunk, int from, int to) {
        for (int page = from / PAGE; page * PAGE < to; page++) {
            if (chunk.has(page) && !chunk.wrote(page)) {
                chunk.present &= ~(1 << page);
                pages--;
            }
        }
    }

    @Override
    public void punch(long from, long to) {
        long before = pages;
        eachIn(from, to, this::punch);
        space.givePages(before - pages);
    }

    /** What is done with a part of a chunk. */
    private interface PartAction {
        void on(Chunk chunk, int from, int to);
    }

    /** Does something with the parts of a range that exist, and gives chunks back that are empty then. */
    private void eachIn(long from, long to, PartAction action) {
        eachChunk(from, to, index -> {
            Chunk chunk = chunk(index);
            if (chunk != null) {
                long start = index << 16;
                action.on(chunk, (int) Math.max(0, from - start), (int) Math.min(LARGEST, to - start));
                if (chunk.present == 0) {
                    remove(index, chunk);
                }
            }
        });
    }

    private void punch(Chunk chunk, int from, int to) {
        for (int page = from / PAGE; page * PAGE < to; page++) {
            if (!chunk.has(page)) {
                continue;
            }
            int start = Math.max(from, page * PAGE);
            int end = Math.min(to, (page + 1) * PAGE);
            if (end - start == PAGE) {
                chunk.present &= ~(1 << page);
                chunk.written &= ~(1 << page);
                pages--;
            } else {
                chunk.zero(start, end);
            }
        }
    }

    private void remove(long index, Chunk chunk) {
        if (index < dense.length) {
            dense[(int) index] = null;
        } else if (sparse != null) {
            sparse.remove(index);
        }
        pool.free(chunk.block);
    }

    /** Calls for each chunk that exists in a range; the chunk may be removed meanwhile. */
    private void eachChunk(long from, long to, Consumer<Long> action) {
        if (from >= to) {
            return;
        }
        long last = to - 1 >>> 16;
        for (long i = from >>> 16; i <= last && i < dense.length; i++) {
            action.accept(i);
        }
        TreeMap<Long, Chunk> far = sparse;
        Long next = far == null ? null : far.ceilingKey(from >>> 16);
        while (far != null && next != null && next <= last) {
            action.accept(next);
            next = far.higherKey(next);
        }
    }

    @Override
    public void cut(long size) {
        punch(size, Long.MAX_VALUE);
        // The last page may end where the file does not: what is beyond is zeros already, for writes zero what they
        // leave.
        if (size == 0) {
            dense = NONE;
        }
    }

    @Override
    public void grown(long size) {
        // What is beyond the end is zeros already.
    }

    @Override
    public void free() {
        cut(0);
    }

    @Override
    public long nextData(long from, long size) {
        long at = from;
        while (at < size) {
            long index = at >>> 16;
            Chunk chunk = chunk(index);
            if (chunk == null) {
                long next = nextChunk(index);
                if (next < 0) {
                    return -1;
                }
                at = next << 16;
                continue;
            }
            int offset = (int) (at & LARGEST - 1);
            if (chunk.wrote(offset / PAGE)) {
                return at;
            }
            at += chunk.endOfRun(offset, false) - offset;
        }
        return -1;
    }

    private long nextChunk(long index) {
        for (long i = index + 1; i < dense.length; i++) {
            if (dense[(int) i] != null) {
                return i;
            }
        }
        Long next = sparse == null ? null : sparse.higherKey(index);
        return next == null ? -1 : next;
    }

    @Override
    public long nextHole(long from, long size) {
        long at = from;
        while (at < size) {
            Chunk chunk = chunk(at >>> 16);
            int offset = (int) (at & LARGEST - 1);
            if (chunk == null || !chunk.wrote(offset / PAGE)) {
                return at;
            }
            at += chunk.endOfRun(offset, true) - offset;
        }
        return size;
    }
}
