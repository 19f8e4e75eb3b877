package io.unishim.net;

import static io.unishim.abi.Socket.*;

import io.unishim.net.InetScript.Ends;
import io.unishim.net.InetScript.Family;
import io.unishim.testing.CallScript.Value;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a sender is told of what it sent, by the error queue: MSG_ZEROCOPY and stamps of sending. */
class NoticesAgreeWithLinuxTest extends WithHost {
    private static final int CONTROL = 4096;
    private static final int HEADER = 8192;
    private static final int SCM_TIMESTAMPING = 37;

    /** Of SO_TIMESTAMPING: what is told, and how. */
    private static final int TX_SOFTWARE = 1 << 1;

    private static final int SOFTWARE = 1 << 4;
    private static final int OPT_ID = 1 << 7;
    private static final int TX_SCHED = 1 << 8;
    private static final int TX_ACK = 1 << 9;
    private static final int OPT_TSONLY = 1 << 11;

    private static void errorQueue(InetScript s, Value fd, boolean waits) {
        if (waits) {
            s.script.ints(s.polls, 0, fd, 0);
            s.script.call("poll", s.polls, 1, 60_000);
            s.script.show(s.polls, 4, 4);
        }
        s.script.bytes(s.in.at(CONTROL), new byte[256]);
        s.script.longs(s.in, HEADER, s.in, 32);
        s.script.longs(s.in, HEADER + 64, s.in.at(2048), 64, s.in.at(HEADER), 1, s.in.at(CONTROL), 200, 0);
        s.script.call("recvmsg", fd, s.in.at(HEADER + 64), MSG_ERRQUEUE);
        s.script.show(s.in, CONTROL, 128, NoticesAgreeWithLinuxTest::withoutTime);
        s.script.show(s.in, HEADER + 64 + 8, 4);
        s.script.show(s.in, HEADER + 64 + 40, 12);
    }

    /** A stamp is there on both sides, or on neither. */
    private static String withoutTime(byte[] control) {
        byte[] shown = control.clone();
        if (shown[8] == SOL_SOCKET && shown[12] == SCM_TIMESTAMPING) {
            Arrays.fill(shown, 16, 32, (byte) 0xff);
        }
        return HexFormat.of().formatHex(shown);
    }

    private static Value sender(InetScript s, boolean stream) {
        if (stream) {
            Ends ends = s.connected();
            return ends.client();
        }
        s.server();
        Value client = s.socket(SOCK_DGRAM);
        s.connect(client);
        return client;
    }

    @ParameterizedTest
    @CsvSource({"V4, true", "V4, false", "V6, true", "V6, false", "MAPPED, true", "MAPPED, false"})
    void sends_without_copies(Family family, boolean stream) {
        InetScript s = new InetScript(family);
        Value fd = sender(s, stream);
        s.send(fd, 0, 3, MSG_ZEROCOPY);
        errorQueue(s, fd, false);
        s.option(fd, SOL_SOCKET, SO_ZEROCOPY, 1);
        s.getOption(fd, SOL_SOCKET, SO_ZEROCOPY, 4);
        s.send(fd, 0, 3, 0);
        s.send(fd, 0, 0, MSG_ZEROCOPY);
        s.ready(fd);
        errorQueue(s, fd, false);
        s.send(fd, 0, 3, MSG_ZEROCOPY);
        errorQueue(s, fd, true);
        s.ready(fd);
        s.send(fd, 0, 5, MSG_ZEROCOPY);
        s.send(fd, 0, 26, MSG_ZEROCOPY);
        s.send(fd, 0, 26, 0);
        s.send(fd, 0, 1, MSG_ZEROCOPY);
        errorQueue(s, fd, true);
        errorQueue(s, fd, false);
        s.ready(fd);
        s.error(fd);
        s.option(fd, SOL_SOCKET, SO_ZEROCOPY, 0);
        s.send(fd, 0, 3, MSG_ZEROCOPY);
        errorQueue(s, fd, false);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void stamps_of_a_stream(Family family) {
        for (int told : new int[] {SOFTWARE, 0}) {
            for (int numbered : new int[] {OPT_ID, 0}) {
                InetScript s = new InetScript(family);
                Value fd = sender(s, true);
                s.send(fd, 0, 3, 0);
                int how = told | numbered | OPT_TSONLY;
                s.option(fd, SOL_SOCKET, SO_TIMESTAMPING, how | TX_SOFTWARE | TX_SCHED);
                for (int i = 1; i < 3; i++) {
                    s.send(fd, 0, 4 * i, 0);
                    errorQueue(s, fd, true);
                    errorQueue(s, fd, true);
                    errorQueue(s, fd, false);
                }
                s.option(fd, SOL_SOCKET, SO_TIMESTAMPING, how | TX_ACK);
                s.send(fd, 0, 5, 0);
                errorQueue(s, fd, true);
                errorQueue(s, fd, false);
                s.ready(fd);
                s.agree(host);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void stamps_of_datagrams(Family family) {
        InetScript s = new InetScript(family);
        Value fd = sender(s, false);
        s.option(fd, SOL_SOCKET, SO_TIMESTAMPING, SOFTWARE | OPT_ID | OPT_TSONLY | TX_SOFTWARE | TX_SCHED | TX_ACK);
        for (int i = 0; i < 3; i++) {
            s.send(fd, 0, 4 * i, 0);
            errorQueue(s, fd, true);
            errorQueue(s, fd, true);
            errorQueue(s, fd, false);
        }
        s.ready(fd);
        s.agree(host);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void who_may_number_stamps(Family family) {
        InetScript s = new InetScript(family);
        s.option(s.socket(SOCK_STREAM), SOL_SOCKET, SO_TIMESTAMPING, OPT_ID | SOFTWARE);
        s.option(s.listening(1), SOL_SOCKET, SO_TIMESTAMPING, OPT_ID | SOFTWARE);
        s.option(s.socket(SOCK_DGRAM), SOL_SOCKET, SO_TIMESTAMPING, OPT_ID | SOFTWARE);
        s.option(s.socket(SOCK_DGRAM), SOL_SOCKET, SO_TIMESTAMPING, 1 << 16);
        s.option(s.socket(SOCK_DGRAM), SOL_SOCKET, SO_TIMESTAMPING, 1 << 30);
        s.option(s.socket(SOCK_DGRAM), SOL_SOCKET, SO_ZEROCOPY, 2);
        s.option(s.socket(SOCK_DGRAM), SOL_SOCKET, SO_ZEROCOPY, -1);
        s.agree(host);
    }
}
