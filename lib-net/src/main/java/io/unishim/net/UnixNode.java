package io.unishim.net;

import org.jspecify.annotations.Nullable;

/** What hangs on a file that names a socket; the file may outlive the socket. */
final class UnixNode {
    volatile @Nullable UnixSocket socket;
}
