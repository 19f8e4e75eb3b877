package io.unishim.bench.net;

import static io.unishim.abi.Epoll.EPOLLIN;
import static io.unishim.abi.Epoll.EPOLL_CTL_ADD;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_UNIX;
import static io.unishim.abi.Socket.SOCK_STREAM;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.TearDown;

/** The host's channels by its own calls, between two threads. */
public class HostChannels extends Channels {
    private static final byte[] LOOPBACK = {AF_INET, 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final int SHUT_RDWR = 2;

    private final OffHeap memory = OffHeap.allocate(64);
    private final List<Integer> sockets = new ArrayList<>();
    private final List<Integer> pipes = new ArrayList<>();
    private final List<Thread> others = new ArrayList<>();

    /** Closes what is open; the other thread sees the end. */
    @Override
    @TearDown
    public void close() {
        sockets.forEach(each -> HostCalls.call(Syscall.SHUTDOWN.number(), each, SHUT_RDWR, 0));
        pipes.forEach(HostChannels::close);
        for (Thread each : others) {
            try {
                each.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        sockets.forEach(HostChannels::close);
    }

    private static void close(int fd) {
        HostCalls.call(Syscall.CLOSE.number(), fd, 0, 0);
    }

    /** Descriptors of the JVM. */
    private static final class Descriptors implements End {
        private static final int READ = Syscall.READ.number();
        private static final int WRITE = Syscall.WRITE.number();

        private final int in;
        private final int out;
        private final OffHeap room = OffHeap.allocate(BULK);
        private final long address = room.address();

        Descriptors(int in, int out) {
            this.in = in;
            this.out = out;
        }

        @Override
        public long read(int count) {
            return HostCalls.call(READ, in, address, count);
        }

        @Override
        public long write(int count) {
            return HostCalls.call(WRITE, out, address, count);
        }
    }

    private static int checked(long result) {
        if (result < 0) {
            throw new IllegalStateException("errno " + -result);
        }
        return (int) result;
    }

    private int[] two() {
        return new int[] {memory.getInt(0), memory.getInt(4)};
    }

    private int[] pipe() {
        checked(HostCalls.call(Syscall.PIPE.number(), memory.address(), 0, 0));
        return two();
    }

    @Override
    End open(Kind kind, Consumer<End> other) {
        if (kind == Kind.PIPE) {
            int[] to = pipe();
            int[] back = pipe();
            // Its reader is at its end when the writer's is closed, and each closes what it alone uses.
            start(other, new Descriptors(to[0], back[1]));
            pipes.add(to[1]);
            return new Descriptors(back[0], to[1]);
        }
        int[] ends = kind == Kind.TCP ? connection() : pair();
        sockets.addAll(List.of(ends[0], ends[1]));
        start(other, new Descriptors(ends[1], ends[1]));
        return new Descriptors(ends[0], ends[0]);
    }

    private void start(Consumer<End> other, End end) {
        Thread thread = new Thread(() -> other.accept(end), "other end");
        thread.setDaemon(true);
        thread.start();
        others.add(thread);
    }

    private int[] pair() {
        checked(HostCalls.call(Syscall.SOCKETPAIR.number(), AF_UNIX, SOCK_STREAM, 0, memory.address()));
        return two();
    }

    private int[] connection() {
        int listener = checked(HostCalls.call(Syscall.SOCKET.number(), AF_INET, SOCK_STREAM, 0));
        int client = checked(HostCalls.call(Syscall.SOCKET.number(), AF_INET, SOCK_STREAM, 0));
        memory.put(0, LOOPBACK, 0, LOOPBACK.length);
        memory.putInt(16, LOOPBACK.length);
        checked(HostCalls.call(Syscall.BIND.number(), listener, memory.address(), LOOPBACK.length));
        checked(HostCalls.call(Syscall.LISTEN.number(), listener, 1, 0));
        checked(HostCalls.call(Syscall.GETSOCKNAME.number(), listener, memory.address(), memory.address() + 16));
        checked(HostCalls.call(Syscall.CONNECT.number(), client, memory.address(), LOOPBACK.length));
        int server = checked(HostCalls.call(Syscall.ACCEPT.number(), listener, 0, 0));
        close(listener);
        return new int[] {client, server};
    }

    @Override
    Served serve() {
        int[] ends = connection();
        sockets.addAll(List.of(ends[0], ends[1]));
        int epoll = checked(HostCalls.call(Syscall.EPOLL_CREATE1.number(), 0, 0, 0));
        pipes.add(epoll);
        OffHeap events = OffHeap.allocate(32);
        events.putInt(0, EPOLLIN);
        checked(HostCalls.call(Syscall.EPOLL_CTL.number(), epoll, EPOLL_CTL_ADD, ends[1], events.address()));
        End client = new Descriptors(ends[0], ends[0]);
        End server = new Descriptors(ends[1], ends[1]);
        return new Served() {
            @Override
            public End client() {
                return client;
            }

            @Override
            public End server() {
                return server;
            }

            @Override
            public long await() {
                return HostCalls.call(Syscall.EPOLL_WAIT.number(), epoll, events.address(), 2, -1);
            }
        };
    }
}
