package io.unishim.net;

import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EMSGSIZE;
import static io.unishim.abi.Socket.MSG_CMSG_CLOEXEC;
import static io.unishim.abi.Socket.MSG_DONTWAIT;
import static io.unishim.abi.Socket.MSG_WAITFORONE;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.MessageCalls;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserIovec;
import io.unishim.memory.UserRef;
import io.unishim.struct.MMsgHdr;
import io.unishim.struct.MsgHdr;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;

final class MessageHandlers implements MessageCalls {
    private static final String NO_ZERO_COPY =
            "MSG_ZEROCOPY copies and says so; MSG_FASTOPEN: EOPNOTSUPP; stamps of sending come without the packets";
    private static final byte[] NOBODY = {};

    @Override
    @Support(value = PARTIAL, note = NO_ZERO_COPY)
    public long sendto(Task task, int sockfd, UserBuffer buf, int flags, UserBuffer dest) {
        OpenFileDescription open = Files.openSocket(task, sockfd);
        if (open == null) {
            return Files.error(task, sockfd);
        }
        // A NULL address is no address, whatever its length.
        if (dest.addressIn(task.memory()) == 0) {
            return Files.socket(open).send(task, Socket.waits(open, flags), buf, flags);
        }
        Outgoing out = new Outgoing(flags);
        byte[] to = Addresses.read(dest);
        if (to == null) {
            return -EINVAL;
        }
        out.to = to.length == 0 ? null : to;
        return Files.socket(open).send(task, Socket.waits(open, flags), buf, out);
    }

    @Override
    @Support(value = PARTIAL, note = NO_ZERO_COPY)
    public long recvfrom(Task task, int sockfd, UserBuffer buf, int flags, long src, UserInt addrlen) {
        OpenFileDescription open = Files.openSocket(task, sockfd);
        if (open == null) {
            return Files.error(task, sockfd);
        }
        if (src == 0) {
            return Files.socket(open).receive(task, Socket.waits(open, flags), buf, flags);
        }
        Incoming in = new Incoming(flags);
        try {
            long result = Files.socket(open).receive(task, Socket.waits(open, flags), buf, in);
            if (result >= 0) {
                byte[] from = in.from;
                long wrong = Addresses.write(task, from == null ? NOBODY : from, src, addrlen);
                return wrong < 0 ? wrong : result;
            }
            return result;
        } finally {
            in.release();
        }
    }

    @Override
    @Support(value = PARTIAL, note = NO_ZERO_COPY)
    public long sendmsg(Task task, int sockfd, UserRef<MsgHdr> msg, int flags) {
        OpenFileDescription open = Files.openSocket(task, sockfd);
        if (open == null) {
            return Files.error(task, sockfd);
        }
        return send(task, open, msg.get(), flags);
    }

    private static long send(Task task, OpenFileDescription open, MsgHdr header, int flags) {
        Outgoing out = new Outgoing(flags);
        long wrong = readName(task, header, out);
        if (wrong != 0) {
            return wrong;
        }
        UserIovec buffers = task.arguments().iovec(2, header.iov(), header.iovLength());
        wrong = load(header, buffers);
        if (wrong < 0) {
            return wrong;
        }
        try {
            wrong = header.controlLength() == 0 ? 0 : ControlMessages.read(task, Files.socket(open), header, out);
            return wrong != 0 ? wrong : Files.socket(open).send(task, Socket.waits(open, flags), buffers, out);
        } finally {
            out.release();
        }
    }

    private static long readName(Task task, MsgHdr header, Outgoing out) {
        if (header.nameLength() < 0) {
            return -EINVAL;
        }
        if (header.name() == 0 || header.nameLength() == 0) {
            return 0;
        }
        // As Linux: what is longer than any address is cut.
        int length = Math.min(header.nameLength(), 128);
        byte[] to = new byte[length];
        if (task.memory().read(header.name(), to, 0, length) != length) {
            return -EFAULT;
        }
        out.to = to;
        return 0;
    }

    private static long load(MsgHdr header, UserIovec buffers) {
        return header.iovLength() < 0 || header.iovLength() > UserIovec.MAX_SEGMENTS ? -EMSGSIZE : buffers.load();
    }

    @Override
    @Support(value = PARTIAL, note = NO_ZERO_COPY)
    public long recvmsg(Task task, int sockfd, UserRef<MsgHdr> msg, int flags) {
        OpenFileDescription open = Files.openSocket(task, sockfd);
        if (open == null) {
            return Files.error(task, sockfd);
        }
        MsgHdr[] told = new MsgHdr[1];
        long result = receive(task, open, msg.get(), flags, told);
        if (result >= 0) {
            msg.set(told[0]);
        }
        return result;
    }

    /** @param told learns what the header is to become, unless an errno is answered */
    private static long receive(Task task, OpenFileDescription open, MsgHdr header, int flags, MsgHdr[] told) {
        if (header.nameLength() < 0) {
            return -EINVAL;
        }
        UserIovec buffers = task.arguments().iovec(2, header.iov(), header.iovLength());
        long wrong = load(header, buffers);
        if (wrong < 0) {
            return wrong;
        }
        Socket socket = Files.socket(open);
        Incoming in = new Incoming(flags);
        try {
            long result = socket.receive(task, Socket.waits(open, flags), buffers, in);
            return result < 0 ? result : tell(task, socket, header, in, result, told);
        } finally {
            in.release();
        }
    }

    private static long tell(Task task, Socket socket, MsgHdr header, Incoming in, long result, MsgHdr[] told) {
        long control = ControlMessages.write(task, header, socket.options().passCredentials, in);
        int nameLength = header.nameLength();
        if (header.name() != 0) {
            byte[] from = in.from == null ? NOBODY : in.from;
            int count = Math.min(header.nameLength(), from.length);
            if (task.memory().write(header.name(), from, 0, count) != count) {
                return -EFAULT;
            }
            nameLength = from.length;
        }
        told[0] = new MsgHdr(
                header.name(),
                nameLength,
                header.iov(),
                header.iovLength(),
                header.control(),
                control,
                in.resultFlags | in.flags & MSG_CMSG_CLOEXEC);
        return result;
    }

    @Override
    @Support(value = PARTIAL, note = NO_ZERO_COPY)
    public long sendmmsg(Task task, int sockfd, UserArray<MMsgHdr> msgvec, int flags) {
        OpenFileDescription open = Files.openSocket(task, sockfd);
        if (open == null) {
            return Files.error(task, sockfd);
        }
        return several(task, msgvec, Long.MAX_VALUE, at -> {
            MsgHdr header = msgvec.get(at).header();
            long result = send(task, open, header, flags);
            if (result >= 0) {
                msgvec.set(at, new MMsgHdr(header, (int) result));
            }
            return result;
        });
    }

    /** Moves a message of several. */
    private interface Move {
        /** @return its bytes, or an errno */
        long move(int at);
    }

    /** @param deadline after which no more is begun. @return how many were moved, or why not even the first */
    private static long several(Task task, UserArray<MMsgHdr> messages, long deadline, Move move) {
        int count = (int) Math.min(messages.length() & 0xffff_ffffL, UserIovec.MAX_SEGMENTS);
        int done = 0;
        while (done < count) {
            long result;
            try {
                result = move.move(done);
            } catch (MemoryFault fault) {
                result = -EFAULT;
            }
            if (result < 0) {
                return done > 0 ? done : result;
            }
            done++;
            // As Linux: the time is looked at only after a message has come.
            if (deadline != Long.MAX_VALUE && task.shim().time().monotonicNanos() >= deadline) {
                break;
            }
        }
        return done;
    }

    @Override
    @Support(value = PARTIAL, note = NO_ZERO_COPY)
    public long recvmmsg(Task task, int sockfd, UserArray<MMsgHdr> msgvec, int flags, UserRef<Timespec> timeout) {
        long deadline = Long.MAX_VALUE;
        if (!timeout.isNull()) {
            Timespec limit = timeout.get();
            if (!limit.valid()) {
                return -EINVAL;
            }
            deadline = task.shim().time().monotonicNanos() + limit.toNanos();
        }
        OpenFileDescription open = Files.openSocket(task, sockfd);
        if (open == null) {
            return Files.error(task, sockfd);
        }
        int rest = flags & ~MSG_WAITFORONE | ((flags & MSG_WAITFORONE) != 0 ? MSG_DONTWAIT : 0);
        MsgHdr[] told = new MsgHdr[1];
        return several(task, msgvec, deadline, at -> {
            int how = at == 0 ? flags & ~MSG_WAITFORONE : rest;
            long result = receive(task, open, msgvec.get(at).header(), how, told);
            if (result >= 0) {
                msgvec.set(at, new MMsgHdr(told[0], (int) result));
            }
            return result;
        });
    }
}
