package io.unishim.vfscore.tree;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.ENAMETOOLONG;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Errnos.EXDEV;
import static io.unishim.abi.Fcntl.AT_EMPTY_PATH;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.AT_SYMLINK_NOFOLLOW;
import static io.unishim.abi.Fcntl.RESOLVE_BENEATH;
import static io.unishim.abi.Fcntl.RESOLVE_IN_ROOT;
import static io.unishim.abi.Fcntl.X_OK;
import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserString;
import io.unishim.task.Credentials;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A walk along a path (man 7 path_resolution; the kernel's {@code nameidata}). A task has two, for calls with two paths, and
 * uses them again and again.
 *
 * <p>{@link #resolve} leads to an inode: {@link #mount()} and {@link #inode()}. {@link #parent} leads to the directory of the
 * last component, which is then in {@link #last()}; {@link #lastStep} takes the last step.
 */
public final class Walk extends Steps {
    /** Follow a symbolic link in the last component. */
    public static final int FOLLOW = 1;

    /** An empty path means the descriptor itself. */
    public static final int EMPTY = 2;

    /** The last component must be a directory. */
    public static final int DIRECTORY = 4;

    /** The walk is {@code umount2(2)}'s and no visit: a mount that is to expire stays so. */
    public static final int UNSEEN = 8;

    /** What the last component of a path is. */
    public enum Kind {
        /** A name. */
        NAME,
        /** {@code .} */
        DOT,
        /** {@code ..} */
        DOT_DOT,
        /** There is none: the path was {@code /}, empty, or ended in a link to an object. */
        NONE
    }

    private static final StateKey<Walk[]> KEY = StateKey.of("walks along paths");

    private final int which;
    private final KnownPaths known;
    private boolean empty;

    /** Whether {@link #toParent} only came by directories that were at hand and covered by no mount. */
    private boolean allAtHand;

    private @Nullable Credentials as;

    private Walk(int which, KnownPaths known) {
        super(new Components(known));
        this.which = which;
        this.known = known;
    }

    /** @return a task's walk. @param which 0 or 1 */
    public static Walk of(Task task, int which) {
        Walk[] walks = task.stateOrNull(KEY);
        if (walks == null) {
            Inode somewhere = FsContext.of(task).root().inode();
            KnownPaths known = new KnownPaths(somewhere.fileSystem().vfs());
            walks = new Walk[] {new Walk(0, known), new Walk(1, known)};
            task.put(KEY, walks);
        }
        return walks[which];
    }

    /** @return how to walk by AT_* of a call: links are followed unless AT_SYMLINK_NOFOLLOW is said */
    public static int flags(int at) {
        return ((at & AT_SYMLINK_NOFOLLOW) == 0 ? FOLLOW : 0) | ((at & AT_EMPTY_PATH) != 0 ? EMPTY : 0);
    }

    // Where it arrived.

    /** @return the last component, if its {@link #kind} is NAME; valid until the next walk */
    public Name last() {
        return components.now();
    }

    /** @return whether the path was empty */
    public boolean wasEmpty() {
        return empty;
    }

    /** @return what the last component is, after {@link #parent} */
    public Kind kind() {
        Name last = components.now();
        if (last.isEmpty()) {
            return Kind.NONE;
        }
        return last.isDot() ? Kind.DOT : last.isDotDot() ? Kind.DOT_DOT : Kind.NAME;
    }

    /** @return whether a slash follows the last component, which must be a directory then */
    public boolean trailingSlash() {
        return components.trailingSlash();
    }

    /** @return a place for results: a new one, since to store what is new in what is old costs more than that */
    public Found found() {
        return new Found();
    }

    // Walks.

    /** Goes to a place that no path leads to. */
    public void arriveAt(VfsPath place) {
        components.none();
        go(place);
    }

    /** Has the next walk done with the rights of others. @return this */
    public Walk as(Credentials others) {
        as = others;
        return this;
    }

    /**
     * Looks where a path leads, all links followed, without walking there.
     *
     * @param from where a relative path begins, or AT_FDCWD
     * @return the inode, in the mount where the path begins; or null if that is not known
     */
    public @Nullable Inode known(Task task, int from, UserString path) {
        KnownPaths.Known found = find(task, from, path);
        Inode end = found == null ? null : found.end();
        if (found != null && end != null) {
            found.origin.mount().visited();
        }
        return end;
    }

    private KnownPaths.@Nullable Known find(Task task, int from, UserString path) {
        return as != null || !(path.kept() instanceof PathNames names) ? null : known.find(task, from, names);
    }

    /**
     * Goes where a path leads, all links followed, if that is known.
     *
     * @param from where a relative path begins, or AT_FDCWD
     * @return whether it arrived
     */
    public boolean toKnown(Task task, int from, UserString path) {
        KnownPaths.Known found = find(task, from, path);
        Inode end = found == null ? null : found.end();
        if (found == null || end == null) {
            return false;
        }
        found.origin.mount().visited();
        go(found.origin);
        stepTo(end);
        components.atEnd();
        empty = false;
        return true;
    }

    /** Learns where the last name of a path led, unless that is a place to go on from. */
    private void learnEnd() {
        PathNames path = components.kept();
        if (path == null || !stepped() || scope != 0 || trailingSlash() || leadsElsewhere(inode())) {
            return;
        }
        VfsPath origin = Objects.requireNonNull(begun);
        KnownPaths.Known found = mount == origin.mount() ? known.find(path, origin, who) : null;
        if (found != null && found.end() != inode()) {
            found.end(found.directory.atHand(last()));
        }
    }

    /**
     * Walks to the end of a path.
     *
     * @param directory where a relative path begins, or AT_FDCWD
     * @param flags FOLLOW, EMPTY, DIRECTORY
     * @return 0 or a negative errno
     */
    public long resolve(Task task, int directory, UserString path, int flags) {
        if (!toKnownParent(task, directory, path)) {
            long result = start(task, directory, path, flags, 0);
            if (result == 0 && !empty) {
                result = toFirstParent(task);
            }
            if (result != 0 || empty) {
                return result;
            }
        }
        return finish(task, flags);
    }

    /** Takes the last steps. */
    private long finish(Task task, int flags) {
        long result;
        boolean follow = (flags & FOLLOW) != 0;
        do {
            result = lastStep(task, follow);
            if (result < 0) {
                return result;
            }
        } while (result == AGAIN);
        boolean directory = trailingSlash() || (flags & DIRECTORY) != 0;
        if ((flags & UNSEEN) == 0) {
            mount().visited();
        }
        return directory && inode().type() != S_IFDIR ? -ENOTDIR : 0;
    }

    /**
     * Walks to the directory that holds the last component.
     *
     * @return 0 or a negative errno
     */
    public long parent(Task task, int directory, UserString path) {
        return parent(task, directory, path, 0);
    }

    /** As {@link #parent(Task, int, UserString)}, within limits. @param resolve RESOLVE_* of {@code openat2(2)} */
    public long parent(Task task, int directory, UserString path, int resolve) {
        if (resolve != 0 || !toKnownParent(task, directory, path)) {
            long result = start(task, directory, path, 0, resolve);
            if (result == 0) {
                result = toFirstParent(task);
            }
            if (result != 0) {
                return result;
            }
        }
        mount().visited();
        return 0;
    }

    /** Goes to the directory that holds the last component of a path, if that is known. @return whether it arrived */
    private boolean toKnownParent(Task task, int from, UserString path) {
        KnownPaths.Known found = find(task, from, path);
        if (found == null || found.removed()) {
            return false;
        }
        begin(task, 0);
        empty = false;
        go(found.origin);
        components.toLast(found.path);
        isIn(found.directory);
        return true;
    }

    /**
     * Takes the step to the last component. If that is a symbolic link to follow, goes on to the directory of the last
     * component of its text.
     *
     * @return 0 if it arrived; {@link #AGAIN} if there is another last component now; or a negative errno
     */
    public long lastStep(Task task, boolean follow) {
        long result = step(task, components.now(), follow || trailingSlash());
        if (result == 0) {
            learnEnd();
        }
        if (result != AGAIN) {
            return result;
        }
        result = toParent(task);
        return result != 0 ? result : AGAIN;
    }

    /** Reads the path and goes to where it begins. With EMPTY, an empty path leaves nothing to walk. */
    private long start(Task task, int directory, UserString path, int flags, int resolve) {
        PathNames names = components.begin(path, task.arguments().path(which));
        empty = names != null && names.isEmpty();
        if (names == null) {
            return -ENAMETOOLONG;
        }
        if (empty && (flags & EMPTY) == 0) {
            return -ENOENT;
        }
        FsContext context = begin(task, resolve);
        if (names.absolute() && (scope & RESOLVE_IN_ROOT) == 0) {
            if ((scope & RESOLVE_BENEATH) != 0) {
                return -EXDEV;
            }
            go(context.root());
            rootSeen = scope != 0;
            return 0;
        }
        if (scope != 0) {
            rootSeen = false;
        }
        if (directory == AT_FDCWD) {
            go(context.cwd());
        } else {
            long result = goTo(task, directory, empty);
            if (result != 0) {
                return result;
            }
        }
        if ((scope & (RESOLVE_BENEATH | RESOLVE_IN_ROOT)) != 0) {
            root = path();
            rootSeen = true;
        }
        return 0;
    }

    /** Says what holds for all of a walk. @return the task's root and working directory */
    @SuppressWarnings("ReferenceEquality") // whether there is anything to store
    private FsContext begin(Task task, int resolve) {
        links = 0;
        scope = resolve;
        who(task);
        FsContext context = FsContext.of(task);
        if (root != context.root()) {
            root = context.root();
        }
        return context;
    }

    /** Says whose rights count. References that are there already are not stored again: that costs more than the look. */
    private void who(Task task) {
        Credentials other = as;
        if (other != null) {
            as = null;
        }
        Credentials now = other == null ? Credentials.of(task) : other;
        if (who != now) {
            who = now;
        }
    }

    private long goTo(Task task, int descriptor, boolean anything) {
        OpenFileDescription open = task.process().state(Descriptors.KEY).get(descriptor);
        if (open == null) {
            return -EBADF;
        }
        if (!(open.file() instanceof InodeFile file) || !anything && !file.isDirectory()) {
            return -ENOTDIR;
        }
        go(file.path());
        return 0;
    }

    /** As {@link #toParent} after {@link #start}, to learn where that led. */
    private long toFirstParent(Task task) {
        PathNames path = scope == 0 ? components.kept() : null;
        if (path == null) {
            return toParent(task);
        }
        VfsPath origin = Objects.requireNonNull(begun);
        known.lookAgain(who);
        allAtHand = true;
        long result = toParent(task);
        if (result == 0 && allAtHand) {
            known.learn(path, origin, inode());
        }
        return result;
    }

    /** Walks until only the last component is left: in {@link #last}. */
    private long toParent(Task task) {
        Inode here = inode();
        while (components.next()) {
            if (here.type() != S_IFDIR) {
                return -ENOTDIR;
            }
            long result = here.permission(task, who, X_OK);
            if (result != 0) {
                return result;
            }
            Name name = components.now();
            if (components.atLast()) {
                isIn(here);
                return name.length() > NAME_MAX ? -ENAMETOOLONG : 0;
            }
            Inode child = atHand(here, name);
            if (child != null && !leadsElsewhere(child)) {
                here = child;
                continue;
            }
            isIn(here);
            allAtHand = false;
            result = step(task, name, true);
            if (result < 0) {
                return result;
            }
            here = inode();
        }
        isIn(here);
        return 0;
    }
}
