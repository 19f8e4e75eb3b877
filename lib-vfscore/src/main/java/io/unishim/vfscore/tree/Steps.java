package io.unishim.vfscore.tree;

import static io.unishim.abi.Errnos.ELOOP;
import static io.unishim.abi.Errnos.ENAMETOOLONG;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EXDEV;
import static io.unishim.abi.Fcntl.RESOLVE_BENEATH;
import static io.unishim.abi.Fcntl.RESOLVE_IN_ROOT;
import static io.unishim.abi.Fcntl.RESOLVE_NO_MAGICLINKS;
import static io.unishim.abi.Fcntl.RESOLVE_NO_SYMLINKS;
import static io.unishim.abi.Fcntl.RESOLVE_NO_XDEV;
import static io.unishim.abi.Mounts.ST_NOSYMFOLLOW;
import static io.unishim.abi.StatModes.S_IFLNK;

import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The single steps of a walk: down to an entry, up to the parent, across mounts and along links, within the limits that {@code
 * openat2(2)} sets.
 */
abstract class Steps extends Position {
    /** {@link Walk#lastStep} found a symbolic link and went on to the parent of what it leads to. */
    public static final long AGAIN = 1;

    static final int NAME_MAX = 255;
    private static final byte SLASH = '/';

    private final Found found = new Found();
    final Components components;

    /** What {@code ..} does not lead out of, and where the text of a link begins that begins with a slash. */
    @Nullable
    VfsPath root;

    /** How many links it followed. */
    int links;

    /** Its limits: RESOLVE_*. */
    int scope;

    /** Whether a walk within limits came by its root: else Linux takes a link to it for one that leaves the mount. */
    boolean rootSeen;

    /** Whose rights count. */
    Credentials who = Credentials.ROOT;

    /** @param components of the path that is walked */
    Steps(Components components) {
        this.components = components;
    }

    /** Takes one step. @return 0; AGAIN if it led to a link, whose text is to be walked now; or a negative errno */
    final long step(Task task, Name name, boolean follow) {
        if (name.isEmpty() || name.isDot()) {
            return 0;
        }
        return name.isDotDot() ? up() : down(task, name, follow);
    }

    /** Goes to an entry of the directory. @return as {@link #step} */
    private long down(Task task, Name name, boolean follow) {
        if (name.length() > NAME_MAX) {
            return -ENAMETOOLONG;
        }
        Inode here = inode();
        Inode child = atHand(here, name);
        if (child == null) {
            found.clear();
            long result = here.lookup(task, name, found);
            if (result != 0) {
                return result;
            }
            child = found.inode();
        }
        if (follow && child.type() == S_IFLNK) {
            return follow(task, child);
        }
        stepTo(child);
        return child.attachmentsOrNull() == null ? 0 : cross();
    }

    /** Goes through the mounts that cover the inode. */
    private long cross() {
        VfsMount covering = Vfs.covering(mount(), inode());
        while (covering != null) {
            if ((scope & RESOLVE_NO_XDEV) != 0) {
                return -EXDEV;
            }
            mount = covering;
            stepTo(covering.root());
            covering = Vfs.covering(covering, covering.root());
        }
        return 0;
    }

    private boolean atRoot() {
        VfsPath top = Objects.requireNonNull(root);
        return inode() == top.inode() && mount == top.mount();
    }

    private long up() {
        if (scope != 0) {
            rootSeen = true;
        }
        for (; ; ) {
            if (atRoot()) {
                return (scope & RESOLVE_BENEATH) != 0 ? -EXDEV : 0;
            }
            VfsMount here = mount();
            if (inode() != here.root()) {
                break;
            }
            VfsPath point = here.point();
            if (point == null) {
                return 0;
            }
            if ((scope & RESOLVE_NO_XDEV) != 0) {
                return -EXDEV;
            }
            go(point);
        }
        Link link = inode().link();
        if (link != null) {
            stepTo(link.parent());
        }
        return cross();
    }

    private long follow(Task task, Inode link) {
        if (++links > Components.MOST_LINKS || (scope & RESOLVE_NO_SYMLINKS) != 0 || mount().has(ST_NOSYMFOLLOW)) {
            return -ELOOP;
        }
        found.clear();
        long result = link.follow(task, found);
        if (result != 0) {
            return result;
        }
        VfsPath object = found.path;
        return object != null ? jump(object) : begin(found.bytes());
    }

    /** Goes to what a link that is no text leads to. */
    private long jump(VfsPath object) {
        if ((scope & RESOLVE_NO_MAGICLINKS) != 0) {
            return -ELOOP;
        }
        boolean leaves = (scope & RESOLVE_NO_XDEV) != 0 && object.mount() != mount;
        if (leaves || (scope & (RESOLVE_BENEATH | RESOLVE_IN_ROOT)) != 0) {
            return -EXDEV;
        }
        go(object);
        return AGAIN;
    }

    /** Walks the text of a link, then what is left of the present one. */
    private long begin(byte[] target) {
        if (target.length == 0) {
            return -ENOENT;
        }
        if (target[0] == SLASH) {
            VfsPath top = Objects.requireNonNull(root);
            boolean leaves = (scope & RESOLVE_NO_XDEV) != 0 && (top.mount() != mount || !rootSeen);
            if (leaves || (scope & RESOLVE_BENEATH) != 0) {
                return -EXDEV;
            }
            go(top);
        }
        components.enter(target);
        return AGAIN;
    }
}
