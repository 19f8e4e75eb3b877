package io.unishim.net;

import static io.unishim.abi.Fcntl.F_GETFD;
import static io.unishim.abi.Socket.*;

import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages with pieces and control data over AF_UNIX sockets, against the host. */
class UnixMessagesAgreeWithLinuxTest extends UnixAgreement {
    private void message(int controlLength, int... pieces) {
        int at = 0;
        for (int i = 0; i < pieces.length; i++) {
            script.longs(iov, 16 * i, text.at(at), pieces[i]);
            at += pieces[i];
        }
        script.longs(header, 0, 0, 0, iov, pieces.length, control, controlLength, 0);
    }

    private void receiveMessage(Value fd, int room, int controlRoom, int flags) {
        script.longs(iov, 512, in, room);
        script.bytes(control, new byte[256]);
        script.bytes(in, new byte[64]);
        script.longs(header, 256, in.at(4096), 110, iov.at(512), 1, control, controlRoom, 0);
        script.call("recvmsg", fd, header.at(256), flags | MSG_DONTWAIT);
        script.show(in, 0, 32);
        script.show(header, 256 + 8, 4);
        script.show(header, 256 + 40, 12);
        script.show(control, 0, 16);
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void messages_in_pieces(int type) {
        connected(type);
        message(0, 3, 0, 5);
        script.call("sendmsg", one(), header, 0);
        receiveMessage(other(), 4, 0, 0);
        receiveMessage(other(), 32, 0, 0);
        script.longs(header, 0, 0, 0, iov, 1025, 0, 0, 0);
        script.call("sendmsg", one(), header, 0);
        script.call("recvmsg", other(), header, MSG_DONTWAIT);
        script.longs(header, 0, 0, 0, 0, 1, 0, 0, 0);
        script.call("sendmsg", one(), header, 0);
        script.call("sendmsg", one(), 0, 0);
        script.call("sendmsg", one(), header.last(20), 0);
        script.longs(iov, 0, text, -1);
        script.longs(header, 0, 0, 0, iov, 1, 0, 0, 0);
        script.call("sendmsg", one(), header, 0);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void descriptors_are_passed(int type) {
        connected(type);
        Buffer pipe = script.buffer();
        script.call("socketpair", AF_UNIX, SOCK_STREAM, 0, pipe);
        for (int controlRoom : new int[] {64, 24, 20, 19, 16, 0}) {
            script.bytes(control, new byte[64]);
            script.longs(control, 0, 24);
            script.ints(control, 8, SOL_SOCKET, SCM_RIGHTS, pipe.word(0), pipe.word(4));
            message(24, 4);
            script.call("sendmsg", one(), header, 0);
            receiveMessage(other(), 32, controlRoom, controlRoom == 24 ? MSG_CMSG_CLOEXEC : 0);
            script.show(control, 16, 8);
            script.call("fcntl", control.word(16), F_GETFD, 0);
        }
        script.call("write", pipe.word(4), text, 5);
        script.call("close", pipe.word(0));
        script.call("read", 6, in, 5);
        script.call("close", one());
        receiveMessage(other(), 32, 64, 0);
        agree();
    }

    @Test
    void control_messages_that_are_none() {
        connected(SOCK_STREAM);
        for (long size : new long[] {0, 15, 16, 17, 20, 25, 1000, -1}) {
            script.longs(control, 0, size);
            script.ints(control, 8, SOL_SOCKET, SCM_RIGHTS, one(), other());
            message(24, 4);
            script.call("sendmsg", one(), header, 0);
        }
        script.longs(control, 0, 20);
        script.ints(control, 8, SOL_SOCKET, SCM_RIGHTS, 999);
        message(20, 4);
        script.call("sendmsg", one(), header, 0);
        script.ints(control, 8, SOL_SOCKET, 77, 999);
        script.call("sendmsg", one(), header, 0);
        script.ints(control, 8, 77, 77, 999);
        script.call("sendmsg", one(), header, 0);
        script.longs(header, 40, -1);
        script.call("sendmsg", one(), header, 0);
        script.longs(header, 40, 1 << 20);
        script.call("sendmsg", one(), header, 0);
        script.longs(header, 32, 0, 16);
        script.call("sendmsg", one(), header, 0);
        script.longs(control, 0, 1048);
        script.ints(control, 8, SOL_SOCKET, SCM_RIGHTS);
        message(1048, 4);
        script.call("sendmsg", one(), header, 0);
        agree();
    }

    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void descriptors_divide_a_stream(int type) {
        connected(type);
        send(one(), 0, 3, 0);
        script.longs(control, 0, 20);
        script.ints(control, 8, SOL_SOCKET, SCM_RIGHTS, one());
        message(20, 4);
        script.call("sendmsg", one(), header, 0);
        send(one(), 5, 3, 0);
        receiveMessage(other(), 32, 64, MSG_PEEK);
        receiveMessage(other(), 32, 64, 0);
        receiveMessage(other(), 32, 64, 0);
        receiveMessage(other(), 32, 64, 0);
        agree();
    }
}
