/**
 * Sockets.
 *
 * <p>Start at {@link io.unishim.net.NetLibrary}. Handlers find the {@code Socket} behind a descriptor, read and write
 * addresses and control messages, and leave the rest to it. A {@code SocketFamily} makes the sockets of a domain. That of
 * AF_UNIX has {@code UnixStream} with connections and {@code UnixDatagram} without. Those of AF_INET and AF_INET6 share an
 * {@code InetStack}: who has which port, and which connections there are. {@code TcpSocket} is a TCP
 * socket, {@code TcpConnecting} and {@code TcpEnding} its life, {@code TcpStream} what goes through it, {@code UdpSocket} all
 * of it for UDP.
 */
@NullMarked
package io.unishim.net;

import org.jspecify.annotations.NullMarked;
