package io.unishim.vfscore.tree;

import static io.unishim.abi.StatModes.S_IFLNK;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk is: in a mount, at an inode. A class to inherit from and no object of its own, for the sake of speed: a walk
 * along a known path costs little more than these assignments.
 */
abstract class Position {
    // Stages; no enum, for to store a reference costs more than all else that a step does.
    private static final int BEGUN = 0;
    private static final int IN_DIRECTORY = 1;
    private static final int STEPPED = 2;

    @Nullable
    VfsMount mount;

    /** Where it began, or went to at once: by a link, or up from the root of a mount. */
    @Nullable
    VfsPath begun;

    /** The directory whose entry comes next. */
    private @Nullable Inode directory;

    /** Where a step led. */
    private @Nullable Inode inode;

    /** Which of the three it is at. Walked again, a path has the same ones, and no reference is stored anew. */
    private int stage = BEGUN;

    /** @return the mount that it arrived in */
    public final VfsMount mount() {
        return Objects.requireNonNull(mount);
    }

    /** @return the inode that it arrived at: after {@link Walk#parent} the directory */
    public final Inode inode() {
        return switch (stage) {
            case BEGUN -> Objects.requireNonNull(begun).inode();
            case IN_DIRECTORY -> Objects.requireNonNull(directory);
            default -> Objects.requireNonNull(inode);
        };
    }

    final void isIn(Inode now) {
        if (directory != now) {
            directory = now;
        }
        stage = IN_DIRECTORY;
    }

    /** @return whether its last move was a step from a directory, to what an entry names or a mount covers */
    final boolean stepped() {
        return stage == STEPPED;
    }

    final void stepTo(Inode now) {
        if (inode != now) {
            inode = now;
        }
        stage = STEPPED;
    }

    /** @return where it arrived, in an object of its own */
    public final VfsPath path() {
        return new VfsPath(mount(), inode());
    }

    /** Says that it is at an inode of the same mount, which was made there. */
    public final void arriveAt(Inode made) {
        stepTo(made);
    }

    @SuppressWarnings("ReferenceEquality") // whether there is anything to store
    final void go(VfsPath place) {
        if (begun != place) {
            begun = place;
        }
        if (mount != place.mount()) {
            mount = place.mount();
        }
        stage = BEGUN;
    }

    /** @return whether an inode may be no place to stay at: a link, or a mount point */
    static boolean leadsElsewhere(Inode inode) {
        return inode.type() == S_IFLNK || inode.attachmentsOrNull() != null;
    }

    static @Nullable Inode atHand(Inode directory, Name name) {
        Entry<?> entry = directory.atHand(name);
        return entry == null ? null : entry.inode();
    }
}
