package io.unishim.process;

import static io.unishim.abi.Signals.NSIG;
import static io.unishim.abi.Signals.SIGBUS;
import static io.unishim.abi.Signals.SIGFPE;
import static io.unishim.abi.Signals.SIGILL;
import static io.unishim.abi.Signals.SIGRTMIN;
import static io.unishim.abi.Signals.SIGSEGV;
import static io.unishim.abi.Signals.SIGSYS;
import static io.unishim.abi.Signals.SIGTRAP;
import static io.unishim.abi.Signals.bit;

import io.unishim.struct.SigInfo;
import io.unishim.task.Signalling;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Signals that wait for a task or a process: of a standard signal one, of a real-time signal as many as were sent, in that
 * order (man 7 signal). Guarded by {@link ProcessSignals#lock}.
 */
final class PendingSignals {
    /** What a program did itself, and what is therefore taken first. */
    static final long SYNCHRONOUS = bit(SIGSEGV) | bit(SIGBUS) | bit(SIGILL) | bit(SIGTRAP) | bit(SIGFPE) | bit(SIGSYS);

    private long set;
    private final @Nullable SigInfo[] standard = new SigInfo[SIGRTMIN];
    private final @Nullable ArrayDeque<SigInfo>[] queues = newQueues();
    private @Nullable IdentityHashMap<SigInfo, Signalling.Source> sources;
    private int size;

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no generic arrays
    private static @Nullable ArrayDeque<SigInfo>[] newQueues() {
        return new ArrayDeque[NSIG + 1 - SIGRTMIN];
    }

    /** Those that are there; bit n-1 stands for signal n. */
    long set() {
        return set;
    }

    /** How many, each queued one counted. */
    int size() {
        return size;
    }

    /** Puts one in; a standard signal that is there already stays as it is. @param source asked when it is taken, or null */
    void add(int signal, SigInfo info, Signalling.@Nullable Source source) {
        if (signal < SIGRTMIN) {
            if (standard[signal] != null) {
                return;
            }
            standard[signal] = info;
        } else {
            ArrayDeque<SigInfo> queue = queues[signal - SIGRTMIN];
            if (queue == null) {
                queue = new ArrayDeque<>();
                queues[signal - SIGRTMIN] = queue;
            }
            queue.addLast(info);
        }
        set |= bit(signal);
        size++;
        if (source != null) {
            if (sources == null) {
                sources = new IdentityHashMap<>();
            }
            sources.put(info, source);
        }
    }

    /** Takes one out of those wanted: synchronous ones first, then by number. */
    @Nullable
    SigInfo take(long wanted) {
        SigInfo sent = next(wanted);
        Signalling.Source source = sources == null || sent == null ? null : sources.remove(sent);
        return source == null || sent == null ? sent : source.taken(sent);
    }

    private @Nullable SigInfo next(long wanted) {
        long found = set & wanted;
        if (found == 0) {
            return null;
        }
        long first = (found & SYNCHRONOUS) != 0 ? found & SYNCHRONOUS : found;
        int signal = Long.numberOfTrailingZeros(first) + 1;
        size--;
        if (signal < SIGRTMIN) {
            SigInfo info = standard[signal];
            standard[signal] = null;
            set &= ~bit(signal);
            return info;
        }
        ArrayDeque<SigInfo> queue = queues[signal - SIGRTMIN];
        SigInfo info = queue == null ? null : queue.pollFirst();
        if (queue == null || queue.isEmpty()) {
            set &= ~bit(signal);
        }
        return info;
    }

    /** Drops all that are in a set. */
    void drop(long unwanted) {
        SigInfo dropped;
        do {
            dropped = take(unwanted);
        } while (dropped != null);
    }
}
