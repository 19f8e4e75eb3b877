package io.unishim.nio;

import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The locks of all channels of a file system: in one view a range is locked once, whatever channel it is asked through. */
final class LockTable {
    private final Map<Key, List<FileLock>> locks = new HashMap<>();

    /** A file. */
    record Key(long dev, long ino) {}

    /** @throws OverlappingFileLockException if a part of the range is locked already */
    synchronized void add(Key file, FileLock lock) {
        List<FileLock> known = locks.computeIfAbsent(file, key -> new ArrayList<>());
        for (FileLock each : known) {
            if (each.overlaps(lock.position(), lock.size())) {
                throw new OverlappingFileLockException();
            }
        }
        known.add(lock);
    }

    synchronized void remove(Key file, FileLock lock) {
        List<FileLock> known = locks.get(file);
        if (known != null && known.remove(lock) && known.isEmpty()) {
            locks.remove(file);
        }
    }
}
