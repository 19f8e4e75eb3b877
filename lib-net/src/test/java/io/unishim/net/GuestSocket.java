package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.MSG_DONTWAIT;
import static io.unishim.abi.Socket.MSG_NOSIGNAL;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.MessageCalls;
import io.unishim.linux.MessageCallsFamily;
import io.unishim.linux.OpenCallsFamily;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.ReadAhead;
import io.unishim.task.Task;
import java.util.Objects;

/** A process with a socket of IPv4 at the loopback. */
final class GuestSocket {
    private final SocketCalls sockets;
    private final MessageCalls messages;
    private final Shim shim;
    private final Task task;
    private final int fd;

    GuestSocket(Shim shim, int type) {
        this.shim = shim;
        sockets = shim.calls(SocketCallsFamily.FAMILY);
        messages = shim.calls(MessageCallsFamily.FAMILY);
        task = shim.newProcess("guest");
        fd = (int) sockets.socket(task, AF_INET, type, 0);
    }

    private static byte[] address(int port) {
        return new Endpoint(Ip.LOOPBACK4, port).address(AF_INET);
    }

    GuestSocket bound(int port) {
        assertThat(sockets.bind(task, fd, UserBuffer.of(address(port)))).isZero();
        return this;
    }

    GuestSocket connected(int port) {
        assertThat(connect(address(port))).isZero();
        return this;
    }

    /** @return 0 or an errno */
    long connect(byte[] address) {
        return sockets.connect(task, fd, UserBuffer.of(address));
    }

    void option(int level, int name, int... value) {
        assertThat(sockets.setsockopt(task, fd, level, name, UserBuffer.of(OptionCalls.ints(value))))
                .isZero();
    }

    long send(String text, int port) {
        return send(text, address(port));
    }

    long send(String text, byte[] address) {
        return messages.sendto(task, fd, UserBuffer.of(text.getBytes(US_ASCII)), 0, UserBuffer.of(address));
    }

    /** Sends until it would have to wait. @return how much */
    long fill() {
        UserBuffer bytes = UserBuffer.of(new byte[50_000]);
        long all = 0;
        long sent;
        while ((sent = messages.sendto(task, fd, bytes, MSG_DONTWAIT | MSG_NOSIGNAL, UserBuffer.of(new byte[0]))) > 0) {
            all += sent;
        }
        assertThat(sent).isEqualTo(-EAGAIN);
        return all;
    }

    /** @return what came, or the errno */
    String receive(int flags) {
        byte[] bytes = new byte[100];
        long got = messages.recvfrom(task, fd, UserBuffer.of(bytes), flags, 0, UserInt.none());
        return got < 0 ? "" + got : new String(bytes, 0, (int) got, US_ASCII);
    }

    /** @return the descriptor of the host's socket that a connection goes by */
    int hostDescriptor() {
        TcpSocket socket = (TcpSocket) Objects.requireNonNull(Files.socket(task, fd));
        return Objects.requireNonNull(socket.hostSide().descriptor()).fd();
    }

    /** As an epoll instance does that told the process of it. */
    void readAhead(ReadAhead ahead) {
        OpenFileDescription open =
                Objects.requireNonNull(task.process().state(Descriptors.KEY).get(fd));
        open.file().readAhead(task, open, fd, ahead);
    }

    /** @return the error that {@code SO_ERROR} tells, which is gone then */
    int error() {
        return Objects.requireNonNull(Files.socket(task, fd)).takeError();
    }

    /** @return what {@code poll(2)} says of it */
    int readiness() {
        OpenFileDescription open =
                Objects.requireNonNull(task.process().state(Descriptors.KEY).get(fd));
        return open.file().readiness(open);
    }

    void close() {
        shim.calls(OpenCallsFamily.FAMILY).close(task, fd);
    }
}
