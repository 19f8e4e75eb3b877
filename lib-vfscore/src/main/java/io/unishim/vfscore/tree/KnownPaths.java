package io.unishim.vfscore.tree;

import static io.unishim.abi.Fcntl.AT_FDCWD;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where a task's paths led to the last time, so that who walks the same path again need not look at each directory on it. What
 * was learnt holds for one set of credentials and until {@link Vfs#rearranged}; of a directory that is removed, which is told to
 * nobody, whoever finds it here sees it itself: as long as it is there, so are all above it.
 */
final class KnownPaths {
    /** A power of two. */
    private static final int MOST = 16;

    private final AtomicInteger arrangement;
    private final @Nullable Known[] all = new Known[MOST];

    /** What all of it was learnt of. */
    private int learntAt;

    private Credentials who = Credentials.ROOT;
    private int places;

    KnownPaths(Vfs vfs) {
        arrangement = vfs.arrangement();
    }

    /** Where a path led. */
    static final class Known {
        final PathNames path;
        final VfsPath origin;

        /** The directory of its last component, in the same mount as the origin. */
        final Inode directory;

        /** What the last component led to, or null if that is not known. */
        private @Nullable Entry<?> last;

        Known(PathNames path, VfsPath origin, Inode directory) {
            this.path = path;
            this.origin = origin;
            this.directory = directory;
        }

        /** @return whether the directory was removed */
        boolean removed() {
            Link link = directory.link();
            return link != null && link.removed();
        }

        /** @return what the path leads to, or null if that is to be looked up */
        @Nullable
        Inode end() {
            Entry<?> entry = last;
            Inode inode = entry == null ? null : entry.inode();
            return inode == null || Walk.leadsElsewhere(inode) ? null : inode;
        }

        /** Learns by which entry the last component leads on, or null: by none that the directory keeps. */
        void end(@Nullable Entry<?> entry) {
            last = entry;
        }
    }

    /** @return where to keep what is known of one more path */
    int newPlace() {
        return places++ & MOST - 1;
    }

    /**
     * Looks a path up.
     *
     * @param origin where the path begins
     * @return what was learnt of it, or null; the directory may have been removed meanwhile
     */
    @Nullable
    @SuppressWarnings("ReferenceEquality") // an origin that is another object is walked from anew: that costs little
    Known find(PathNames path, VfsPath origin, Credentials by) {
        if (arrangement.get() != learntAt || by != who) {
            return null;
        }
        Known known = all[path.place];
        return known != null && known.path == path && known.origin == origin ? known : null;
    }

    /** As {@link #find(PathNames, VfsPath, Credentials)}. @param from where a relative path begins, or AT_FDCWD */
    @Nullable
    Known find(Task task, int from, PathNames names) {
        VfsPath origin;
        if (names.absolute()) {
            origin = FsContext.of(task).root();
        } else if (from == AT_FDCWD) {
            origin = FsContext.of(task).cwd();
        } else {
            OpenFileDescription open = task.process().state(Descriptors.KEY).get(from);
            if (open == null || !(open.file() instanceof InodeFile file)) {
                return null;
            }
            origin = file.path();
        }
        return find(names, origin, Credentials.of(task));
    }

    /** Forgets everything if it does not hold any more. */
    void lookAgain(Credentials by) {
        int now = arrangement.get();
        if (now != learntAt || by != who) {
            Arrays.fill(all, null);
            learntAt = now;
            who = by;
        }
    }

    /** Learns what a walk found that began after the last {@link #lookAgain}, by directories that were all at hand. */
    void learn(PathNames path, VfsPath origin, Inode directory) {
        if (directory.fileSystem().tellsRearrangements()) {
            all[path.place] = new Known(path, origin, directory);
        }
    }
}
