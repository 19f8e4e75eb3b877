package io.unishim.vfscore.tree;

/**
 * The components of a path one after another, with those of the symbolic links on the way: the text of a link comes before
 * what is left of the text that led to it.
 */
final class Components {
    /** Links in one path, as many as Linux follows (man 7 path_resolution). */
    static final int MOST_LINKS = 40;

    private static final byte SLASH = '/';

    /** The present one, empty if there is none: the path was {@code /}, or ended in a link to an object. */
    final Name now = new Name();

    // Of the text that is being read. What is left of it never begins with a slash.
    private byte[] text = {};
    private int position;
    private int end;

    // Of those that led to it.
    private final byte[][] texts = new byte[MOST_LINKS][];
    private final int[] positions = new int[MOST_LINKS];
    private final int[] ends = new int[MOST_LINKS];
    private int depth;

    private boolean slash;

    /** Begins a path. */
    void begin(byte[] path, int length) {
        depth = 0;
        slash = false;
        now.empty();
        text(path, length);
    }

    /** Goes into the text of a link, which stood where {@link #now} does. */
    void enter(byte[] link) {
        if (position < end) {
            texts[depth] = text;
            positions[depth] = position;
            ends[depth] = end;
            depth++;
        }
        text(link, link.length);
    }

    private void text(byte[] newText, int length) {
        if (text != newText) {
            text = newText; // storing a reference costs more than to look whether it is there
        }
        end = length;
        position = afterSlashes(newText, 0, length);
    }

    private static int afterSlashes(byte[] text, int start, int end) {
        int at = start;
        while (at < end && text[at] == SLASH) {
            at++;
        }
        return at;
    }

    /** Takes the next component. @return whether there was one; else {@link #now} is empty */
    boolean next() {
        while (position == end) {
            if (depth == 0) {
                now.empty();
                return false;
            }
            depth--;
            text = texts[depth];
            position = positions[depth];
            end = ends[depth];
        }
        int after = now.setComponent(text, position, end);
        position = afterSlashes(text, after, end);
        if (position == end && depth == 0) {
            slash |= after < end;
        }
        return true;
    }

    /** @return whether {@link #now} is the last one */
    boolean atLast() {
        return position == end && depth == 0;
    }

    /** @return whether a slash follows the last one, or a link that stood in its place */
    boolean trailingSlash() {
        return slash;
    }
}
