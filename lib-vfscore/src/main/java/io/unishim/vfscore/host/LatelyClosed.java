package io.unishim.vfscore.host;

import io.unishim.struct.Stat;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors of small files that a program has closed lately, kept open at the host because programs open the same file again
 * and again: a server its pages, a compiler its headers. As long as one is open the host gives its inode's number to no other
 * file, and the time of the last change says whether the host would still answer the same to who opens it.
 */
final class LatelyClosed {
    /** How many are kept: a power of two. */
    private static final int KEPT = 32;

    /** The largest file that is kept, bytes: one that the host removes takes its place on the disk until it is let go. */
    private static final long LARGEST = 1 << 20;

    private record Kept(HostFile file, HostDescriptor descriptor, Stat asOpened) {
        boolean opens(HostFile wanted) {
            Stat now = wanted.seen();
            return file == wanted
                    && asOpened.ctime().nanos() == now.ctime().nanos()
                    && asOpened.ctime().seconds() == now.ctime().seconds()
                    && asOpened.mode() == now.mode()
                    && asOpened.uid() == now.uid()
                    && asOpened.gid() == now.gid();
        }
    }

    private final HostFs hostFs;
    private final AtomicReferenceArray<@Nullable Kept> kept = new AtomicReferenceArray<>(KEPT);

    LatelyClosed(HostFs hostFs) {
        this.hostFs = hostFs;
    }

    private static int place(HostFile file) {
        return System.identityHashCode(file) & KEPT - 1;
    }

    /** Takes a descriptor that is open to read and that nobody uses any more, instead of closing it. */
    void keep(HostFile file, HostDescriptor descriptor, Stat asOpened) {
        if (asOpened.size() > LARGEST) {
            hostFs.closed(descriptor);
        } else {
            close(kept.getAndSet(place(file), new Kept(file, descriptor, asOpened)));
        }
    }

    /** @return a descriptor of a file that has not changed since and that the host was just asked about; null without */
    @Nullable
    HostDescriptor take(HostFile file) {
        int place = place(file);
        Kept found = kept.get(place);
        return found != null && file.isFresh() && found.opens(file) && kept.compareAndSet(place, found, null)
                ? found.descriptor
                : null;
    }

    /** Closes all of them, to have descriptors for something else. */
    void closeAll() {
        for (int place = 0; place < KEPT; place++) {
            close(kept.getAndSet(place, null));
        }
    }

    private void close(@Nullable Kept each) {
        if (each != null) {
            hostFs.closed(each.descriptor);
        }
    }
}
