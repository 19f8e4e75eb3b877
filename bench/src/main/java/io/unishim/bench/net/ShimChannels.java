package io.unishim.bench.net;

import static io.unishim.abi.Epoll.EPOLLIN;
import static io.unishim.abi.Epoll.EPOLL_CTL_ADD;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_UNIX;
import static io.unishim.abi.Socket.SOCK_STREAM;

import io.unishim.Shim;
import io.unishim.linux.EpollCalls;
import io.unishim.linux.EpollCallsFamily;
import io.unishim.linux.IoCalls;
import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.PipeCalls;
import io.unishim.linux.PipeCallsFamily;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserRef;
import io.unishim.struct.EpollEvent;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.TearDown;

/** A shim's channels by the typed route, between a process and its child. */
public class ShimChannels extends Channels {
    private static final byte[] LOOPBACK = {AF_INET, 0, 0x1f, (byte) 0x90, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};

    private final Shim shim = Shim.boot();
    private final Task task = shim.newProcess("bench");
    private final IoCalls io = shim.calls(IoCallsFamily.FAMILY);
    private final PipeCalls pipes = shim.calls(PipeCallsFamily.FAMILY);
    private final SocketCalls sockets = shim.calls(SocketCallsFamily.FAMILY);
    private final EpollCalls epolls = shim.calls(EpollCallsFamily.FAMILY);

    /** Ends the shim. */
    @Override
    @TearDown
    public void close() {
        shim.close();
    }

    /** Descriptors of a task. */
    private final class Descriptors implements End {
        private final Task owner;
        private final int in;
        private final int out;
        private final UserBuffer one = UserBuffer.of(ByteBuffer.allocateDirect(1));
        private final UserBuffer bulk = UserBuffer.of(ByteBuffer.allocateDirect(BULK));

        Descriptors(Task owner, int in, int out) {
            this.owner = owner;
            this.in = in;
            this.out = out;
        }

        @Override
        public long read(int count) {
            return io.read(owner, in, count == 1 ? one : bulk);
        }

        @Override
        public long write(int count) {
            return io.write(owner, out, count == 1 ? one : bulk);
        }
    }

    private static int checked(long result) {
        if (result < 0) {
            throw new IllegalStateException("errno " + -result);
        }
        return (int) result;
    }

    @Override
    End open(Kind kind, Consumer<End> other) {
        int[] to = new int[2];
        int[] back = new int[2];
        if (kind == Kind.PIPE) {
            checked(pipes.pipe(task, UserInt.of(to)));
            checked(pipes.pipe(task, UserInt.of(back)));
        } else {
            int[] ends = kind == Kind.TCP ? connection() : pair();
            to = new int[] {ends[1], ends[0]};
            back = ends;
        }
        int theirIn = to[0];
        int theirOut = back[1];
        shim.tasks().fork(task, child -> {
            other.accept(new Descriptors(child, theirIn, theirOut));
            return 0;
        });
        return new Descriptors(task, back[0], to[1]);
    }

    private int[] pair() {
        int[] ends = new int[2];
        checked(sockets.socketpair(task, AF_UNIX, SOCK_STREAM, 0, UserInt.of(ends)));
        return ends;
    }

    private int[] connection() {
        int listener = checked(sockets.socket(task, AF_INET, SOCK_STREAM, 0));
        checked(sockets.bind(task, listener, UserBuffer.of(LOOPBACK)));
        checked(sockets.listen(task, listener, 1));
        int client = checked(sockets.socket(task, AF_INET, SOCK_STREAM, 0));
        checked(sockets.connect(task, client, UserBuffer.of(LOOPBACK)));
        return new int[] {client, checked(sockets.accept(task, listener, 0, UserInt.of(new int[1])))};
    }

    @Override
    Served serve() {
        int[] ends = connection();
        int epoll = checked(epolls.epoll_create1(task, 0));
        EpollEvent readable = new EpollEvent(EPOLLIN, 0);
        checked(epolls.epoll_ctl(task, epoll, EPOLL_CTL_ADD, ends[1], UserRef.of(EpollEvent.LAYOUT, readable)));
        End client = new Descriptors(task, ends[0], ends[0]);
        End server = new Descriptors(task, ends[1], ends[1]);
        UserArray<EpollEvent> events =
                UserArray.of(EpollEvent.LAYOUT, List.of(new EpollEvent(0, 0), new EpollEvent(0, 0)));
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
                return epolls.epoll_wait(task, epoll, events, -1);
            }
        };
    }
}
