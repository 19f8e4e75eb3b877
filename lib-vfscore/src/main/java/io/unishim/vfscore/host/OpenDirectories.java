package io.unishim.vfscore.host;

import java.util.ArrayDeque;

/**
 * The directories of which a descriptor of the host is kept open, so that a walk need not open them again: the ones that came
 * last, or that were used since they were last looked at.
 */
final class OpenDirectories {
    private static final int KEPT = 256;

    private final ArrayDeque<HostDirectory> open = new ArrayDeque<>();
    private boolean closed;

    OpenDirectories() {}

    /** Takes a directory that was just opened, and closes others if there are too many. */
    synchronized void opened(HostDirectory directory) {
        if (closed) {
            directory.closeDescriptor();
            return;
        }
        open.addLast(directory);
        for (int tries = 2 * KEPT; open.size() > KEPT && tries > 0; tries--) {
            HostDirectory oldest = open.removeFirst();
            if (tries > KEPT && oldest.usedLately()) {
                open.addLast(oldest);
            } else {
                oldest.closeDescriptor();
            }
        }
    }

    /** Closes all of them, to have descriptors for something else; later ones are kept again. */
    synchronized void closeSome() {
        open.forEach(HostDirectory::closeDescriptor);
        open.clear();
    }

    /** Closes all of them, for good. */
    synchronized void closeAll() {
        closed = true;
        closeSome();
    }
}
