package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ECONNRESET;
import static io.unishim.abi.Errnos.ENOTCONN;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Socket.SHUT_WR;

import io.unishim.task.Process;
import io.unishim.task.Task;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** How a TCP socket's connection ends: by FIN, by RST, by {@code close(2)}; and what is left of it then. */
final class TcpEnding {
    private final TcpSocket socket;

    /** Who closes it, if it is to linger (man 7 socket, SO_LINGER). */
    private @Nullable Task closer;

    /** Whether its port is not free at once when it is closed. */
    private boolean afterLife;

    TcpEnding(TcpSocket socket) {
        this.socket = socket;
    }

    /** {@code connect(2)} with AF_UNSPEC, and what {@code shutdown(2)} does to a socket that listens. */
    long disconnect() {
        socket.stack.lock().lock();
        try {
            boolean some = socket.state != TcpState.CLOSE && socket.state != TcpState.LISTEN;
            abandon();
            reset();
            socket.connecting.phase(TcpConnecting.Phase.UNCONNECTED);
            socket.error = some ? ECONNRESET : socket.error;
            socket.shutdown = 0;
            socket.done = false;
            forget();
            socket.remote = null;
            PortBinding taken = socket.binding;
            if (taken != null && !taken.chosen) {
                socket.unbind();
                taken = null;
            }
            if (taken != null) {
                taken.narrow(socket.boundIp);
            }
            // As Linux: a port that was given back is still in the name.
            Endpoint old = socket.local;
            socket.local = old == null ? null : new Endpoint(socket.boundIp, old.port());
        } finally {
            socket.stack.lock().unlock();
        }
        socket.wake(0);
        return 0;
    }

    /** Drops what came and was not read. */
    void forget() {
        socket.lock.lock();
        try {
            socket.in.clear();
            socket.stream.forget();
        } finally {
            socket.lock.unlock();
        }
    }

    /** Stops listening, or trying to connect. Hold the lock of the stack. */
    private void abandon() {
        TcpListening queue = socket.listening;
        HostSide side = socket.hostSide;
        if (side != null && side.descriptor() != null) {
            side.leave();
            if (queue == null) {
                socket.state = TcpState.CLOSE;
                socket.shutdown = InetSocket.BOTH;
            }
        }
        if (queue != null) {
            socket.listening = null;
            socket.state = TcpState.CLOSE;
            for (TcpSocket each : queue.all()) {
                each.orphan = true;
                each.ending.reset();
                each.ending.finish();
            }
        }
        if (socket.state == TcpState.SYN_SENT) {
            over(false);
        }
    }

    /** {@code shutdown(2)}. */
    long shutdown(int how) {
        int directions = how + 1;
        HostSide side = socket.connectedOverHost();
        if (side != null) {
            socket.shutdown |= directions;
            long result = side.with(fd -> HostSocketCalls.shutdown(fd, how));
            socket.wake(0);
            return result;
        }
        socket.stack.lock().lock();
        try {
            socket.connecting.shutDown();
            if (socket.state == TcpState.LISTEN || socket.state == TcpState.SYN_SENT) {
                boolean ends = socket.state == TcpState.SYN_SENT || (directions & InetSocket.RECEIVE) != 0;
                return ends ? disconnect() : 0;
            }
            boolean closed = socket.state == TcpState.CLOSE;
            socket.shutdown |= directions;
            if (!closed && how >= SHUT_WR) {
                finish();
            }
            socket.wake(0);
            return closed ? -ENOTCONN : 0;
        } finally {
            socket.stack.lock().unlock();
        }
    }

    /** Says that nothing more will be sent: FIN. Hold the lock of the stack. */
    private void finish() {
        TcpSocket other = socket.peer;
        if (socket.state != TcpState.ESTABLISHED && socket.state != TcpState.CLOSE_WAIT || other == null) {
            return;
        }
        boolean last = socket.state == TcpState.CLOSE_WAIT;
        socket.lock.lock();
        try {
            socket.state = TcpState.FIN_WAIT2;
            other.done = true;
            other.shutdown |= InetSocket.RECEIVE;
            if (other.state == TcpState.ESTABLISHED) {
                other.state = TcpState.CLOSE_WAIT;
            }
        } finally {
            socket.lock.unlock();
        }
        if (last) {
            over(false);
            other.ending.over(true);
        }
        other.wake(0);
    }

    /** The connection is no more: the kernel's tcp_done. Hold the lock of the stack. */
    void over(boolean closedFirst) {
        socket.state = TcpState.CLOSE;
        socket.shutdown = InetSocket.BOTH;
        socket.stack.disconnect(socket.local, socket.remote, socket);
        afterLife |= closedFirst;
        PortBinding taken = socket.binding;
        if (taken != null && (socket.orphan || !taken.chosen)) {
            socket.binding = null;
            if (afterLife) {
                socket.stack.outlive(taken);
            } else {
                socket.ports().remove(taken);
            }
        }
    }

    /** Breaks the connection: RST. Hold the lock of the stack. */
    void reset() {
        if (socket.state == TcpState.CLOSE || socket.state == TcpState.LISTEN) {
            return;
        }
        TcpSocket other = socket.peer;
        over(false);
        if (socket.orphan) {
            forget();
        }
        if (other != null) {
            other.ending.wasReset();
        }
    }

    /** Ends it whatever its state, as the kernel's tcp_abort. @param why what its owner is told */
    void abort(int why) {
        socket.stack.lock().lock();
        try {
            if (socket.state == TcpState.LISTEN) {
                long unused = disconnect();
                return;
            }
            boolean some = socket.state != TcpState.CLOSE;
            abandon();
            reset();
            socket.error = some ? why : socket.error;
        } finally {
            socket.stack.lock().unlock();
        }
        socket.wake(0);
    }

    /** The other end broke the connection. Hold the lock of the stack. */
    void wasReset() {
        if (socket.state == TcpState.CLOSE) {
            return;
        }
        socket.error = socket.state == TcpState.CLOSE_WAIT ? EPIPE : ECONNRESET;
        over(false);
        socket.wake(0);
    }

    /** A descriptor of it is closed. */
    void descriptorClosed(Task task) {
        HostSide side = socket.hostSide;
        if (side != null) {
            VarHandle.fullFence(); // the number is given up before
            side.settle();
        }
        boolean ends = task.process().status() != Process.RUNNING; // who ends does not linger
        if (socket.options().linger && (socket.tunnel != null || socket.overHost() != null) && !ends) {
            closer = task;
        }
    }

    /** No descriptor means it any more. */
    void released() {
        HostSide side = socket.connectedOverHost();
        if (side != null) {
            side.end(closer);
        }
        boolean abort;
        socket.stack.lock().lock();
        try {
            socket.orphan = true;
            abandon();
            abort = socket.options().linger && socket.options().lingerSeconds == 0 || socket.in.available() > 0;
            if (abort) {
                reset();
            } else {
                finish();
            }
            forget();
            if (socket.state == TcpState.CLOSE) {
                over(false); // gives up what a chosen port kept
            }
        } finally {
            socket.stack.lock().unlock();
        }
        socket.wake(POLLHUP);
        Task by = closer;
        if (by != null && !abort) {
            linger(by);
        }
    }

    /** Waits until the other end has acknowledged everything, or for as long as was said, or until a signal comes. */
    private void linger(Task by) {
        Tunnel over = socket.tunnel;
        if (over != null) {
            Flight flight = over.from(socket).flight();
            long seconds = socket.options().lingerSeconds & 0xffff_ffffL;
            long unused = Socket.await(
                    by, socket.waitQueue(), seconds * 1_000_000_000L, () -> flight.finished() ? 0 : -EAGAIN);
        }
    }
}
