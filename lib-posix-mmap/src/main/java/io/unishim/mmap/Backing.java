package io.unishim.mmap;

import io.unishim.file.OpenFileDescription;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind mapped pages; one object for all that is left of one {@code mmap(2)}.
 *
 * @param shared whether it is MAP_SHARED
 * @param mayWrite whether its pages may become writable
 * @param file the file, or null for zeros. Every mapping holds a reference to it
 * @param copied whether the pages are a copy of the file, because the host cannot map it
 * @param contentEnd for a copy: the offset in the file where its pages ended; past it there is nothing to access
 * @param name for {@code /proc/PID/maps} where there is no file
 * @param object the number of shared zeros, else 0
 */
record Backing(
        boolean shared,
        boolean mayWrite,
        @Nullable OpenFileDescription file,
        boolean copied,
        long contentEnd,
        String name,
        long object) {
    /** What Linux makes shared zeros of, and shows. */
    private static final String DEV_ZERO = "/dev/zero (deleted)";

    private static final Backing PRIVATE_ZEROS = new Backing(false, true, null, false, Long.MAX_VALUE, "", 0);

    /** @param name empty, or what {@code /proc/PID/maps} shows */
    static Backing zeros(String name) {
        return name.isEmpty() ? PRIVATE_ZEROS : new Backing(false, true, null, false, Long.MAX_VALUE, name, 0);
    }

    /** @return private zeros that bear the name of a device */
    static Backing zerosOf(OpenFileDescription device) {
        return new Backing(false, true, device, false, Long.MAX_VALUE, "", 0);
    }

    /** @param object its number, which no other has */
    static Backing sharedZeros(long object) {
        return new Backing(true, true, null, false, Long.MAX_VALUE, DEV_ZERO, object);
    }

    /** Whether neighbours may become one mapping, as far as this is concerned. Shared zeros are an object each. */
    @SuppressWarnings("ReferenceEquality")
    boolean same(Backing other) {
        return this == other || (alike(other) && (file != null || !shared));
    }

    /** What equals(Object) says, whose first use in a JVM takes 10 ms: the JDK makes a record's method when it is needed. */
    @SuppressWarnings("ReferenceEquality")
    private boolean alike(Backing other) {
        return shared == other.shared
                && mayWrite == other.mayWrite
                && file == other.file
                && copied == other.copied
                && contentEnd == other.contentEnd
                && name.equals(other.name);
    }

    /** What stands behind a mapping that continues another, which has content to its very end. */
    boolean continues(Backing before) {
        return same(before.withEnd(before.copied, contentEnd));
    }

    /** @return the file whose content is shown, or null for zeros */
    @Nullable
    OpenFileDescription content() {
        return file == null || file.file().mapsZeros() ? null : file;
    }

    /** The same, but for whether it is a copy and where that ends. */
    Backing withEnd(boolean nowCopied, long end) {
        return new Backing(shared, mayWrite, file, nowCopied, end, name, object);
    }

    void retain() {
        if (file != null && !file.retain()) {
            throw new IllegalStateException("a mapped file without a reference");
        }
        tell(1);
    }

    private void tell(int more) {
        if (file != null) {
            file.file().mapped(more);
            if (shared && mayWrite) {
                file.file().mappedToWrite(more);
            }
        }
    }

    void release() {
        tell(-1);
        if (file != null) {
            file.release();
        }
    }
}
