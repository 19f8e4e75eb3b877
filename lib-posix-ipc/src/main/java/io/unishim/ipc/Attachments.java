package io.unishim.ipc;

import static io.unishim.abi.Errnos.EINVAL;

import io.unishim.memory.AddressSpace;
import io.unishim.memory.JavaMemory;
import io.unishim.task.Process;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where processes have segments attached: programs in the book of their memory, Java code in a list of its own. */
final class Attachments {
    private static final StateKey<Attachments> KEY = StateKey.of("attached segments");

    private final Map<Long, Segment> byAddress = new ConcurrentHashMap<>();

    private Attachments() {}

    private static Attachments of(Process process) {
        Attachments found = process.stateOrNull(KEY);
        if (found == null) {
            found = new Attachments();
            process.put(KEY, found);
        }
        return found;
    }

    /** Java code attached a segment, which counts it already. */
    static void add(Process process, long address, Segment segment) {
        synchronized (process) {
            of(process).byAddress.put(address, segment);
        }
    }

    static long detach(Task task, JavaMemory memory, long address) {
        Attachments all = task.process().stateOrNull(KEY);
        Segment segment = all == null ? null : all.byAddress.remove(address);
        if (segment == null) {
            return -EINVAL;
        }
        memory.free(address);
        segment.detached(task);
        segment.mapped(-1);
        return 0;
    }

    /** Detaches what is left of one {@code shmat(2)}, which may be several mappings (the kernel's do_shmdt). */
    static long detach(Task task, AddressSpace space, long address) {
        Segment segment = null;
        for (AddressSpace.Mapping each : space.mappings()) {
            boolean here = each.start() >= address && each.start() - address == each.offset();
            Segment found = here && each.file() instanceof SegmentFile file ? file.segment() : null;
            if (found == null || segment != null && (found != segment || each.end() - address > pagesEnd(segment))) {
                continue;
            }
            segment = found;
            segment.detached(task);
            space.unmap(each.start(), each.end() - each.start());
        }
        return segment == null ? -EINVAL : 0;
    }

    private static long pagesEnd(Segment segment) {
        return segment.pages() * Segment.PAGE;
    }

    private static void detachAll(Task last, AddressSpace space) {
        for (AddressSpace.Mapping each : space.mappings()) {
            if (each.file() instanceof SegmentFile file) {
                if (isShared(last.process(), space)) {
                    return;
                }
                file.segment().detached(last);
                space.unmap(each.start(), each.end() - each.start());
            }
        }
    }

    /** Whether another process has the same memory: the other side of {@code vfork(2)}. */
    private static boolean isShared(Process process, AddressSpace space) {
        for (Process each : process.shim().tasks().processes()) {
            if (each != process && each.memory() == space && each.status() == Process.RUNNING) {
                return true;
            }
        }
        return false;
    }

    /** The memory of a process is about to go: its parent is to find the segments without it. */
    static void end(Task last) {
        Process process = last.process();
        if (process.memory() instanceof AddressSpace space) {
            detachAll(last, space);
        }
        Attachments all = process.stateOrNull(KEY);
        if (all != null) {
            process.put(KEY, null);
            all.byAddress.values().forEach(segment -> {
                segment.detached(last);
                segment.mapped(-1);
            });
        }
    }
}
