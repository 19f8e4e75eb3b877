package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EALREADY;
import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.EINPROGRESS;
import static io.unishim.abi.Errnos.EISCONN;
import static io.unishim.abi.Errnos.ENETUNREACH;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.SHUT_RD;
import static io.unishim.abi.Socket.SHUT_WR;

import io.unishim.abi.Errno;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.task.Wakeup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A TCP socket of a shim in the hands of Java code. Nothing of it is the host's. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // what these do is synchronized below
final class JavaSocket extends Socket {
    private final Task task;
    private final TcpSocket socket;
    private final OpenFileDescription open;
    private volatile boolean connected;
    private volatile boolean closed;
    private volatile boolean inputShut;
    private volatile boolean outputShut;
    private volatile int timeout;

    /** @param task whose credentials count */
    JavaSocket(InetStack stack, Task task) throws SocketException {
        super((SocketImpl) null);
        this.task = task;
        this.socket = new InetFamily(stack, AF_INET6).tcp();
        this.open = new OpenFileDescription(socket, 0);
    }

    private long await(LongSupplier attempt, int millis) throws IOException {
        long result = attempt.getAsLong();
        if (result != -EAGAIN) {
            return result;
        }
        Thread self = Thread.currentThread();
        Wakeup wakeup = events -> LockSupport.unpark(self);
        long deadline = System.nanoTime() + millis * 1_000_000L;
        socket.waitQueue().add(wakeup);
        try {
            while ((result = attempt.getAsLong()) == -EAGAIN) {
                if (closed) {
                    throw new SocketException("Socket closed");
                }
                if (millis == 0) {
                    LockSupport.park(this);
                } else if (deadline - System.nanoTime() <= 0) {
                    throw new SocketTimeoutException("no answer after " + millis + " ms");
                } else {
                    LockSupport.parkNanos(this, deadline - System.nanoTime());
                }
            }
            return result;
        } finally {
            socket.waitQueue().remove(wakeup);
        }
    }

    private static IOException failure(long result) {
        Errno errno = Errno.of((int) -result);
        String text = errno == null ? "error " + -result : errno.text();
        return result == -ECONNREFUSED
                ? new ConnectException(text)
                : result == -ENETUNREACH ? new NoRouteToHostException(text) : new SocketException(text);
    }

    private static byte[] address(InetSocketAddress address) throws UnknownHostException {
        InetAddress ip = address.getAddress();
        Ip found;
        if (ip != null) {
            byte[] bytes = ip.getAddress();
            ByteBuffer in = ByteBuffer.wrap(bytes);
            found = bytes.length == 4 ? Ip.v4(in.getInt()) : new Ip(in.getLong(), in.getLong());
        } else if (address.getHostString().equals("localhost")) {
            found = Ip.LOOPBACK4;
        } else {
            return address(new InetSocketAddress(literal(address.getHostString()), address.getPort()));
        }
        return new Endpoint(found, address.getPort()).address(AF_INET6);
    }

    /** Only addresses: the host is not asked for names. */
    private static InetAddress literal(String text) throws UnknownHostException {
        boolean looks = !text.isEmpty() && text.matches("[0-9.]+|\\[?[0-9a-fA-F:.]+]?");
        if (!looks) {
            throw new UnknownHostException(text + " is not in the shim");
        }
        return InetAddress.getByName(text);
    }

    @Override
    public void bind(@Nullable SocketAddress to) throws IOException {
        InetSocketAddress wanted = to instanceof InetSocketAddress inet ? inet : new InetSocketAddress(0);
        long result = socket.bind(task, address(wanted));
        if (result != 0) {
            throw failure(result);
        }
    }

    @Override
    public void connect(SocketAddress to) throws IOException {
        connect(to, 0);
    }

    @Override
    public void connect(SocketAddress to, int millis) throws IOException {
        if (!(to instanceof InetSocketAddress inet)) {
            throw new IllegalArgumentException("no Internet address: " + to);
        }
        byte[] address = address(inet);
        long result = await(
                () -> {
                    long now = socket.connect(task, false, address);
                    boolean pending = now == -EINPROGRESS || now == -EALREADY;
                    // The first answer is always that it goes on.
                    return pending ? socket.connect(task, false, address) == -EALREADY ? -EAGAIN : 0 : now;
                },
                millis);
        long why = result == -EISCONN ? 0 : result;
        if (why == 0 && socket.peerName() == null) {
            why = -ECONNREFUSED;
        }
        if (why != 0) {
            throw failure(why);
        }
        connected = true;
    }

    private void check() throws IOException {
        if (closed || !connected) {
            throw new SocketException(closed ? "Socket closed" : "Socket is not connected");
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        check();
        return new Input();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        check();
        return new Output();
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (length == 0) {
                return 0;
            }
            check();
            UserBuffer into = UserBuffer.of(bytes, offset, length);
            long result = await(() -> socket.stream.take(into, 0, length, 0), timeout);
            if (result < 0) {
                throw failure(result);
            }
            return result == 0 ? -1 : (int) result;
        }

        @Override
        public int available() {
            return socket.in.available();
        }

        @Override
        public void close() throws IOException {
            JavaSocket.this.close();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            UserBuffer from = UserBuffer.of(bytes, offset, length);
            for (long done = 0; done < length; ) {
                check();
                long at = done;
                long result = await(() -> socket.stream.put(from, at, length, 0), 0);
                if (result < 0) {
                    throw failure(result);
                }
                done += result;
            }
        }

        @Override
        public void close() throws IOException {
            JavaSocket.this.close();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        open.release();
        socket.wake(0);
    }

    @Override
    public void shutdownInput() {
        inputShut = true;
        socket.shutdown(SHUT_RD);
    }

    @Override
    public void shutdownOutput() {
        outputShut = true;
        socket.shutdown(SHUT_WR);
    }

    private static InetSocketAddress told(@Nullable Endpoint end) {
        if (end == null) {
            return new InetSocketAddress(0);
        }
        byte[] address = end.address(end.ip().isV4() ? AF_INET : AF_INET6);
        byte[] ip = end.ip().isV4()
                ? java.util.Arrays.copyOfRange(address, 4, 8)
                : java.util.Arrays.copyOfRange(address, 8, 24);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(ip), end.port());
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // 4 or 16 bytes always are an address
        }
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return connected ? told(socket.remote()).getAddress() : null;
    }

    @Override
    public InetAddress getLocalAddress() {
        return told(socket.local).getAddress();
    }

    @Override
    public int getPort() {
        return connected ? told(socket.remote()).getPort() : 0;
    }

    @Override
    public int getLocalPort() {
        Endpoint own = socket.local;
        return own == null ? -1 : own.port();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return connected ? told(socket.remote()) : null;
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return socket.local == null ? null : told(socket.local);
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public boolean isBound() {
        return socket.local != null;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isInputShutdown() {
        return inputShut;
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShut;
    }

    @Override
    public void setSoTimeout(int millis) {
        timeout = millis;
    }

    @Override
    public int getSoTimeout() {
        return timeout;
    }

    // What only tunes.

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public boolean getTcpNoDelay() {
        return true;
    }

    @Override
    public void setKeepAlive(boolean on) {
        socket.options().keepAlive = on;
    }

    @Override
    public boolean getKeepAlive() {
        return socket.options().keepAlive;
    }

    @Override
    public void setReuseAddress(boolean on) {
        socket.options().reuseAddress = on;
    }

    @Override
    public boolean getReuseAddress() {
        return socket.options().reuseAddress;
    }

    @Override
    public void setSoLinger(boolean on, int seconds) {
        socket.options().linger = on;
        socket.options().lingerSeconds = seconds;
    }

    @Override
    public int getSoLinger() {
        return socket.options().linger ? socket.options().lingerSeconds : -1;
    }

    @Override
    public void setReceiveBufferSize(int size) {}

    @Override
    public int getReceiveBufferSize() {
        return socket.options().receiveBuffer;
    }

    @Override
    public void setSendBufferSize(int size) {}

    @Override
    public int getSendBufferSize() {
        return socket.options().sendBuffer;
    }

    @Override
    public void setTrafficClass(int trafficClass) {}

    @Override
    public int getTrafficClass() {
        return 0;
    }

    @Override
    public String toString() {
        return "JavaSocket[" + socket.local + " to " + socket.remote() + "]";
    }
}
