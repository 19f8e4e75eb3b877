package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.ECONNRESET;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EISCONN;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Socket.SOCK_STREAM;

import io.unishim.file.OpenFileDescription;
import io.unishim.file.SocketNodes;
import io.unishim.task.HostWait;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** AF_UNIX sockets with connections: streams and sequences of packets. State changes under the lock of the names. */
abstract class UnixConnected extends UnixSocket {
    /** Where a connection stands. */
    enum State {
        CLOSED,
        LISTENING,
        CONNECTED
    }

    private final ArrayDeque<UnixConnected> pending = new ArrayDeque<>();
    /** Those who wait for room among the pending connections. */
    private final WaitQueue room = new WaitQueue();

    private volatile State state = State.CLOSED;
    private volatile int backlog;
    private volatile boolean waits;
    private Peer listener = Peer.NOBODY;

    /** Of the other end, if that is the host's. */
    private @Nullable UnixName peerName;

    /** What of it is the host's; of one that is connected, what it goes by. */
    private volatile @Nullable UnixHost host;

    /** What will be the host's of it, if it comes to that: somebody watches it already. */
    private @Nullable UnixHost prepared;

    UnixConnected(UnixFamily family, int type) {
        super(family, type);
    }

    @Override
    final int state() {
        return switch (state) {
            case CLOSED -> TcpState.CLOSE;
            case LISTENING -> TcpState.LISTEN;
            case CONNECTED -> TcpState.ESTABLISHED;
        };
    }

    final int backlog() {
        return backlog;
    }

    /** @return who waits to be accepted */
    final List<UnixConnected> pending() {
        family.names().lock().lock();
        try {
            return List.copyOf(pending);
        } finally {
            family.names().lock().unlock();
        }
    }

    @Override
    final @Nullable UnixHost host() {
        return host;
    }

    /** @return what it goes by if it is connected with a socket of the host's, or null */
    final @Nullable UnixHost overHost() {
        return state == State.CONNECTED && peer == null ? host : null;
    }

    /** It is connected with a socket of the host's. */
    final void overHost(UnixHost by) {
        host = by;
        state = State.CONNECTED;
    }

    @Override
    public final boolean ofHost() {
        return host != null || mayBecomeHosts();
    }

    private boolean mayBecomeHosts() {
        return state == State.CLOSED && type() == SOCK_STREAM && family.host() != null;
    }

    @Override
    final List<UnixHost> hostLinks() {
        UnixHost side = host;
        if (side != null) {
            return List.of(side);
        }
        HostNet net = family.host();
        return net != null && mayBecomeHosts() ? List.of(prepared(net)) : List.of();
    }

    /** @return what is to be the host's of it */
    final synchronized UnixHost prepared(HostNet net) {
        UnixHost side = prepared;
        if (side == null) {
            side = new UnixHost(this, net);
            prepared = side;
        }
        return side;
    }

    @Override
    final UnixNode newNode() {
        HostNet net = family.host();
        return net == null || type() != SOCK_STREAM ? super.newNode() : new UnixNode.OfHost(this, net);
    }

    /** The host has made a node for it. */
    final void boundAtHost(UnixHost by) {
        host = by;
    }

    final boolean connected() {
        return state == State.CONNECTED;
    }

    @Override
    final boolean listening() {
        return state == State.LISTENING;
    }

    @Override
    final void paired() {
        state = State.CONNECTED;
    }

    @Override
    final byte @Nullable [] peerName() {
        UnixName known = peerName;
        return overHost() == null ? super.peerName() : known == null ? UnixName.NONE : known.address();
    }

    @Override
    final long listen(Task task, int newBacklog) {
        family.names().lock().lock();
        try {
            if (name == null || state == State.CONNECTED) {
                return -EINVAL;
            }
            state = State.LISTENING;
            backlog = newBacklog;
            listener = Peer.of(task);
            peerIdentity = listener;
            UnixHost side = host;
            if (side != null) {
                side.listen(newBacklog);
            }
        } finally {
            family.names().lock().unlock();
        }
        room.wakeAll(0);
        return 0;
    }

    @Override
    final long connect(Task task, boolean wait, byte[] address) {
        long wrong = UnixName.check(address);
        if (wrong != 0) {
            return wrong;
        }
        nameIfSeen();
        SocketNodes.Bound found = new SocketNodes.Bound();
        long result = tryConnect(task, address, found);
        if (result == -EAGAIN && wait && found.socket == null) {
            return UnixHost.await(task, options().sendTimeout, () -> tryConnect(task, address, found));
        }
        if (result != -EAGAIN || !wait || !(found.socket instanceof UnixConnected full)) {
            return result;
        }
        return await(task, full.room, options().sendTimeout, () -> tryConnect(task, address, found));
    }

    /** Finds whom the address means, anew each time, and connects with it. */
    private long tryConnect(Task task, byte[] address, SocketNodes.Bound found) {
        long wrong = family.names().find(task, type(), address, found);
        if (wrong != 0) {
            return wrong;
        }
        if (found.socket == null) {
            return connectWithHost(address, found.ofHost);
        }
        UnixConnected other = (UnixConnected) Objects.requireNonNull(found.socket);
        family.names().lock().lock();
        try {
            if (other.state != State.LISTENING || other.inbox.isShut(UnixInbox.RECEIVE)) {
                return -ECONNREFUSED;
            }
            if (other.pending.size() > other.backlog) {
                return -EAGAIN;
            }
            if (state != State.CLOSED) {
                return state == State.CONNECTED ? -EISCONN : -EINVAL;
            }
            UnixConnected end = (UnixConnected) family.create(task, type(), 0);
            end.name = other.name;
            end.state = State.CONNECTED;
            end.peer = this;
            end.waits = true;
            end.peerIdentity = Peer.of(task);
            end.options().passCredentials = other.options().passCredentials;
            peer = end;
            peerIdentity = other.listener;
            state = State.CONNECTED;
            other.pending.add(end);
        } finally {
            family.names().lock().unlock();
        }
        other.wake(READABLE);
        return 0;
    }

    /** @param file of the host's socket, which is closed */
    private long connectWithHost(byte[] address, int file) {
        family.names().lock().lock();
        try {
            if (state != State.CLOSED) {
                return state == State.CONNECTED ? -EISCONN : -EINVAL;
            }
            long result = UnixHost.connect(this, Objects.requireNonNull(family.host()), file);
            if (result == 0) {
                peerName = UnixName.of(type(), address);
            }
            return result;
        } finally {
            family.names().lock().unlock();
            HostSocketCalls.close(file);
        }
    }

    @Override
    final boolean accepted() {
        return !waits;
    }

    @Override
    final long accept(Task task, boolean wait, Accepted accepted) {
        long result = tryAccept(accepted);
        if (result == -EAGAIN && wait) {
            UnixHost side = host;
            HostWait at = side == null ? null : side.net.everything();
            result = await(task, waitQueue(), options().receiveTimeout, at, () -> {
                long tried = tryAccept(accepted);
                return tried == -EAGAIN && inbox.isShut(UnixInbox.RECEIVE) ? -EINVAL : tried;
            });
        }
        return result;
    }

    private long tryAccept(Accepted accepted) {
        family.names().lock().lock();
        try {
            if (state != State.LISTENING) {
                return -EINVAL;
            }
            UnixConnected end = pending.poll();
            UnixHost side = host;
            if (end == null && side != null && !inbox.isShut(UnixInbox.RECEIVE)) {
                end = side.accept();
            }
            if (end == null) {
                return -EAGAIN;
            }
            end.waits = false;
            accepted.socket = end;
        } finally {
            family.names().lock().unlock();
        }
        room.wakeAll(0);
        return 0;
    }

    @Override
    final long shutdown(int how) {
        UnixHost side = host;
        if (side != null) {
            long unused = side.with(fd -> HostSocketCalls.shutdown(fd, how));
        }
        super.shutdown(how);
        UnixSocket other = peer;
        if (other != null) {
            int directions = how + 1;
            other.inbox.shut(directions >> 1 & 1 | directions << 1 & 2, 0);
            other.wake(0);
        }
        room.wakeAll(0);
        return 0;
    }

    @Override
    public final int readiness(OpenFileDescription open) {
        if (state == State.LISTENING) {
            boolean some;
            family.names().lock().lock();
            try {
                some = !pending.isEmpty();
            } finally {
                family.names().lock().unlock();
            }
            UnixHost side = host;
            some |= side != null && (side.ready() & READABLE) != 0;
            return super.readiness(open) & ~WRITABLE | (some ? READABLE : 0);
        }
        UnixHost side = overHost();
        if (side != null) {
            return side.ready();
        }
        return super.readiness(open) | (state == State.CLOSED ? POLLHUP : 0);
    }

    @Override
    final void leave() {
        if (state == State.LISTENING) {
            state = State.CLOSED;
        }
    }

    @Override
    final void left(boolean unread) {
        UnixHost side = host;
        if (side != null) {
            side.close();
        }
        UnixSocket other = peer;
        if (other != null) {
            boolean reset = unread && !other.inbox.closed;
            other.inbox.shut(UnixInbox.RECEIVE | UnixInbox.SEND, reset ? ECONNRESET : 0);
            other.wake(POLLHUP);
        }
        UnixConnected[] refused;
        family.names().lock().lock();
        try {
            refused = pending.toArray(new UnixConnected[0]);
            pending.clear();
        } finally {
            family.names().lock().unlock();
        }
        for (UnixConnected each : refused) {
            each.refuse();
        }
        room.wakeAll(0);
    }

    /** Nobody will accept this end: the other one learns it as Linux tells it, by a reset. */
    private void refuse() {
        UnixSocket other = peer;
        discardAll();
        if (other != null) {
            other.inbox.shut(UnixInbox.RECEIVE | UnixInbox.SEND, ECONNRESET);
            other.wake(POLLHUP);
        }
    }
}
