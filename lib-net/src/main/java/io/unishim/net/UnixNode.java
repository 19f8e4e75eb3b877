package io.unishim.net;

import io.unishim.file.SocketNodes;
import org.jspecify.annotations.Nullable;

/** What hangs on a file that names a socket; the file may outlive the socket. */
class UnixNode {
    volatile @Nullable UnixSocket socket;

    /** What hangs on a file of the host's, if the socket can be one of the host's too. */
    static final class OfHost extends UnixNode implements SocketNodes.Bindable {
        private final UnixConnected named;
        private final HostNet net;

        OfHost(UnixConnected named, HostNet net) {
            this.named = named;
            this.net = net;
        }

        @Override
        public long bind(byte[] path, int permissions) {
            UnixHost side = named.prepared(net);
            long result = side.bind(path, permissions);
            if (result == 0) {
                named.boundAtHost(side);
            }
            return result;
        }
    }
}
