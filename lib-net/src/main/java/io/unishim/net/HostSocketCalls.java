package io.unishim.net;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import org.jspecify.annotations.Nullable;

/** The host's calls about sockets, in Java's types. */
final class HostSocketCalls {
    private static final int INET = io.unishim.abi.Socket.AF_INET;

    private HostSocketCalls() {}

    /** @return a socket of the host that does not wait, or an errno */
    static int socket(int domain, Protocol protocol) {
        int kind = protocol == Protocol.TCP ? io.unishim.abi.Socket.SOCK_STREAM : io.unishim.abi.Socket.SOCK_DGRAM;
        int type = kind | io.unishim.abi.Socket.SOCK_NONBLOCK | io.unishim.abi.Socket.SOCK_CLOEXEC;
        return (int) HostCalls.call(Syscall.SOCKET.number(), domain, type, 0);
    }

    /** @return a stream of AF_UNIX of the host that does not wait, or an errno */
    static int unix() {
        int type = io.unishim.abi.Socket.SOCK_STREAM
                | io.unishim.abi.Socket.SOCK_NONBLOCK
                | io.unishim.abi.Socket.SOCK_CLOEXEC;
        return (int) HostCalls.call(Syscall.SOCKET.number(), io.unishim.abi.Socket.AF_UNIX, type, 0);
    }

    static void permit(int fd, int permissions) {
        HostCalls.call(Syscall.FCHMOD.number(), fd, permissions, 0);
    }

    /** @return the own address by which the host reaches another */
    static Ip source(Endpoint to) {
        int fd = socket(to.ip().isV4() ? INET : io.unishim.abi.Socket.AF_INET6, Protocol.UDP);
        if (fd < 0 || connect(fd, to) < 0) {
            close(fd);
            return to.ip().isV4() ? Ip.ANY4 : Ip.ANY6;
        }
        Ip own = name(fd, false).ip();
        close(fd);
        return own;
    }

    /** A socket of UDP hears everybody again. */
    static void disconnect(int fd) {
        OffHeap nobody = OffHeap.allocate(16); // AF_UNSPEC
        HostCalls.call(Syscall.CONNECT.number(), fd, nobody.address(), nobody.size());
        nobody.putByte(0, (byte) 0); // reachable until here
    }

    static long bind(int fd, Endpoint to) {
        return named(Syscall.BIND.number(), fd, to);
    }

    static long connect(int fd, Endpoint to) {
        return named(Syscall.CONNECT.number(), fd, to);
    }

    private static long named(int call, int fd, Endpoint to) {
        return named(call, fd, to.address(to.ip().isV4() ? INET : io.unishim.abi.Socket.AF_INET6));
    }

    /** @param address a struct sockaddr_un */
    static long bind(int fd, byte[] address) {
        return named(Syscall.BIND.number(), fd, address);
    }

    /** @param address a struct sockaddr_un */
    static long connect(int fd, byte[] address) {
        return named(Syscall.CONNECT.number(), fd, address);
    }

    private static long named(int call, int fd, byte[] address) {
        OffHeap memory = OffHeap.allocate(128);
        memory.put(0, address, 0, address.length);
        long result = HostCalls.call(call, fd, memory.address(), address.length);
        memory.putByte(0, (byte) 0); // reachable until here
        return result;
    }

    /** @return the socket's own name, or its other end's. @param peer which */
    static Endpoint name(int fd, boolean peer) {
        OffHeap memory = OffHeap.allocate(64);
        memory.putInt(32, 28);
        int call = peer ? Syscall.GETPEERNAME.number() : Syscall.GETSOCKNAME.number();
        long result = HostCalls.call(call, fd, memory.address(), memory.address() + 32);
        byte[] address = new byte[28];
        memory.get(0, address, 0, address.length);
        if (result < 0) {
            return Endpoint.NONE4;
        }
        return Addresses.family(address) == INET ? Endpoint.ofV4(address) : Endpoint.ofV6(address);
    }

    static long setOption(int fd, int level, int name, byte[] value) {
        OffHeap memory = OffHeap.allocate(Math.max(value.length, 1));
        memory.put(0, value, 0, value.length);
        long result = HostCalls.call(Syscall.SETSOCKOPT.number(), fd, level, name, memory.address(), value.length, 0);
        memory.putByte(0, (byte) 0);
        return result;
    }

    /** @return an option that is an int, or an errno */
    static int option(int fd, int level, int name) {
        OffHeap memory = OffHeap.allocate(16);
        memory.putInt(8, 4);
        long result =
                HostCalls.call(Syscall.GETSOCKOPT.number(), fd, level, name, memory.address(), memory.address() + 8, 0);
        return result < 0 ? (int) result : memory.getInt(0);
    }

    /** @return an option as it is, or null if there is none. @param room for it at most */
    static byte @Nullable [] option(int fd, int level, int name, int room) {
        OffHeap memory = OffHeap.allocate(room + 8);
        memory.putInt(room, room);
        long where = memory.address();
        long result = HostCalls.call(Syscall.GETSOCKOPT.number(), fd, level, name, where, where + room, 0);
        byte[] value = result < 0 ? null : new byte[memory.getInt(room)];
        if (value != null) {
            memory.get(0, value, 0, value.length);
        }
        return value;
    }

    static int ioctl(int fd, int request) {
        OffHeap memory = OffHeap.allocate(8);
        long result = HostCalls.call(Syscall.IOCTL.number(), fd, request, memory.address());
        return result < 0 ? (int) result : memory.getInt(0);
    }

    /** @param wanted events as poll(2) has them. @param memory of 8 bytes. @return which of them hold, and errors and ends */
    static int events(int fd, int wanted, OffHeap memory) {
        memory.putInt(0, fd);
        memory.putInt(4, wanted);
        return HostCalls.call(Syscall.POLL.number(), memory.address(), 1, 0) > 0 ? memory.getInt(4) >>> 16 : 0;
    }

    /** Takes bytes of a stream that are there, and drops them. */
    static void discard(int fd, int count) {
        int how = io.unishim.abi.Socket.MSG_TRUNC | io.unishim.abi.Socket.MSG_DONTWAIT;
        HostCalls.call(Syscall.RECVFROM.number(), fd, 0, count, how, 0, 0);
    }

    /** Waits until something can be sent, for a second at most. */
    static void awaitRoom(int fd) {
        OffHeap memory = OffHeap.allocate(8);
        memory.putInt(0, fd);
        memory.putInt(4, io.unishim.abi.Poll.POLLOUT);
        HostCalls.call(Syscall.POLL.number(), memory.address(), 1, 1000);
        memory.putInt(0, 0); // reachable until here
    }

    static long listen(int fd, int backlog) {
        return HostCalls.call(Syscall.LISTEN.number(), fd, backlog, 0);
    }

    /** @return a connection that does not wait, or an errno */
    static int accept(int fd) {
        int flags = io.unishim.abi.Socket.SOCK_NONBLOCK | io.unishim.abi.Socket.SOCK_CLOEXEC;
        return (int) HostCalls.call(Syscall.ACCEPT4.number(), fd, 0, 0, flags);
    }

    static long shutdown(int fd, int how) {
        return HostCalls.call(Syscall.SHUTDOWN.number(), fd, how, 0);
    }

    /** @return another descriptor of the same socket, or an errno */
    static long duplicate(int fd) {
        return HostCalls.call(Syscall.FCNTL.number(), fd, io.unishim.abi.Fcntl.F_DUPFD_CLOEXEC, 0);
    }

    static void close(int fd) {
        HostCalls.call(Syscall.CLOSE.number(), fd, 0, 0);
    }
}
