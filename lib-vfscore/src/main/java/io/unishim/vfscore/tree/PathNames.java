package io.unishim.vfscore.tree;

import java.util.Arrays;

/** The names in a path, between its slashes. */
final class PathNames {
    private static final int FEW = 4;
    private static final byte SLASH = '/';

    /** Where a task keeps what it knows of the path; see {@link KnownPaths}. */
    final int place;

    private Name[] names = {};
    private int count;
    private boolean absolute;
    private boolean slash;

    /** Makes one without a name, to {@link #read} paths again and again. */
    PathNames() {
        place = 0;
    }

    /** Reads a text, which is not copied. */
    PathNames(byte[] text, int length, int place) {
        this.place = place;
        read(text, length);
    }

    /** Reads another text, which is not copied. */
    void read(byte[] text, int length) {
        int found = 0;
        int at = afterSlashes(text, 0, length);
        absolute = at > 0;
        int end = at;
        while (at < length) {
            if (found == names.length) {
                grow();
            }
            end = names[found++].setComponent(text, at, length);
            at = afterSlashes(text, end, length);
        }
        count = found;
        slash = found > 0 && end < length;
    }

    private void grow() {
        int old = names.length;
        names = Arrays.copyOf(names, Math.max(FEW, 2 * old));
        for (int i = old; i < names.length; i++) {
            names[i] = new Name();
        }
    }

    private static int afterSlashes(byte[] text, int start, int end) {
        int at = start;
        while (at < end && text[at] == SLASH) {
            at++;
        }
        return at;
    }

    /** @return how many there are */
    int count() {
        return count;
    }

    /** @return the i-th */
    Name name(int i) {
        return names[i];
    }

    /** @return the last one; there is one */
    Name last() {
        return names[count - 1];
    }

    /** @return whether the path begins with a slash */
    boolean absolute() {
        return absolute;
    }

    /** @return whether a slash follows the last name */
    boolean endsInSlash() {
        return slash;
    }

    /** @return whether the path was empty */
    boolean isEmpty() {
        return count == 0 && !absolute;
    }
}
