/**
 * Sockets.
 *
 * <p>Start at {@link io.unishim.net.NetLibrary}. Handlers find the {@code Socket} behind a descriptor, read and write
 * addresses and control messages, and leave the rest to it. A {@code SocketFamily} makes the sockets of a domain; there is one
 * for AF_UNIX, whose {@code UnixSocket} has two kinds: {@code UnixStream} with connections and {@code UnixDatagram} without.
 */
@NullMarked
package io.unishim.net;

import org.jspecify.annotations.NullMarked;
