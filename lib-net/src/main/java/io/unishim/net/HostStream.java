package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLRDHUP;
import static io.unishim.abi.Socket.MSG_DONTWAIT;
import static io.unishim.abi.Socket.MSG_NOSIGNAL;
import static io.unishim.abi.Socket.MSG_OOB;
import static io.unishim.abi.Socket.MSG_PEEK;
import static io.unishim.abi.Socket.MSG_WAITALL;
import static io.unishim.abi.Socket.SOL_SOCKET;
import static io.unishim.abi.Socket.SO_ERROR;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserIovec;
import io.unishim.task.ReadAhead;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What goes through a connection that is the host's. Bytes go by the host's calls, straight from and to the program's memory,
 * or, of Java's callers and programs in other processes, through a block of the task.
 */
class HostStream extends HostLink {
    private static final StateKey<OffHeap> BLOCK = StateKey.of("buffer for the host's sockets");
    private static final int SIZE = 65_536;

    private final Socket socket;
    private final BrokenPipe brokenPipe;

    /** What came from the host and could not be put into a program's memory: as on Linux it is still to be read. */
    private volatile byte @Nullable [] kept;

    HostStream(Socket socket, HostNet net, BrokenPipe brokenPipe) {
        super(socket, net);
        this.socket = socket;
        this.brokenPipe = brokenPipe;
    }

    /** @return the error that waits at the host, which is gone then; 0 for none */
    final int takeError() {
        int ofHost = Math.max((int) with(fd -> HostSocketCalls.option(fd, SOL_SOCKET, SO_ERROR)), 0);
        HostDescriptor now = descriptor();
        int late = now == null ? 0 : now.takeLate();
        return late == 0 ? ofHost : late;
    }

    private static OffHeap block(Task task) {
        OffHeap block = task.stateOrNull(BLOCK);
        if (block == null) {
            block = OffHeap.allocate(SIZE);
            task.put(BLOCK, block);
        }
        return block;
    }

    final long send(Task task, boolean wait, UserBuffer from, int flags) {
        long length = Lengths.of(from);
        long sent = 0;
        do {
            long step = put(task, from, sent, length, flags);
            if (step == -EAGAIN && wait) {
                long at = sent;
                step = Socket.await(
                        task,
                        socket.waitQueue(),
                        socket.options().sendTimeout,
                        net.everything(),
                        () -> put(task, from, at, length, flags));
            }
            if (step < 0) {
                return sent != 0 ? sent : step == -EPIPE ? brokenPipe.of(task, flags) : step;
            }
            sent += step;
        } while (sent < length);
        return sent;
    }

    /** @return what FIONREAD or SIOCOUTQ tells */
    final int amount(int request) {
        long told = with(fd -> HostSocketCalls.ioctl(fd, request)) + (request == FIONREAD ? kept() : 0);
        return (int) Math.max(0, Math.min(told, Integer.MAX_VALUE));
    }

    private long put(Task task, UserBuffer from, long at, long length, int flags) {
        HostDescriptor to = descriptor();
        long count = length - at;
        long address = count > 0 ? from.hostAddress(at, count) : 0;
        OffHeap block = address == 0 ? block(task) : null;
        long inRow = block != null && from instanceof UserIovec buffers ? HostVector.write(buffers, at, block) : 0;
        if (inRow != 0) {
            count = inRow;
        } else if (block != null) {
            count = Math.min(SIZE, count);
            if (!got(from, at, block, (int) count)) {
                if (at > 0) {
                    return -EFAULT; // what was sent before is told
                }
                throw MemoryFault.FAULT;
            }
        }
        if (to == null || !to.enter()) {
            return -EBADF;
        }
        try {
            int late = to.takeLate();
            if (late != 0) {
                return -late;
            }
            long before = to.look();
            int how = flags & MSG_OOB | MSG_DONTWAIT | MSG_NOSIGNAL;
            long where = block == null ? address : block.address();
            long result = inRow == 0
                    ? again(Syscall.SENDTO.number(), to.fd(), where, count, how)
                    : again(Syscall.SENDMSG.number(), to.fd(), where, how, 0);
            if (result == -EAGAIN || result >= 0 && result < count) {
                to.spent(before, POLLOUT);
            }
            return result;
        } finally {
            to.exit();
        }
    }

    private static boolean got(UserBuffer from, long at, OffHeap block, int count) {
        try {
            return count == 0 || from.get(at, block, 0, count) == count;
        } catch (MemoryFault fault) {
            return false;
        }
    }

    private static long again(int call, int fd, long a1, long a2, long a3) {
        long result;
        do {
            result = HostCalls.call(call, fd, a1, a2, a3);
        } while (result == -EINTR);
        return result;
    }

    final long receive(Task task, boolean wait, UserBuffer into, int flags) {
        long length = Lengths.of(into);
        boolean all = (flags & MSG_WAITALL) != 0 && (flags & MSG_PEEK) == 0;
        long got = take(task, into, 0, length, flags);
        while (wait && (got == -EAGAIN || all && got > 0 && got < length)) {
            long before = Math.max(got, 0);
            long more = Socket.await(
                    task,
                    socket.waitQueue(),
                    socket.options().receiveTimeout,
                    net.everything(),
                    () -> take(task, into, before, length, flags));
            if (more <= 0) {
                return before > 0 ? before : more;
            }
            got = before + more;
        }
        return got;
    }

    private long take(Task task, UserBuffer into, long at, long length, int flags) {
        HostDescriptor from = descriptor();
        if (kept != null && (flags & MSG_OOB) == 0) {
            return takeKept(into, at, length, flags);
        }
        long count = length - at;
        long address = count > 0 ? into.hostAddress(at, count) : 0;
        OffHeap block = address == 0 ? block(task) : null;
        long inRow = block != null && into instanceof UserIovec buffers ? HostVector.write(buffers, at, block) : 0;
        count = inRow != 0 ? inRow : block != null ? Math.min(SIZE, count) : count;
        if (from == null || !from.enter()) {
            return -EBADF;
        }
        long result;
        try {
            long before = from.look();
            int how = flags & (MSG_PEEK | MSG_OOB | io.unishim.abi.Socket.MSG_TRUNC) | MSG_DONTWAIT;
            long where = block == null ? address : block.address();
            result = inRow == 0
                    ? again(Syscall.RECVFROM.number(), from.fd(), where, count, how)
                    : again(Syscall.RECVMSG.number(), from.fd(), where, how, 0);
            int late = result <= 0 ? from.takeLate() : 0;
            if (late != 0) {
                return -late;
            }
            boolean open = (before & (POLLRDHUP | POLLHUP)) == 0;
            if (result == -EAGAIN || result > 0 && result < count && open && (flags & MSG_PEEK) == 0) {
                from.spent(before, POLLIN);
            } else if (result > 0) {
                from.took();
            }
        } finally {
            from.exit();
        }
        boolean dropped = (flags & io.unishim.abi.Socket.MSG_TRUNC) != 0;
        if (block == null || inRow != 0 || result <= 0 || dropped || put(into, at, block, (int) result)) {
            return result;
        }
        if ((flags & (MSG_PEEK | MSG_OOB)) == 0) {
            keep(block, (int) result);
        }
        return faulted(at);
    }

    /** Lays out what there is to be read of a connection. */
    final void readAhead(ReadAhead ahead, int fd) {
        HostDescriptor from = descriptor();
        ReadAhead.Place place = from == null || kept != null ? null : ahead.place(fd);
        if (from != null && place != null) {
            SocketOptions options = socket.options();
            from.lend(ahead, place, !options.sendBufferSet && !TimeStamps.ofSending(options));
        }
    }

    private static boolean put(UserBuffer into, long at, OffHeap block, int count) {
        try {
            return into.put(at, block, 0, count) == count;
        } catch (MemoryFault fault) {
            return false;
        }
    }

    /** @return 0 to end a receive with what it has got; if that is nothing, memory is bad */
    private static long faulted(long before) {
        if (before == 0) {
            throw MemoryFault.FAULT;
        }
        return 0;
    }

    private synchronized void keep(OffHeap block, int count) {
        byte[] bytes = new byte[count];
        block.get(0, bytes, 0, count);
        kept = bytes;
    }

    /** @return how many bytes wait here and not at the host any more */
    final int kept() {
        byte[] waiting = kept;
        return waiting == null ? 0 : waiting.length;
    }

    private synchronized long takeKept(UserBuffer into, long at, long length, int flags) {
        byte[] waiting = kept;
        if (waiting == null) {
            return -EAGAIN;
        }
        int count = (int) Math.min(waiting.length, length - at);
        boolean dropped = (flags & io.unishim.abi.Socket.MSG_TRUNC) != 0;
        try {
            if (!dropped && into.put(at, waiting, 0, count) != count) {
                return faulted(at);
            }
        } catch (MemoryFault fault) {
            return faulted(at);
        }
        if ((flags & MSG_PEEK) == 0) {
            kept = count == waiting.length ? null : Arrays.copyOfRange(waiting, count, waiting.length);
        }
        return count;
    }

    @Override
    int ready() {
        return super.ready() | (kept() > 0 ? InetSocket.READABLE : 0);
    }
}
