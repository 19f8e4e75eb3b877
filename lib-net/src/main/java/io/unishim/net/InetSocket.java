package io.unishim.net;

import static io.unishim.abi.Capabilities.CAP_NET_BIND_SERVICE;
import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EADDRINUSE;
import static io.unishim.abi.Errnos.EADDRNOTAVAIL;
import static io.unishim.abi.Errnos.EAFNOSUPPORT;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Poll.POLLWRNORM;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.AF_UNSPEC;
import static io.unishim.abi.Socket.MSG_ZEROCOPY;
import static io.unishim.abi.Socket.SOCK_STREAM;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Credentials;
import io.unishim.task.HostWait;
import io.unishim.task.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What sockets of AF_INET and AF_INET6 have in common: addresses, ports, options of their protocols. */
abstract class InetSocket extends Socket {
    static final int READABLE = POLLIN | POLLRDNORM;
    static final int WRITABLE = POLLOUT | POLLWRNORM;
    static final int RECEIVE = 1;
    static final int SEND = 2;
    static final int BOTH = RECEIVE | SEND;

    final InetStack stack;
    final InetOptions inet;
    private final int protocol;

    /** Its own end; null before it has a port. Changed under the lock of the stack. */
    volatile @Nullable Endpoint local;

    volatile @Nullable Endpoint remote;

    /** Of the port; guarded by the lock of the stack. */
    @Nullable
    PortBinding binding;

    /** Whether {@code bind(2)} said an address, not all. */
    boolean addressChosen;

    /** The address that {@code bind(2)} said. */
    Ip boundIp;

    /** The error that waits to be told, 0 for none. */
    volatile int error;

    /** Bits of {@link #RECEIVE} and {@link #SEND}: what is no more done. */
    volatile int shutdown;

    /** What it asked to be told of what it sent; null until it asks. */
    private volatile @Nullable Notices notices;

    InetSocket(InetStack stack, int domain, int type, int protocol, InetOptions inet) {
        super(stack.nextInode(), domain, type);
        this.stack = stack;
        this.protocol = protocol;
        this.inet = inet;
        this.boundIp = any();
    }

    @Override
    final int protocol() {
        return protocol;
    }

    final boolean isV6() {
        return domain() == AF_INET6;
    }

    final Ip any() {
        return isV6() ? Ip.ANY6 : Ip.ANY4;
    }

    final boolean onlyV6() {
        return inet.onlyV6;
    }

    final @Nullable Endpoint remote() {
        return remote;
    }

    @Override
    final Interfaces interfaces() {
        return stack.interfaces();
    }

    abstract InetPorts ports();

    /** @return how many bytes it has sent, or -1 if it sends datagrams */
    abstract long position();

    final synchronized Notices notices() {
        Notices made = notices;
        if (made == null) {
            made = new Notices();
            notices = made;
        }
        return made;
    }

    /** @return whether something that it asked for waits in its error queue */
    final boolean noticed() {
        Notices made = notices;
        return made != null && made.some();
    }

    /** @return 0 with what it asked for, or {@code -EAGAIN} */
    final long takeNotice(Incoming in) {
        Notices made = notices;
        return made == null ? -EAGAIN : made.take(this, in);
    }

    /** Something was sent: tells what was asked for. @param flags of the send */
    final void sent(int flags) {
        boolean copied = (flags & MSG_ZEROCOPY) != 0 && options().zeroCopy;
        boolean stamped = TimeStamps.ofSending(options());
        if (copied) {
            notices().copied();
        }
        if (stamped) {
            TimeStamps.sent(this);
        }
        if (copied || stamped) {
            wake(POLLERR);
        }
    }

    /** @return what of it is the host's, or may become so, and was made already */
    abstract List<? extends HostLink> linksMade();

    /** @return what lets events of the host in while it waits, or null if none concern it */
    final @Nullable HostWait hostWait() {
        HostNet net = stack.host();
        return net == null || !ofHost() ? null : net.everything();
    }

    /** {@code bind(2)} gave it a port. Hold the lock of the stack. */
    void portChosen(int port) {}

    /** @return the bytes that wait to be read; of a listening socket the connections that wait to be accepted */
    abstract int queued();

    /** @return whether {@code bind(2)} is too late. */
    abstract boolean bindable();

    @Override
    final long bind(Task task, byte[] address) {
        long wrong = checkBind(address);
        if (wrong != 0) {
            return wrong;
        }
        Endpoint wanted = isV6() ? Endpoint.ofV6(address) : Endpoint.ofV4(address);
        boolean available = inet.freeBind
                || stack.interfaces().isLocal(wanted.ip())
                || wanted.ip().isMulticast()
                || wanted.ip().isBroadcast();
        if (!isV6() && !available) {
            return -EADDRNOTAVAIL;
        }
        boolean privileged = wanted.port() != 0
                && wanted.port() < stack.settings().firstFreePort.value();
        if (privileged && !Credentials.of(task).hasCapability(CAP_NET_BIND_SERVICE)) {
            return -EACCES;
        }
        stack.lock().lock();
        try {
            if (binding != null || !bindable()) {
                return -EINVAL;
            }
            if (isV6() && wanted.ip().isV4() && onlyV6()) {
                return -EINVAL;
            }
            if (!available) {
                return -EADDRNOTAVAIL;
            }
            int uid = Credentials.of(task).euid();
            PortBinding taken = ports().take(this, wanted.ip(), wanted.port(), uid, wanted.port() != 0);
            if (taken == null) {
                return -EADDRINUSE;
            }
            binding = taken;
            boundIp = wanted.ip();
            addressChosen = !wanted.ip().isAny();
            local = new Endpoint(wanted.ip(), taken.port);
            if (wanted.port() != 0) {
                portChosen(taken.port);
            }
            return 0;
        } finally {
            stack.lock().unlock();
        }
    }

    private long checkBind(byte[] address) {
        if (address.length < (isV6() ? Endpoint.OLD_SIZE6 : Endpoint.SIZE4)) {
            return -EINVAL;
        }
        int family = Addresses.family(address);
        if (isV6()) {
            Ip ip = Endpoint.ofV6(address).ip();
            return family != AF_INET6
                    ? -EAFNOSUPPORT
                    : ip.isMulticast() && !ip.isV4() && type() == SOCK_STREAM || ip.isLinkLocal() ? -EINVAL : 0;
        }
        // As Linux: for old programs, no family is the family if the address is no address.
        boolean none = family == AF_UNSPEC && Endpoint.ofV4(address).ip().isAny();
        return family == AF_INET || none ? 0 : -EAFNOSUPPORT;
    }

    /** Takes a port if there is none yet; hold the lock of the stack. @return whether it has one now */
    final boolean autobind(Task task, Ip ip) {
        if (binding == null) {
            PortBinding taken = ports().take(this, ip, 0, Credentials.of(task).euid(), false);
            if (taken == null) {
                return false;
            }
            binding = taken;
            local = new Endpoint(ip, taken.port);
        }
        return true;
    }

    /** Gives the port up; hold the lock of the stack. */
    final void unbind() {
        PortBinding taken = binding;
        binding = null;
        if (taken != null) {
            ports().remove(taken);
        }
    }

    /** @return whom an address of {@code connect(2)} or {@code sendto(2)} means, or null: {@link #destinationError} */
    final @Nullable Endpoint destination(byte[] address) {
        if (destinationError(address) != 0) {
            return null;
        }
        Endpoint to = isV6() ? Endpoint.ofV6(address) : Endpoint.ofV4(address);
        if (!to.ip().isAny()) {
            return to;
        }
        boolean four = !isV6() || to.ip().isV4() || boundIp.isV4();
        return new Endpoint(four ? Ip.LOOPBACK4 : Ip.LOOPBACK6, to.port());
    }

    final long destinationError(byte[] address) {
        if (address.length < (isV6() ? Endpoint.OLD_SIZE6 : Endpoint.SIZE4)) {
            return -EINVAL;
        }
        return Addresses.family(address) == domain() ? 0 : -EAFNOSUPPORT;
    }

    /** @return the own address by which one of the shim's is reached */
    final Ip source(Ip to) {
        return addressChosen ? boundIp : stack.interfaces().source(to);
    }

    @Override
    final byte[] name() {
        Endpoint own = local;
        return (own == null ? new Endpoint(any(), 0) : own).address(domain());
    }

    @Override
    int takeError() {
        int taken = error;
        error = 0;
        return taken;
    }

    @Override
    final long charged() {
        return listening() ? 0 : queued();
    }

    @Override
    long setOption(Task task, int level, int name, UserBuffer value) {
        return InetOptionCalls.set(task, this, level, name, value);
    }

    @Override
    final long getOption(Task task, int level, int name, long where, UserInt length) {
        return InetOptionCalls.get(task, this, level, name, where, length);
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        return stack.requests().ioctl(task, domain(), request, argument);
    }
}
