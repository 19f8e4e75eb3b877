package io.unishim.net;

import static io.unishim.abi.Errnos.EADDRINUSE;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EMSGSIZE;
import static io.unishim.abi.Errnos.ENODATA;
import static io.unishim.abi.Errnos.ENOPROTOOPT;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Poll.POLLWRBAND;
import static io.unishim.abi.Poll.POLLWRNORM;
import static io.unishim.abi.Socket.AF_NETLINK;
import static io.unishim.abi.Socket.AF_UNSPEC;
import static io.unishim.abi.Socket.MSG_OOB;
import static io.unishim.abi.Socket.MSG_PEEK;
import static io.unishim.abi.Socket.MSG_TRUNC;
import static io.unishim.abi.Socket.SOL_NETLINK;

import io.unishim.abi.Capabilities;
import io.unishim.abi.Netlink;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;

/** A socket of AF_NETLINK: what is sent to the kernel is answered before the call returns. */
final class NetlinkSocket extends Socket {
    private static final int NAME = 12;
    private static final int HEADROOM = 32;
    /** Groups of NETLINK_ROUTE. */
    private static final int GROUPS = 64;

    private final NetlinkFamily family;
    private final int protocol;
    private final ArrayDeque<byte[]> answers = new ArrayDeque<>();

    /** Its port; 0 before it has one. Guarded by this, as all that changes. */
    private int port;

    private boolean bound;
    private int groups;
    private int toPort;
    private int toGroups;
    private int options;

    NetlinkSocket(NetlinkFamily family, long inode, int type, int protocol) {
        super(inode, AF_NETLINK, type);
        this.family = family;
        this.protocol = protocol;
    }

    private static int word(byte[] address, int at) {
        return ByteBuffer.wrap(address).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    private static byte[] address(int port, int groups) {
        ByteBuffer out = ByteBuffer.allocate(NAME).order(ByteOrder.LITTLE_ENDIAN);
        return out.putShort((short) AF_NETLINK)
                .putShort((short) 0)
                .putInt(port)
                .putInt(groups)
                .array();
    }

    private static boolean isNamed(byte[] address) {
        return address.length >= NAME && Addresses.family(address) == AF_NETLINK;
    }

    private void autobind(Task task) {
        if (!bound) {
            port = family.bindAny(task.process().pid(), this);
            bound = true;
        }
    }

    @Override
    int protocol() {
        return protocol;
    }

    @Override
    Interfaces interfaces() {
        return family.interfaceRequests().interfaces();
    }

    @Override
    synchronized long bind(Task task, byte[] address) {
        if (!isNamed(address)) {
            return -EINVAL;
        }
        int wanted = word(address, 4);
        if (bound && wanted != port) {
            return -EINVAL;
        }
        if (!bound && wanted != 0) {
            if (!family.bind(wanted, this)) {
                return -EADDRINUSE;
            }
            port = wanted;
            bound = true;
        }
        autobind(task);
        groups = word(address, 8);
        return 0;
    }

    /** Nobody but the kernel is to be reached without CAP_NET_ADMIN. */
    private static boolean maySend(Task task, int port, int groups) {
        return port == 0 && groups == 0 || Credentials.of(task).hasCapability(Capabilities.CAP_NET_ADMIN);
    }

    @Override
    synchronized long connect(Task task, boolean wait, byte[] address) {
        if (address.length < 2) {
            return -EINVAL;
        }
        if (Addresses.family(address) == AF_UNSPEC) {
            toPort = 0;
            toGroups = 0;
            return 0;
        }
        if (!isNamed(address)) {
            return -EINVAL;
        }
        if (!maySend(task, word(address, 4), word(address, 8))) {
            return -EPERM;
        }
        autobind(task);
        toPort = word(address, 4);
        toGroups = word(address, 8);
        return 0;
    }

    @Override
    long shutdown(int how) {
        return -EOPNOTSUPP;
    }

    @Override
    synchronized byte[] name() {
        return address(port, groups);
    }

    @Override
    synchronized byte[] peerName() {
        return address(toPort, toGroups);
    }

    @Override
    int takeError() {
        return 0;
    }

    @Override
    synchronized long send(Task task, boolean wait, UserBuffer from, Outgoing out) {
        if (out.has(MSG_OOB)) {
            return -EOPNOTSUPP;
        }
        if (from.length() == 0) {
            return -ENODATA;
        }
        byte[] to = out.to;
        if (to != null && !isNamed(to)) {
            return -EINVAL;
        }
        int whom = to == null ? toPort : word(to, 4);
        if (!maySend(task, whom, to == null ? toGroups : word(to, 8))) {
            return -EPERM;
        }
        autobind(task);
        if (from.length() > options().sendBuffer - HEADROOM) {
            return -EMSGSIZE;
        }
        byte[] bytes = new byte[(int) from.length()];
        if (from.get(0, bytes, 0, bytes.length) != bytes.length) {
            throw MemoryFault.FAULT;
        }
        if (whom != 0) {
            return -ECONNREFUSED;
        }
        for (byte[] answer : family.requests(protocol).answer(task, port, bytes, has(Netlink.NETLINK_CAP_ACK))) {
            answers.add(answer);
        }
        if (!answers.isEmpty()) {
            wake(POLLIN | POLLRDNORM);
        }
        return bytes.length;
    }

    @Override
    long receive(Task task, boolean wait, UserBuffer into, Incoming in) {
        if (in.has(MSG_OOB)) {
            return -EOPNOTSUPP;
        }
        long result = take(into, in);
        if (result == -EAGAIN && wait) {
            result = await(task, waitQueue(), options().receiveTimeout, () -> take(into, in));
        }
        return result;
    }

    private synchronized long take(UserBuffer into, Incoming in) {
        byte[] message = in.has(MSG_PEEK) ? answers.peek() : answers.poll();
        if (message == null) {
            return -EAGAIN;
        }
        int count = (int) Math.min(message.length, into.length());
        if (count > 0 && into.put(0, message, 0, count) != count) {
            throw MemoryFault.FAULT;
        }
        if (count < message.length) {
            in.resultFlags |= MSG_TRUNC;
        }
        in.from = address(0, 0);
        if (has(Netlink.NETLINK_PKTINFO)) {
            in.add(SOL_NETLINK, Netlink.NETLINK_PKTINFO, OptionCalls.ints(0));
        }
        return in.has(MSG_TRUNC) ? message.length : count;
    }

    // Options: all but the groups are switches.

    private boolean has(int option) {
        return (options & 1 << option) != 0;
    }

    private static boolean isSwitch(int name) {
        return switch (name) {
            case Netlink.NETLINK_PKTINFO,
                    Netlink.NETLINK_BROADCAST_ERROR,
                    Netlink.NETLINK_NO_ENOBUFS,
                    Netlink.NETLINK_LISTEN_ALL_NSID,
                    Netlink.NETLINK_CAP_ACK,
                    Netlink.NETLINK_EXT_ACK,
                    Netlink.NETLINK_GET_STRICT_CHK -> true;
            default -> false;
        };
    }

    @Override
    synchronized long setOption(Task task, int level, int name, UserBuffer value) {
        if (level != SOL_NETLINK) {
            return -ENOPROTOOPT;
        }
        byte[] bytes = new byte[4];
        if (value.length() >= 4 && value.get(0, bytes, 0, 4) != 4) {
            throw MemoryFault.FAULT;
        }
        int number = word(bytes, 0);
        if (isSwitch(name)) {
            options = number != 0 ? options | 1 << name : options & ~(1 << name);
            return 0;
        }
        if (name != Netlink.NETLINK_ADD_MEMBERSHIP && name != Netlink.NETLINK_DROP_MEMBERSHIP) {
            return -ENOPROTOOPT;
        }
        // Interfaces, addresses and routes of a shim never change: no group is ever told anything.
        return number < 1 || number >= GROUPS ? -EINVAL : 0;
    }

    @Override
    synchronized long getOption(Task task, int level, int name, long where, UserInt length) {
        if (level != SOL_NETLINK) {
            return -ENOPROTOOPT;
        }
        int room = length.get();
        if (room < 0) {
            return -EINVAL;
        }
        if (name == Netlink.NETLINK_LIST_MEMBERSHIPS) {
            length.set(8);
            return 0;
        }
        if (!isSwitch(name)) {
            return -ENOPROTOOPT;
        }
        if (room < 4) {
            return -EINVAL;
        }
        task.memory().putInt(where, has(name) ? 1 : 0);
        length.set(4);
        return 0;
    }

    @Override
    public int readiness(OpenFileDescription open) {
        synchronized (this) {
            return POLLOUT | POLLWRNORM | POLLWRBAND | (answers.isEmpty() ? 0 : POLLIN | POLLRDNORM);
        }
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        return family.interfaceRequests().ioctl(task, domain(), request, argument);
    }

    @Override
    public void released(OpenFileDescription open) {
        synchronized (this) {
            if (bound) {
                family.unbind(port, this);
            }
            answers.clear();
        }
        wake(POLLHUP);
    }
}
