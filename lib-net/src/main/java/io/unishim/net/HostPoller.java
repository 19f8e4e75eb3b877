package io.unishim.net;

import static io.unishim.abi.Epoll.EPOLLET;
import static io.unishim.abi.Epoll.EPOLLRDHUP;
import static io.unishim.abi.Epoll.EPOLL_CTL_ADD;
import static io.unishim.abi.Epoll.EPOLL_CTL_DEL;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLPRI;

import io.unishim.abi.Syscall;
import io.unishim.file.FileOperations;
import io.unishim.file.HostEvents;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An epoll instance of the host. One thread at a time blocks in it, and tells all whom its events concern; when it leaves,
 * another that waits takes its place. An eventfd, edge-triggered and never read, ends its wait.
 */
final class HostPoller implements HostEvents.Watch {
    private static final int MOST = 128;
    private static final int EVENT = 12;
    private static final long OWN = -1;

    /** As libc calls it: sigset_t of the kernel. */
    private static final int NO_MASK = 0;

    private final HostNet net;
    private final int epoll;
    private final int event;
    private final OffHeap memory = OffHeap.allocate(MOST * EVENT + 64);
    private final OffHeap one = OffHeap.allocate(8);
    private final AtomicReference<@Nullable Thread> leader = new AtomicReference<>();
    private final Set<Thread> followers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private final Uses uses = new Uses(this::closeDescriptors);

    HostPoller(HostNet net) {
        this.net = net;
        this.epoll = checked(HostCalls.call(Syscall.EPOLL_CREATE1.number(), O_CLOEXEC, 0, 0));
        this.event = checked(HostCalls.call(Syscall.EVENTFD2.number(), 0, O_CLOEXEC | O_NONBLOCK, 0));
        one.putLong(0, 1);
        control(EPOLL_CTL_ADD, event, POLLIN | EPOLLET, OWN);
    }

    private static int checked(long result) {
        if (result < 0) {
            throw new IllegalStateException("the host gives no descriptor: error " + -result);
        }
        return (int) result;
    }

    private void control(int operation, int fd, int events, long data) {
        OffHeap wanted = OffHeap.allocate(16);
        wanted.putInt(0, events);
        wanted.putLong(4, data);
        if (uses.enter()) {
            HostCalls.call(Syscall.EPOLL_CTL.number(), epoll, operation, fd, wanted.address());
            uses.exit();
        }
        wanted.putInt(0, 0); // reachable until here
    }

    @Override
    public void add(FileOperations file) {
        if (file instanceof Socket socket) {
            socket.hostLinks().forEach(each -> each.watchedBy(this));
        }
    }

    @Override
    public void remove(FileOperations file) {
        if (file instanceof Socket socket) {
            socket.hostLinks().forEach(each -> each.notWatchedBy(this));
        }
    }

    void watch(HostDescriptor descriptor) {
        int events = POLLIN | POLLOUT | POLLPRI | EPOLLRDHUP | EPOLLET;
        control(EPOLL_CTL_ADD, descriptor.fd(), events, descriptor.id());
    }

    void unwatch(HostDescriptor descriptor) {
        control(EPOLL_CTL_DEL, descriptor.fd(), 0, 0);
    }

    @Override
    public boolean block(long nanos) {
        Thread self = Thread.currentThread();
        if (!leader.compareAndSet(null, self)) {
            if (nanos == 0) {
                return true; // somebody else is about to tell
            }
            followers.add(self);
            if (!leader.compareAndSet(null, self)) {
                return false;
            }
            followers.remove(self);
        }
        try {
            if (uses.enter()) {
                try {
                    if (!closed) {
                        poll(nanos);
                    }
                } finally {
                    uses.exit();
                }
            }
        } finally {
            leader.set(null);
            promote();
        }
        return true;
    }

    @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // others do so, too; the first that is still there is taken
    private void promote() {
        for (Thread each : followers) {
            if (followers.remove(each)) {
                LockSupport.unpark(each);
                return;
            }
        }
    }

    private void poll(long nanos) {
        int timeout = MOST * EVENT + 16;
        long limit = 0;
        if (nanos >= 0) {
            memory.putLong(timeout, nanos / 1_000_000_000L);
            memory.putLong(timeout + 8, nanos % 1_000_000_000L);
            limit = memory.address() + timeout;
        }
        long count = HostCalls.call(Syscall.EPOLL_PWAIT2.number(), epoll, memory.address(), MOST, limit, NO_MASK, 0);
        for (int i = 0; i < count; i++) {
            long data = memory.getLong(i * EVENT + 4);
            if (data != OWN) {
                net.tell(data, memory.getInt(i * EVENT));
            }
        }
    }

    @Override
    public void interrupt() {
        if (uses.enter()) {
            HostCalls.call(Syscall.WRITE.number(), event, one.address(), 8);
            uses.exit();
        }
    }

    @Override
    public void leave() {
        if (!followers.isEmpty()) {
            followers.remove(Thread.currentThread());
            if (leader.get() == null) {
                promote();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        net.forget(this);
        interrupt();
        uses.close();
    }

    private void closeDescriptors() {
        HostSocketCalls.close(epoll);
        HostSocketCalls.close(event);
    }
}
