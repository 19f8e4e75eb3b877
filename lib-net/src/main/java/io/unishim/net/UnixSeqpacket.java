package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ENOTCONN;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Socket.MSG_OOB;
import static io.unishim.abi.Socket.SOCK_SEQPACKET;

import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;

/** SOCK_SEQPACKET of AF_UNIX: connections of whole messages. */
final class UnixSeqpacket extends UnixConnected {
    UnixSeqpacket(UnixFamily family) {
        super(family, SOCK_SEQPACKET);
    }

    @Override
    long send(Task task, boolean wait, UserBuffer from, Outgoing out) {
        int error = takeError();
        if (error != 0) {
            return -error;
        }
        nameIfSeen();
        UnixSocket other = peer;
        if (!connected() || other == null) {
            return -ENOTCONN;
        }
        if (out.has(MSG_OOB)) {
            return -EOPNOTSUPP;
        }
        long wrong = UnixPackets.check(this, from.length());
        if (wrong != 0) {
            return wrong;
        }
        byte[] bytes = UnixPackets.read(from);
        return UnixPackets.send(task, wait, this, other, bytes, out);
    }

    @Override
    long receive(Task task, boolean wait, UserBuffer into, Incoming in) {
        if (!connected()) {
            return -ENOTCONN;
        }
        if (in.has(MSG_OOB)) {
            return -EOPNOTSUPP;
        }
        long result = UnixPackets.receive(task, wait, this, into, in);
        return result == -EAGAIN && inbox.isShut(UnixInbox.RECEIVE) ? 0 : result;
    }

    @Override
    long gone() {
        return -EPIPE;
    }

    @Override
    long readableBytes() {
        inbox.lock.lock();
        try {
            return inbox.bytes;
        } finally {
            inbox.lock.unlock();
        }
    }
}
