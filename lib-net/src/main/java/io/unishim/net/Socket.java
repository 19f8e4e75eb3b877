package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLPRI;
import static io.unishim.abi.Poll.POLLRDBAND;
import static io.unishim.abi.Poll.POLLWRBAND;
import static io.unishim.abi.Restart.ERESTARTSYS;
import static io.unishim.abi.StatModes.S_IFSOCK;

import io.unishim.abi.Fcntl;
import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.file.Ownership;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.HostWait;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.task.Waiter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket of any domain. Methods answer as handlers do. Addresses are whole {@code struct sockaddr_*}s. */
abstract class Socket extends FileOperations {
    private final long inode;
    private final int domain;
    private final int type;
    private final SocketOptions options = new SocketOptions();
    private final WaitQueue queue = new WaitQueue();

    private final Ownership ownership = new Ownership(0777, 0, 0);

    Socket(long inode, int domain, int type) {
        this.inode = inode;
        this.domain = domain;
        this.type = type;
    }

    final long inode() {
        return inode;
    }

    final int domain() {
        return domain;
    }

    final int type() {
        return type;
    }

    final SocketOptions options() {
        return options;
    }

    /** @return what of it is the host's, or may become so. Asked only {@linkplain #ofHost of the host's} */
    List<? extends HostLink> hostLinks() {
        return List.of();
    }

    /** @return what SO_PROTOCOL tells */
    int protocol() {
        return 0;
    }

    /** Sets an option of another level than SOL_SOCKET. */
    long setOption(Task task, int level, int name, UserBuffer value) {
        return -EOPNOTSUPP;
    }

    /** Reads an option of another level than SOL_SOCKET. */
    long getOption(Task task, int level, int name, long where, UserInt length) {
        return -EOPNOTSUPP;
    }

    /** @return the interfaces of the shim */
    abstract Interfaces interfaces();

    abstract long bind(Task task, byte[] address);

    /** A socket without connections to wait for does not listen. */
    long listen(Task task, int backlog) {
        return -EOPNOTSUPP;
    }

    /** @param wait whether it may wait. @return 0; the connection is {@link Accepted#socket} */
    long accept(Task task, boolean wait, Accepted accepted) {
        return -EOPNOTSUPP;
    }

    abstract long connect(Task task, boolean wait, byte[] address);

    abstract long shutdown(int how);

    /** @return the socket's address; that of the family alone if it has no name */
    abstract byte[] name();

    /** @return the address of the other end, or null: {@code -ENOTCONN} */
    abstract byte @Nullable [] peerName();

    /** Sends one message, or a part of a stream. */
    abstract long send(Task task, boolean wait, UserBuffer from, Outgoing message);

    /** Receives one message, or a part of a stream. */
    abstract long receive(Task task, boolean wait, UserBuffer into, Incoming message);

    /** As {@link #send(Task, boolean, UserBuffer, Outgoing)} of nothing but bytes. */
    long send(Task task, boolean wait, UserBuffer from, int flags) {
        return send(task, wait, from, new Outgoing(flags));
    }

    /** As {@link #receive(Task, boolean, UserBuffer, Incoming)} of nothing but bytes. */
    long receive(Task task, boolean wait, UserBuffer into, int flags) {
        Incoming in = new Incoming(flags);
        try {
            return receive(task, wait, into, in);
        } finally {
            in.release();
        }
    }

    /** @return the pending error, which is gone then; 0 for none */
    abstract int takeError();

    boolean listening() {
        return false;
    }

    /** @return who is at the other end */
    Peer peer() {
        return Peer.NOBODY;
    }

    /** @return how much of its receive buffer is taken, in bytes */
    long charged() {
        return 0;
    }

    /** Where {@link #accept} puts what it accepted. */
    static final class Accepted {
        @Nullable
        Socket socket;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        // As Linux: a read of nothing does not look at the socket.
        return buffer.length() == 0 ? 0 : receive(task, waits(open, 0), buffer, 0);
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return send(task, waits(open, 0), buffer, 0);
    }

    static boolean waits(OpenFileDescription open, int flags) {
        return !open.has(Fcntl.O_NONBLOCK) && (flags & io.unishim.abi.Socket.MSG_DONTWAIT) == 0;
    }

    @Override
    public final WaitQueue waitQueue() {
        return queue;
    }

    @Override
    public final WaitQueue signalQueue() {
        return queue;
    }

    /** @param events what happened; as Linux's sk_data_ready and sk_write_space say it, in every band */
    final void wake(int events) {
        int bands = ((events & POLLIN) != 0 ? POLLPRI | POLLRDBAND : 0) | ((events & POLLOUT) != 0 ? POLLWRBAND : 0);
        queue.wakeAll(events | bands);
    }

    /** Something to try until it does not answer {@code -EAGAIN}. */
    interface Attempt {
        long attempt();
    }

    /**
     * Tries until it works, waiting in between in this socket's queue or another's.
     *
     * @param timeout nanoseconds, 0 for no limit
     */
    static long await(Task task, WaitQueue where, long timeout, Attempt what) {
        return await(task, where, timeout, null, what);
    }

    /** As {@link #await(Task, WaitQueue, long, Attempt)}. @param host what lets events of the host in, or null */
    static long await(Task task, WaitQueue where, long timeout, @Nullable HostWait host, Attempt what) {
        Waiter waiter = task.waiter();
        long deadline = timeout == 0 ? Waiter.FOREVER : task.shim().time().monotonicNanos() + timeout;
        where.add(waiter);
        try {
            while (true) {
                long result = what.attempt();
                if (result != -EAGAIN) {
                    return result;
                }
                int why = pause(waiter, deadline, host);
                if (why != 0) {
                    return why;
                }
            }
        } finally {
            where.remove(waiter);
        }
    }

    /** Waits once. @param waiter in a queue. @return 0 to try again, or what a call that waits answers */
    static int pause(Waiter waiter, long deadline, @Nullable HostWait host) {
        return answer(waiter.await(deadline, host), deadline);
    }

    /** Waits once, and may do something for others meanwhile. */
    static int pauseServing(Waiter waiter, long deadline, Waiter.Meanwhile meanwhile) {
        return answer(waiter.await(deadline, meanwhile), deadline);
    }

    private static int answer(int why, long deadline) {
        if (why == -ETIMEDOUT) {
            return -EAGAIN;
        }
        // man 7 signal: a socket with a time limit never restarts.
        return why == -ERESTARTSYS && deadline != Waiter.FOREVER ? -EINTR : why;
    }

    @Override
    public final Stat stat(Task task) {
        Timespec never = Timespec.ofNanos(0);
        int mode = S_IFSOCK | ownership.permissions();
        return new Stat(0, inode, mode, 1, ownership.uid(), ownership.gid(), 0, 0, 4096, 0, never, never, never);
    }

    @Override
    public final Ownership ownership() {
        return ownership;
    }

    @Override
    public final String link() {
        return "socket:[" + inode + "]";
    }
}
