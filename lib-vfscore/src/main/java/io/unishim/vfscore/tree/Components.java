package io.unishim.vfscore.tree;

import io.unishim.memory.UserString;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The components of a path one after another, with those of the symbolic links on the way: the names of a link come before
 * what is left of the path that led to it.
 */
final class Components {
    /** Links in one path, as many as Linux follows (man 7 path_resolution). */
    static final int MOST_LINKS = 40;

    private static final byte[] NOTHING = {};
    private static final Name NONE = new Name();

    /** What a string keeps that was walked once: most are walked no more, and reading one is cheaper than keeping names. */
    private static final Object WALKED = new Object();

    private final KnownPaths known;

    /** The names of strings that keep none. */
    private final PathNames own = new PathNames();

    private PathNames names = own;

    /** Which of them comes next. */
    private int next;

    /** Whether the one before {@link #next} is the present one. */
    private boolean present;

    // Of those that led to them.
    private final PathNames[] outer = new PathNames[MOST_LINKS];
    private final int[] places = new int[MOST_LINKS];
    private int depth;

    private boolean slash;

    /** @param known gives places to the names that strings keep */
    Components(KnownPaths known) {
        this.known = known;
    }

    /**
     * Begins a path.
     *
     * @param room for its bytes
     * @return its names, or null if there is no room for it
     */
    @Nullable
    PathNames begin(UserString path, byte[] room) {
        depth = 0;
        slash = false;
        Object kept = path.kept();
        if (kept instanceof PathNames known) {
            names(known);
            return known;
        }
        int length = path.copy(room);
        if (length < 0) {
            names(own);
            return null;
        }
        if (kept == WALKED) {
            PathNames made = new PathNames(Arrays.copyOf(room, length), length, known.newPlace());
            path.keep(made);
        } else {
            path.keep(WALKED);
        }
        own.read(room, length);
        names(own);
        return own;
    }

    /** @return the names of the path that was begun, if its string kept them and there are any; else null */
    @Nullable
    PathNames kept() {
        return names == own || names.count() == 0 ? null : names;
    }

    /** Begins a path at its last one; there is one. */
    void toLast(PathNames path) {
        names(path);
        depth = 0;
        next = names.count();
        present = true;
        slash = names.endsInSlash();
    }

    /** Is where no component is left, nor a slash after the last one. */
    void atEnd() {
        depth = 0;
        slash = false;
        present = false;
    }

    /** Begins where there is nothing to walk. */
    void none() {
        atEnd();
        own.read(NOTHING, 0);
        names(own);
    }

    /** Goes into the text of a link, which stood where the present one does. */
    void enter(byte[] link) {
        if (next < names.count()) {
            outer[depth] = names;
            places[depth] = next;
            depth++;
        }
        names(new PathNames(link, link.length, 0));
    }

    private void names(PathNames others) {
        if (names != others) {
            names = others; // storing a reference costs more than to look whether it is there
        }
        next = 0;
        present = false;
    }

    /** Takes the next component. @return whether there was one */
    boolean next() {
        while (next == names.count()) {
            if (depth == 0) {
                present = false;
                return false;
            }
            depth--;
            names = outer[depth];
            next = places[depth];
        }
        next++;
        present = true;
        if (atLast()) {
            slash |= names.endsInSlash();
        }
        return true;
    }

    /** @return the present one, empty if there is none: the path was {@code /}, or ended in a link to an object */
    Name now() {
        return present ? names.name(next - 1) : NONE;
    }

    /** @return whether {@link #now} is the last one */
    boolean atLast() {
        return next == names.count() && depth == 0;
    }

    /** @return whether a slash follows the last one, or a link that stood in its place */
    boolean trailingSlash() {
        return slash;
    }
}
