package io.unishim.ipc;

import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOSPC;
import static io.unishim.abi.Ipc.IPC_CREAT;
import static io.unishim.abi.Ipc.IPC_EXCL;
import static io.unishim.abi.Ipc.IPC_PRIVATE;

import io.unishim.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind by their ids: an index, and above it a number that grows whenever indexes come round, so that an
 * old id does not soon mean a new object (the kernel's ipc/util.c).
 */
final class IpcIds<T extends IpcObject> {
    /** Indexes are used in turn up to here, or to one and a half times as many as are in use. */
    private static final int LEAST_CYCLE = 64;

    private static final int SEQUENCES = 1 << 16;

    private final int most;
    private final ConcurrentSkipListMap<Integer, T> byIndex = new ConcurrentSkipListMap<>();
    private int last = -1;
    private int sequence;

    IpcIds(int most) {
        this.most = most;
    }

    /**
     * What {@code shmget(2)} and its kin do.
     *
     * @param suits what else to ask of one that exists: 0 or a negative errno
     * @param problem why none can be made: a negative errno, or 0
     * @param maker makes one
     * @return an id or a negative errno
     */
    synchronized long get(Task task, int key, int flags, ToLongFunction<T> suits, long problem, Supplier<T> maker) {
        T found = key == IPC_PRIVATE ? null : byKey(key);
        if (found == null) {
            if (key != IPC_PRIVATE && (flags & IPC_CREAT) == 0) {
                return -ENOENT;
            }
            return problem != 0 ? problem : add(maker);
        }
        if ((flags & IPC_CREAT) != 0 && (flags & IPC_EXCL) != 0) {
            return -EEXIST;
        }
        long unsuitable = suits.applyAsLong(found);
        long denied = unsuitable != 0 ? unsuitable : found.permission(task, flags);
        return denied != 0 ? denied : found.id();
    }

    private @Nullable T byKey(int key) {
        for (T each : byIndex.values()) {
            if (each.key() == key) {
                return each;
            }
        }
        return null;
    }

    private long add(Supplier<T> maker) {
        if (byIndex.size() >= most) {
            return -ENOSPC;
        }
        int cycle = Math.min(Math.max(byIndex.size() * 3 / 2, LEAST_CYCLE), most);
        int index = free(last + 1, cycle);
        if (index < 0) {
            index = free(0, most);
        }
        if (index <= last) {
            sequence = (sequence + 1) % SEQUENCES;
        }
        last = index;
        T made = maker.get();
        made.id(sequence * IpcObject.INDEXES + index);
        byIndex.put(index, made);
        return made.id();
    }

    private int free(int from, int to) {
        for (int index = from; index < to; index++) {
            if (!byIndex.containsKey(index)) {
                return index;
            }
        }
        return -1;
    }

    /** @return what has the index of an id, whether or not it is the one meant, or null; see {@link #problem} */
    @Nullable
    T at(int id) {
        return byIndex.get(id % IpcObject.INDEXES);
    }

    /** @return 0 if an object is there, and is the one that the id means; else {@code -EINVAL} */
    static long problem(@Nullable IpcObject found, int id) {
        return found == null || found.id() != id ? -EINVAL : 0;
    }

    /** Forgets one. */
    synchronized void remove(T object) {
        byIndex.remove(object.index(), object);
    }

    /** @return all, by index */
    List<T> all() {
        return new ArrayList<>(byIndex.values());
    }

    int count() {
        return byIndex.size();
    }

    /** @return the highest index in use, 0 without any */
    int highest() {
        return byIndex.isEmpty() ? 0 : byIndex.lastKey();
    }

    int most() {
        return most;
    }
}
