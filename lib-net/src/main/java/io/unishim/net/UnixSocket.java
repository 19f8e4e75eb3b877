package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Ioctls.SIOCOUTQ;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLRDHUP;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Poll.POLLWRBAND;
import static io.unishim.abi.Poll.POLLWRNORM;
import static io.unishim.abi.Socket.AF_UNIX;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the three kinds of AF_UNIX sockets have in common: a name, an other end, an inbox. */
abstract class UnixSocket extends Socket {
    static final int READABLE = POLLIN | POLLRDNORM;
    static final int WRITABLE = POLLOUT | POLLWRNORM | POLLWRBAND;

    final UnixFamily family;
    final UnixInbox inbox = new UnixInbox();
    /** Bytes sent that nobody has received yet. */
    final AtomicInteger outstanding = new AtomicInteger();
    /** Changed under the lock of {@link UnixNames}. */
    volatile @Nullable UnixName name;

    /** The file that names it, if any; changed under the same lock. */
    @Nullable
    UnixNode node;

    volatile @Nullable UnixSocket peer;
    /** Who the other end is; of one that listens, itself. */
    volatile Peer peerIdentity = Peer.NOBODY;

    /** Of who sent last. */
    private volatile int @Nullable [] lastIds;

    UnixSocket(UnixFamily family, int type) {
        super(family.nextInode(), AF_UNIX, type);
        this.family = family;
    }

    @Override
    final Interfaces interfaces() {
        return family.requests().interfaces();
    }

    @Override
    final long bind(Task task, byte[] address) {
        if (UnixName.isEmpty(address)) {
            return family.names().autobind(this);
        }
        long wrong = UnixName.check(address);
        if (wrong != 0) {
            return wrong;
        }
        if (UnixName.isPath(address)) {
            return name != null ? -EINVAL : family.names().bindPath(task, this, address);
        }
        return family.names().bind(this, UnixName.of(type(), address));
    }

    /** As Linux: who wants to know others is not without a name himself. */
    final void nameIfSeen() {
        if (asksWho() && name == null) {
            long unused = family.names().autobind(this);
        }
    }

    /** @return what is to stand for it where a file names it */
    UnixNode newNode() {
        return new UnixNode();
    }

    /** @return one of {@link TcpState}: connected, listening or neither */
    int state() {
        return peer == null ? TcpState.CLOSE : TcpState.ESTABLISHED;
    }

    /** @return what of it is the host's, or null */
    @Nullable
    UnixHost host() {
        return null;
    }

    final void pair(Task task, UnixSocket other) {
        Peer own = Peer.of(task);
        peer = other;
        other.peer = this;
        peerIdentity = own;
        other.peerIdentity = own;
        paired();
        other.paired();
    }

    /** @return whether it is somebody's, and does not wait to be accepted */
    boolean accepted() {
        return true;
    }

    /** @return whether it wants to know who sends */
    final boolean asksWho() {
        return options().passCredentials || options().passPidfd;
    }

    /** The other end was set by {@code socketpair(2)}. */
    void paired() {}

    @Override
    final byte[] name() {
        UnixName now = name;
        return now == null ? UnixName.NONE : now.address();
    }

    @Override
    byte @Nullable [] peerName() {
        UnixSocket other = peer;
        return other == null ? null : other.name();
    }

    /** @return pid, uid and gid of who sends: the same array as long as it is the same, which nobody changes */
    final int[] ids(Task task) {
        int[] now = lastIds;
        Credentials of = Credentials.of(task);
        boolean same = now != null && now[0] == task.process().pid() && now[1] == of.uid() && now[2] == of.gid();
        if (now == null || !same) {
            now = UnixMessage.own(task);
            lastIds = now;
        }
        return now;
    }

    @Override
    final int takeError() {
        UnixHost side = host();
        return side == null ? inbox.takeError() : side.takeError();
    }

    @Override
    final Peer peer() {
        return peerIdentity;
    }

    @Override
    long shutdown(int how) {
        int directions = how + 1;
        inbox.shut(directions, 0);
        wake(0);
        inbox.feed();
        return 0;
    }

    /** @return whether a sender may go on: as Linux, as long as a quarter of its buffer is taken at most */
    boolean writable() {
        return hasRoom();
    }

    private boolean hasRoom() {
        return outstanding.get() * 4L <= options().sendBuffer;
    }

    /** The other end, or whoever received, took bytes of this socket's. */
    final void received(int count) {
        outstanding.addAndGet(-count);
        tellOfRoom();
    }

    /** Wakes who waits to send, if there is room. */
    final void tellOfRoom() {
        if (hasRoom()) {
            wake(WRITABLE);
        }
    }

    @Override
    public int readiness(OpenFileDescription open) {
        int events = inbox.error != 0 ? POLLERR : 0;
        if (inbox.shutdown == (UnixInbox.RECEIVE | UnixInbox.SEND)) {
            events |= POLLHUP;
        }
        if (inbox.isShut(UnixInbox.RECEIVE)) {
            events |= POLLRDHUP | READABLE;
        }
        if (!inbox.isEmpty()) {
            events |= READABLE;
        }
        return events | (writable() ? WRITABLE : 0);
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        int value;
        UnixHost side = host();
        if (side != null && !listening() && (request == FIONREAD || request == SIOCOUTQ)) {
            task.memory().putInt(argument, side.amount(request));
            return 0;
        }
        switch (request) {
            case FIONREAD -> {
                if (listening()) {
                    return -EINVAL;
                }
                value = (int) Math.min(readableBytes(), Integer.MAX_VALUE);
            }
            case SIOCOUTQ -> value = outstanding.get();
            default -> {
                return family.requests().ioctl(task, domain(), request, argument);
            }
        }
        task.memory().putInt(argument, value);
        return 0;
    }

    /** @return what a sender of messages gets once this socket is closed */
    long gone() {
        return -EPIPE;
    }

    /** @return what FIONREAD tells */
    abstract long readableBytes();

    @Override
    public final void released(OpenFileDescription open) {
        family.names().lock().lock();
        try {
            family.names().forget(this);
            leave();
        } finally {
            family.names().lock().unlock();
        }
        boolean unread = discardAll();
        left(unread);
        wake(POLLHUP);
    }

    /** Under the lock of the names: ends what others could begin with this socket. */
    void leave() {}

    /** Tells the other end. @param unread whether it had sent what was never received */
    abstract void left(boolean unread);

    /** Takes no more, and drops what was not received. @return whether there was something */
    final boolean discardAll() {
        UnixMessage[] lost;
        boolean unread;
        inbox.lock.lock();
        try {
            inbox.closed = true;
            inbox.shutdown = UnixInbox.RECEIVE | UnixInbox.SEND;
            lost = inbox.messages.toArray(new UnixMessage[0]);
            // As Linux: an empty first message is overlooked.
            unread = lost.length > 1 || lost.length == 1 && lost[0].left() > 0;
            inbox.messages.clear();
            inbox.bytes = 0;
        } finally {
            inbox.lock.unlock();
        }
        for (UnixMessage each : lost) {
            each.drop();
            each.sender.received(each.size);
        }
        return unread;
    }
}
