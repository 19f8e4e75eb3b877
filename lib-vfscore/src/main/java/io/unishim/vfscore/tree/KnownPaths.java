package io.unishim.vfscore.tree;

import io.unishim.task.Credentials;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which directories a task's paths led to the last time, so that who walks the same path again need not look at each directory
 * on it. What was learnt holds for one set of credentials and until {@link Vfs#rearranged}; of a directory that is removed,
 * which is told to nobody, whoever finds it here sees it itself: as long as it is there, so are all above it.
 */
final class KnownParents {
    /** A power of two. */
    private static final int MOST = 8;

    private final AtomicInteger arrangement;
    private final @Nullable PathNames[] paths = new PathNames[MOST];
    private final @Nullable VfsPath[] origins = new VfsPath[MOST];
    private final @Nullable Inode[] directories = new Inode[MOST];

    /** What all of it was learnt of. */
    private int learntAt;

    private Credentials who = Credentials.ROOT;

    KnownParents(Vfs vfs) {
        arrangement = vfs.arrangement();
    }

    private static int place(PathNames path) {
        return path.last().hashCode() & MOST - 1;
    }

    /**
     * Looks a path up.
     *
     * @param origin where the path begins
     * @return the directory of its last component, in the same mount as the origin, or null if it is to be walked to
     */
    @Nullable
    Inode find(PathNames path, VfsPath origin, Credentials by) {
        int now = arrangement.get();
        if (now != learntAt || by != who) {
            forget(now, by);
            return null;
        }
        int place = place(path);
        Inode found = paths[place] == path && origins[place] == origin ? directories[place] : null;
        return found == null || removed(found) ? null : found;
    }

    private static boolean removed(Inode directory) {
        Link link = directory.link();
        return link != null && link.removed();
    }

    private void forget(int now, Credentials by) {
        Arrays.fill(paths, null);
        Arrays.fill(origins, null);
        Arrays.fill(directories, null);
        learntAt = now;
        who = by;
    }

    /** Learns what a walk found that began after the last {@link #find}, by directories that were all at hand. */
    void learn(PathNames path, VfsPath origin, Inode directory) {
        if (directory.fileSystem().tellsRearrangements()) {
            int place = place(path);
            paths[place] = path;
            origins[place] = origin;
            directories[place] = directory;
        }
    }
}
