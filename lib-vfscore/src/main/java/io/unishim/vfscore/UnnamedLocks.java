package io.unishim.vfscore;

import io.unishim.file.OpenFileDescription;
import io.unishim.vfscore.lock.FileLocks;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The locks of {@code flock(2)} on pipes, sockets and event sources; those that Linux gives one inode share theirs. */
final class UnnamedLocks {
    private final Object ofSharedInode = new Object();
    private final Map<Object, FileLocks> all = new WeakHashMap<>();

    /** Those whose locks end with them. */
    private final Set<OpenFileDescription> known = Collections.newSetFromMap(new WeakHashMap<>());

    /** @param make whether to make them @return them, or null if there are none */
    synchronized @Nullable FileLocks locks(OpenFileDescription open, boolean make) {
        Object identity = open.file().ownership() == null && open.file().link().startsWith("anon_inode:")
                ? ofSharedInode
                : open.file().lockIdentity();
        FileLocks locks = all.get(identity);
        if (locks == null && make) {
            locks = new FileLocks();
            all.put(identity, locks);
        }
        if (locks != null && make && known.add(open)) {
            FileLocks held = locks;
            open.onRelease(() -> held.unlock(FileLocks.Kind.WHOLE, open, 0, Long.MAX_VALUE));
        }
        return locks;
    }
}
