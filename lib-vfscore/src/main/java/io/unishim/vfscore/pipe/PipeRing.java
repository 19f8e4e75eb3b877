package io.unishim.vfscore.pipe;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.task.PendingRead;

/**
 * What is in a pipe: pages in a ring, each filled in part, as Linux keeps them. How much a pipe takes before it is full
 * depends on the sizes of the writes, and programs can see it; so it is pages here too. Guarded by the pipe's lock.
 */
final class PipeRing implements PendingRead.Source {
    /** The kernel's PAGE_SIZE, and PIPE_BUF: what is written in one piece. */
    static final int PAGE = 4096;

    private final OffHeap bytes;
    private final int pages;
    private final int[] begins;
    private final int[] lengths;
    private final boolean[] packets;

    /** Whether a page came by splice(2): nothing is appended to it. */
    private final boolean[] spliced;

    private int head;
    private int used;

    /** @param bytes a power of two of pages, at least one */
    PipeRing(OffHeap bytes) {
        this.bytes = bytes;
        this.pages = bytes.size() / PAGE;
        this.begins = new int[pages];
        this.lengths = new int[pages];
        this.packets = new boolean[pages];
        this.spliced = new boolean[pages];
    }

    OffHeap bytes() {
        return bytes;
    }

    int capacity() {
        return pages * PAGE;
    }

    int usedPages() {
        return used;
    }

    @Override
    public boolean isEmpty() {
        return used == 0;
    }

    boolean isFull() {
        return used == pages;
    }

    private int slot(int i) {
        return (head + i) & (pages - 1);
    }

    /** @return the bytes that can be read */
    int available() {
        int sum = 0;
        for (int i = 0; i < used; i++) {
            sum += lengths[slot(i)];
        }
        return sum;
    }

    /**
     * Moves bytes from the ring to a caller.
     *
     * @return the bytes moved, fewer than {@code wanted} if there were no more, a packet ended or the memory is bad
     * @throws MemoryFault if not a byte could be moved
     */
    @Override
    public int read(UserBuffer target, int wanted) {
        int done = 0;
        while (done < wanted && used > 0) {
            if (packets[head]) {
                return done == 0 ? readPacket(target, wanted) : done;
            }
            int step = Math.min(run(), wanted - done);
            int got;
            try {
                got = target.put(done, bytes, head * PAGE + begins[head], step);
            } catch (MemoryFault fault) {
                if (done == 0) {
                    throw fault;
                }
                return done;
            }
            consume(got);
            done += got;
            if (got < step) {
                return done;
            }
        }
        return done;
    }

    /** @return the bytes that lie in one piece from the first on */
    private int run() {
        int length = lengths[head];
        for (int i = 1; i < used; i++) {
            int before = slot(i - 1);
            int here = slot(i);
            if (here == 0 || begins[before] + lengths[before] != PAGE || begins[here] != 0 || packets[here]) {
                break;
            }
            length += lengths[here];
        }
        return length;
    }

    /** Copies the first bytes, over the ends of packets too, and leaves them. @return how many */
    int peek(byte[] target, int most) {
        int done = 0;
        for (int i = 0; i < used && done < most; i++) {
            int page = slot(i);
            int step = Math.min(lengths[page], most - done);
            bytes.get(page * PAGE + begins[page], target, done, step);
            done += step;
        }
        return done;
    }

    /** Drops the first bytes. */
    void consume(int count) {
        int left = count;
        while (left > 0) {
            int step = Math.min(left, lengths[head]);
            begins[head] += step;
            lengths[head] -= step;
            left -= step;
            if (lengths[head] == 0) {
                dropFirst();
            }
        }
    }

    private void dropFirst() {
        // An empty ring begins anew with the pages that it used last: they are in the processor's cache.
        head = used == 1 ? 0 : slot(1);
        used--;
    }

    private int readPacket(UserBuffer target, int wanted) {
        int step = Math.min(lengths[head], wanted);
        int got = target.put(0, bytes, head * PAGE + begins[head], step);
        if (got == step) {
            dropFirst(); // what the reader had no room for is lost (man 2 pipe, O_DIRECT)
        } else {
            consume(got);
        }
        return got;
    }

    /**
     * Moves bytes from a caller to the ring, as many as there is room for.
     *
     * @param at where in the caller's buffer to begin
     * @param total the length of the write that this is a part of
     * @param packet whether each page is a packet of its own
     * @return the bytes moved; a fault after the first byte ends it as lack of room does
     * @throws MemoryFault if not a byte could be moved because the memory is bad
     */
    int write(UserBuffer source, int at, int total, boolean packet) {
        int done = at == 0 ? append(source, total) : 0;
        while (at + done < total && used < pages) {
            int step = packet ? Math.min(PAGE, total - at - done) : Math.min(free(), total - at - done);
            int first = slot(used);
            int got;
            try {
                got = source.get(at + done, bytes, first * PAGE, step);
            } catch (MemoryFault fault) {
                if (done == 0) {
                    throw fault;
                }
                return done;
            }
            fill(first, got, packet);
            done += got;
            if (got < step) {
                return done;
            }
        }
        return done;
    }

    /** What does not fill a page goes behind what was written last, if it fits there whole. */
    private int append(UserBuffer source, int total) {
        int rest = total & (PAGE - 1);
        if (rest == 0 || used == 0) {
            return 0;
        }
        int last = slot(used - 1);
        int end = begins[last] + lengths[last];
        if (packets[last] || spliced[last] || end + rest > PAGE) {
            return 0;
        }
        int got = source.get(0, bytes, last * PAGE + end, rest);
        lengths[last] += got;
        return got;
    }

    /** @return the bytes of the free pages that lie in one piece */
    private int free() {
        int first = slot(used);
        return Math.min(pages - used, pages - first) * PAGE;
    }

    private void fill(int first, int count, boolean packet) {
        int left = count;
        for (int page = first; left > 0; page++) {
            begins[page] = 0;
            lengths[page] = Math.min(PAGE, left);
            packets[page] = packet;
            spliced[page] = false;
            left -= lengths[page];
            used++;
        }
    }

    /**
     * Puts bytes into a page of their own; there must be one.
     *
     * @param count at most a page
     * @return the bytes moved, fewer if the memory is bad later on
     */
    int addPage(UserBuffer source, long at, int count) {
        int page = slot(used);
        int got = source.get(at, bytes, page * PAGE, count);
        fill(page, got, false);
        spliced[page] = true;
        return got;
    }

    /** Moves pages, or parts of them, to another ring as long as it has free ones; copies them if {@code keep}. @return the bytes */
    int moveTo(PipeRing to, int most, boolean keep) {
        int done = 0;
        for (int i = 0; done < most && to.used < to.pages && (keep ? i < used : used > 0); i++) {
            int from = slot(keep ? i : 0);
            int page = to.slot(to.used);
            int step = Math.min(lengths[from], most - done);
            to.bytes.put(page * PAGE + begins[from], bytes, from * PAGE + begins[from], step);
            to.begins[page] = begins[from];
            to.lengths[page] = step;
            to.packets[page] = packets[from];
            to.spliced[page] = spliced[from] || keep || step < lengths[from];
            to.used++;
            done += step;
            if (!keep) {
                consume(step);
            }
        }
        return done;
    }

    /** Moves everything to a ring of another size, which has pages enough. */
    void moveTo(PipeRing other) {
        for (int i = 0; i < used; i++) {
            int from = slot(i);
            other.bytes.put(i * PAGE + begins[from], bytes, from * PAGE + begins[from], lengths[from]);
            other.begins[i] = begins[from];
            other.lengths[i] = lengths[from];
            other.packets[i] = packets[from];
            other.spliced[i] = spliced[from];
        }
        other.head = 0;
        other.used = used;
        used = 0;
    }
}
