package io.unishim.net;

import static io.unishim.abi.Netlink.NETLINK_SOCK_DIAG;
import static io.unishim.abi.Netlink.NLMSG_DONE;
import static io.unishim.abi.Netlink.NLM_F_ACK;
import static io.unishim.abi.Netlink.NLM_F_DUMP;
import static io.unishim.abi.Netlink.NLM_F_REQUEST;
import static io.unishim.abi.SockDiag.INET_DIAG_BC_S_EQ;
import static io.unishim.abi.SockDiag.INET_DIAG_REQ_BYTECODE;
import static io.unishim.abi.SockDiag.SOCK_DESTROY;
import static io.unishim.abi.SockDiag.SOCK_DIAG_BY_FAMILY;
import static io.unishim.abi.SockDiag.UDIAG_SHOW_NAME;
import static io.unishim.abi.SockDiag.UDIAG_SHOW_PEER;
import static io.unishim.abi.SockDiag.UDIAG_SHOW_RQLEN;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_NETLINK;
import static io.unishim.abi.Socket.AF_UNIX;
import static io.unishim.abi.Socket.IPPROTO_TCP;
import static io.unishim.abi.Socket.MSG_DONTWAIT;
import static io.unishim.abi.Socket.SOCK_RAW;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Errnos;
import io.unishim.linux.MessageCalls;
import io.unishim.linux.MessageCallsFamily;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What NETLINK_SOCK_DIAG tells of a shim's sockets, as {@code ss} reads it. */
class SockDiagTest {
    private static final int ALL = -1;
    private static final int LISTENING = 1 << TcpState.LISTEN;

    private final Shim shim = Shim.builder().only("net", "vfscore").boot();
    private final Task task = shim.newProcess("test");
    private final SocketCalls calls = shim.calls(SocketCallsFamily.FAMILY);
    private final MessageCalls messages = shim.calls(MessageCallsFamily.FAMILY);
    private final int diag = (int) calls.socket(task, AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);

    @AfterEach
    void close() {
        shim.close();
    }

    /** Asks. @param structure in words, the first of which says family and protocol. @return the messages that answer */
    private List<ByteBuffer> ask(int type, int flags, int... structure) {
        ByteBuffer request = little(new byte[16 + 4 * structure.length]);
        request.putInt(request.capacity()).putShort((short) type).putShort((short) (flags | NLM_F_REQUEST));
        request.putInt(1).putInt(0);
        for (int each : structure) {
            request.putInt(each);
        }
        assertThat(messages.sendto(task, diag, UserBuffer.of(request.array()), 0, UserBuffer.of(new byte[0])))
                .isEqualTo(request.capacity());
        List<ByteBuffer> all = new ArrayList<>();
        byte[] bytes = new byte[8192];
        for (long size = receive(bytes); size > 0; size = receive(bytes)) {
            for (int at = 0; at < size; ) {
                int length = little(bytes).getInt(at);
                ByteBuffer one = little(new byte[length]);
                one.put(0, bytes, at, length);
                all.add(one);
                at += length + 3 & ~3;
            }
        }
        return all;
    }

    private long receive(byte[] bytes) {
        return messages.recvfrom(task, diag, UserBuffer.of(bytes), MSG_DONTWAIT, 0, UserInt.none());
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int[] tcp(int states, int... attributes) {
        int[] structure = new int[14 + attributes.length];
        structure[0] = AF_INET | IPPROTO_TCP << 8;
        structure[1] = states;
        System.arraycopy(attributes, 0, structure, 14, attributes.length);
        return structure;
    }

    private static UserBuffer at(int port) {
        return UserBuffer.of(new Endpoint(Ip.LOOPBACK4, port).address(AF_INET));
    }

    private int listening(int port) {
        int fd = (int) calls.socket(task, AF_INET, SOCK_STREAM, 0);
        assertThat(calls.bind(task, fd, at(port))).isZero();
        assertThat(calls.listen(task, fd, 3)).isZero();
        return fd;
    }

    private int connected(int port) {
        int fd = (int) calls.socket(task, AF_INET, SOCK_STREAM, 0);
        assertThat(calls.connect(task, fd, at(port))).isZero();
        return fd;
    }

    private static int type(ByteBuffer message) {
        return message.getShort(4);
    }

    private static int bigEndian(ByteBuffer message, int at) {
        return Short.toUnsignedInt(Short.reverseBytes(message.getShort(at)));
    }

    @Test
    void a_listener_is_told_with_its_queue_and_its_backlog() {
        listening(700);
        connected(700);
        List<ByteBuffer> told = ask(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, tcp(LISTENING));
        assertThat(told).hasSize(2);
        ByteBuffer listener = told.get(0);
        assertThat(type(listener)).isEqualTo(SOCK_DIAG_BY_FAMILY);
        assertThat(listener.get(16)).isEqualTo((byte) AF_INET);
        assertThat(listener.get(17)).isEqualTo((byte) TcpState.LISTEN);
        assertThat(bigEndian(listener, 20)).isEqualTo(700);
        assertThat(bigEndian(listener, 22)).isZero();
        assertThat(listener.getInt(24)).isEqualTo(0x0100007f);
        assertThat(listener.getInt(16 + 56)).isEqualTo(1);
        assertThat(listener.getInt(16 + 60)).isEqualTo(3);
        assertThat(type(told.get(1))).isEqualTo(NLMSG_DONE);
    }

    @Test
    void a_connection_that_nobody_accepted_has_no_inode() {
        listening(700);
        connected(700);
        List<Integer> inodes = new ArrayList<>();
        for (ByteBuffer each : ask(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, tcp(1 << TcpState.ESTABLISHED))) {
            if (type(each) != NLMSG_DONE) {
                inodes.add(each.getInt(16 + 68));
            }
        }
        assertThat(inodes).hasSize(2).containsOnlyOnce(0);
    }

    @Test
    void a_filter_leaves_out_whom_it_does_not_take() {
        listening(700);
        listening(701);
        int equal = INET_DIAG_BC_S_EQ | 8 << 8 | 12 << 16;
        List<ByteBuffer> told =
                ask(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, tcp(ALL, 12 | INET_DIAG_REQ_BYTECODE << 16, equal, 701 << 16));
        assertThat(told).hasSize(2);
        assertThat(bigEndian(told.get(0), 20)).isEqualTo(701);
    }

    @Test
    void a_listener_that_is_destroyed_listens_no_more() {
        listening(700);
        int[] which = tcp(0);
        which[2] = 700 >> 8 | (700 & 0xff) << 8;
        which[3] = 0x0100007f;
        ByteBuffer answer = ask(SOCK_DESTROY, NLM_F_ACK, which).get(0);
        assertThat(answer.getInt(16)).isZero();
        assertThat(ask(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, tcp(ALL))).hasSize(1);
        assertThat(ask(SOCK_DESTROY, NLM_F_ACK, which).get(0).getInt(16)).isEqualTo(-Errnos.ENOENT);
    }

    @Test
    void sockets_of_unix_are_told_with_names_and_other_ends() {
        int fd = (int) calls.socket(task, AF_UNIX, SOCK_STREAM, 0);
        UserBuffer name = UserBuffer.of("\1\0\0name".getBytes(US_ASCII));
        assertThat(calls.bind(task, fd, name)).isZero();
        assertThat(calls.listen(task, fd, 2)).isZero();
        int client = (int) calls.socket(task, AF_UNIX, SOCK_STREAM, 0);
        assertThat(calls.connect(task, client, name)).isZero();
        int show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN;
        List<ByteBuffer> told = ask(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, AF_UNIX, ALL, 0, show, -1, -1);
        assertThat(told).hasSize(3);
        ByteBuffer listener = told.get(0);
        assertThat(listener.get(18)).isEqualTo((byte) TcpState.LISTEN);
        assertThat(new String(listener.array(), 36, 5, US_ASCII)).isEqualTo("\0name");
        // One waits, of two and one more.
        assertThat(listener.getInt(48)).isEqualTo(1);
        assertThat(listener.getInt(52)).isEqualTo(2);
        ByteBuffer other = told.get(1);
        assertThat(other.get(18)).isEqualTo((byte) TcpState.ESTABLISHED);
        assertThat(other.getInt(36)).isZero(); // the other end is nobody's yet
    }
}
