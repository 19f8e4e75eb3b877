package io.unishim.net;

import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.ECONNRESET;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOTCONN;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Socket.AF_UNSPEC;
import static io.unishim.abi.Socket.MSG_OOB;
import static io.unishim.abi.Socket.SOCK_DGRAM;

import io.unishim.file.SocketNodes;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** SOCK_DGRAM of AF_UNIX: whole messages to whoever is named, none lost. */
final class UnixDatagram extends UnixSocket {
    UnixDatagram(UnixFamily family) {
        super(family, SOCK_DGRAM);
    }

    @Override
    long connect(Task task, boolean wait, byte[] address) {
        if (address.length < 2) {
            return -EINVAL;
        }
        if (Addresses.family(address) == AF_UNSPEC) {
            disconnect(null);
            return 0;
        }
        long wrong = UnixName.check(address);
        if (wrong != 0) {
            return wrong;
        }
        nameIfSeen();
        SocketNodes.Bound found = new SocketNodes.Bound();
        wrong = family.names().find(task, type(), address, found);
        if (wrong != 0) {
            return wrong;
        }
        UnixSocket other = (UnixSocket) Objects.requireNonNull(found.socket);
        family.names().lock().lock();
        try {
            if (!mayReach(other)) {
                return -EPERM;
            }
            disconnect(other);
            return 0;
        } finally {
            family.names().lock().unlock();
        }
    }

    /** @return whether the other one hears this one: it is connected with nobody or with this one */
    private boolean mayReach(UnixSocket other) {
        UnixSocket others = other.peer;
        return others == null || others == this;
    }

    /** Ends the connection and sets another. What the old other end had sent is gone, and it learns so. */
    private void disconnect(@Nullable UnixSocket next) {
        UnixSocket before = peer;
        peer = next;
        if (before != null) {
            wake(WRITABLE);
        }
        if (before != null && before != next) {
            boolean unread = !inbox.isEmpty();
            if (unread) {
                dropReceived();
            }
            if (unread && before.peer == this) {
                before.inbox.shut(0, ECONNRESET);
                before.wake(0);
            }
        }
    }

    private void dropReceived() {
        UnixMessage[] lost;
        inbox.lock.lock();
        try {
            lost = inbox.messages.toArray(new UnixMessage[0]);
            inbox.messages.clear();
            inbox.bytes = 0;
        } finally {
            inbox.lock.unlock();
        }
        for (UnixMessage each : lost) {
            each.drop();
            each.sender.received(each.bytes.length);
        }
        inbox.feed();
    }

    @Override
    long send(Task task, boolean wait, UserBuffer from, Outgoing out) {
        if (out.has(MSG_OOB)) {
            return -EOPNOTSUPP;
        }
        nameIfSeen();
        byte[] to = out.to;
        long wrong = to == null ? 0 : UnixName.check(to);
        if (wrong != 0) {
            return wrong;
        }
        // As Linux: what is wrong with the message comes before what is wrong with the receiver.
        wrong = UnixPackets.check(this, from.length());
        if (wrong != 0) {
            return wrong;
        }
        byte[] bytes = UnixPackets.read(from);
        long result = send(task, wait, bytes, to, out);
        if (result < 0) {
            wake(WRITABLE); // as Linux: the room that the message took is free again
        }
        return result;
    }

    private long send(Task task, boolean wait, byte[] bytes, byte @Nullable [] to, Outgoing out) {
        UnixSocket other = peer;
        if (to != null) {
            SocketNodes.Bound found = new SocketNodes.Bound();
            long wrong = family.names().find(task, type(), to, found);
            if (wrong != 0) {
                return wrong;
            }
            other = (UnixSocket) found.socket;
        }
        if (other == null) {
            return -ENOTCONN;
        }
        if (!mayReach(other)) {
            return -EPERM;
        }
        return finish(other, UnixPackets.send(task, wait, this, other, bytes, out));
    }

    private long finish(UnixSocket other, long result) {
        if (result == -ECONNREFUSED && peer == other) {
            disconnect(null);
        }
        return result;
    }

    @Override
    long receive(Task task, boolean wait, UserBuffer into, Incoming in) {
        return in.has(MSG_OOB) ? -EOPNOTSUPP : UnixPackets.receive(task, wait, this, into, in);
    }

    @Override
    boolean writable() {
        UnixSocket other = peer;
        if (other == null || other.peer == this || !super.writable()) {
            return super.writable();
        }
        other.inbox.lock.lock();
        try {
            if (!UnixPackets.full(this, other)) {
                return true;
            }
            other.inbox.starve(this);
            return false;
        } finally {
            other.inbox.lock.unlock();
        }
    }

    @Override
    long gone() {
        return -ECONNREFUSED;
    }

    @Override
    void left(boolean unread) {
        // Whoever is connected with this socket learns it from its next send.
        peer = null;
        inbox.feed();
    }

    @Override
    long readableBytes() {
        inbox.lock.lock();
        try {
            UnixMessage first = inbox.messages.peek();
            return first == null ? 0 : first.bytes.length;
        } finally {
            inbox.lock.unlock();
        }
    }
}
