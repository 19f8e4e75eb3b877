package io.unishim.net;

import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EMSGSIZE;
import static io.unishim.abi.Socket.MSG_CMSG_CLOEXEC;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.MessageCalls;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserIovec;
import io.unishim.memory.UserRef;
import io.unishim.struct.MsgHdr;
import io.unishim.task.Task;

final class MessageHandlers implements MessageCalls {
    private static final String NO_OOB =
            "no urgent data: EOPNOTSUPP; no error queue, no zero copy: the flags are ignored";
    private static final byte[] NOBODY = {};

    @Override
    @Support(value = PARTIAL, note = NO_OOB)
    public long sendto(Task task, int sockfd, UserBuffer buf, int flags, UserBuffer dest) {
        OpenFileDescription open = Files.open(task, sockfd);
        Socket socket = Files.socket(open);
        if (socket == null || open == null) {
            return Files.error(open);
        }
        Outgoing out = new Outgoing(flags);
        // A NULL address is no address, whatever its length.
        if (dest.addressIn(task.memory()) != 0) {
            byte[] to = Addresses.read(dest);
            if (to == null) {
                return -EINVAL;
            }
            out.to = to.length == 0 ? null : to;
        }
        return socket.send(task, Socket.waits(open, flags), buf, out);
    }

    @Override
    @Support(value = PARTIAL, note = NO_OOB)
    public long recvfrom(Task task, int sockfd, UserBuffer buf, int flags, long src, UserInt addrlen) {
        OpenFileDescription open = Files.open(task, sockfd);
        Socket socket = Files.socket(open);
        if (socket == null || open == null) {
            return Files.error(open);
        }
        Incoming in = new Incoming(flags);
        try {
            long result = socket.receive(task, Socket.waits(open, flags), buf, in);
            if (result >= 0 && src != 0) {
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
    @Support(value = PARTIAL, note = NO_OOB)
    public long sendmsg(Task task, int sockfd, UserRef<MsgHdr> msg, int flags) {
        OpenFileDescription open = Files.open(task, sockfd);
        Socket socket = Files.socket(open);
        if (socket == null || open == null) {
            return Files.error(open);
        }
        MsgHdr header = msg.get();
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
            wrong = header.controlLength() == 0 ? 0 : ControlMessages.read(task, header, out);
            return wrong != 0 ? wrong : socket.send(task, Socket.waits(open, flags), buffers, out);
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
    @Support(value = PARTIAL, note = NO_OOB)
    public long recvmsg(Task task, int sockfd, UserRef<MsgHdr> msg, int flags) {
        OpenFileDescription open = Files.open(task, sockfd);
        Socket socket = Files.socket(open);
        if (socket == null || open == null) {
            return Files.error(open);
        }
        MsgHdr header = msg.get();
        if (header.nameLength() < 0) {
            return -EINVAL;
        }
        UserIovec buffers = task.arguments().iovec(2, header.iov(), header.iovLength());
        long wrong = load(header, buffers);
        if (wrong < 0) {
            return wrong;
        }
        Incoming in = new Incoming(flags);
        try {
            long result = socket.receive(task, Socket.waits(open, flags), buffers, in);
            return result < 0 ? result : tell(task, socket, msg, header, in, result);
        } finally {
            in.release();
        }
    }

    private static long tell(Task task, Socket socket, UserRef<MsgHdr> msg, MsgHdr header, Incoming in, long result) {
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
        msg.set(new MsgHdr(
                header.name(),
                nameLength,
                header.iov(),
                header.iovLength(),
                header.control(),
                control,
                in.resultFlags | in.flags & MSG_CMSG_CLOEXEC));
        return result;
    }
}
