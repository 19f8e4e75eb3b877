package io.unishim.vfscore.aio;

import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.abi.Mman.PROT_WRITE;

import io.unishim.memory.AddressSpace;
import io.unishim.task.Process;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The contexts of a process, by what programs know them: an address in their memory. */
final class AioContexts {
    static final StateKey<AioContexts> KEY = StateKey.of("aio contexts");

    /** Where Java code, which has no memory to map, is told its contexts are. */
    private static final long NOWHERE = 1L << 40;

    private static final int PAGE = 4096;
    private static final int EVENT = 32;

    private final Map<Long, AioContext> contexts = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong(NOWHERE);

    private AioContexts() {}

    static AioContexts of(Process process) {
        synchronized (process) {
            AioContexts found = process.stateOrNull(KEY);
            if (found == null) {
                found = new AioContexts();
                process.put(KEY, found);
            }
            return found;
        }
    }

    static @Nullable AioContext find(Task task, long id) {
        AioContexts all = task.process().stateOrNull(KEY);
        return all == null ? null : all.contexts.get(id);
    }

    /**
     * Makes one. As with Linux there is memory of the program where it is, with room for the events: C libraries look there
     * for what they know the ring of events by, which is not here, and make the call then.
     *
     * @param wanted how many requests it holds at least
     * @return where it is, or a negative errno
     */
    long make(Task task, int wanted, AtomicLong allInUse) {
        long events = 2L * Math.max(wanted, 4 * Runtime.getRuntime().availableProcessors()) + 2;
        long length = (EVENT + EVENT * events + PAGE - 1) & -PAGE;
        long id;
        if (task.memory() instanceof AddressSpace space) {
            id = space.map(
                    task, 0, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, null, 0, "/[aio] (deleted)");
            if (id < 0) {
                return -ENOMEM;
            }
        } else {
            id = next.getAndAdd(PAGE);
        }
        contexts.put(id, new AioContext(id, length, (int) (length / EVENT) - 2, wanted, allInUse));
        return id;
    }

    /** @return whether it was there */
    boolean remove(Task task, long id) {
        AioContext context = contexts.remove(id);
        if (context == null) {
            return false;
        }
        context.close();
        if (task.memory() instanceof AddressSpace space) {
            long unused = space.unmap(id, context.length());
        }
        return true;
    }

    /** The process is over, or goes on as another program: the memory goes by itself. */
    void close() {
        contexts.values().forEach(AioContext::close);
        contexts.clear();
    }
}
