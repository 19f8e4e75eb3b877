package io.unishim.net;

import static io.unishim.abi.Socket.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of SOL_SOCKET on AF_UNIX sockets, against the host. */
class UnixOptionsAgreeWithLinuxTest extends UnixAgreement {
    @ParameterizedTest
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET})
    void options(int type) {
        connected(type);
        int[] known = {
            SO_TYPE, SO_DOMAIN, SO_PROTOCOL, SO_ERROR, SO_ACCEPTCONN, SO_PASSCRED, SO_REUSEADDR, SO_KEEPALIVE,
                    SO_BROADCAST,
            SO_OOBINLINE, SO_DONTROUTE, SO_PRIORITY, SO_RCVLOWAT, SO_SNDLOWAT, SO_SNDBUF, SO_RCVBUF, SO_LINGER,
                    SO_RCVTIMEO,
            SO_SNDTIMEO, SO_TIMESTAMP
        };
        for (int each : known) {
            for (int room : new int[] {0, 1, 3, 4, 24, -1}) {
                option(one(), each, room);
            }
        }
        option(one(), 9999, 4);
        script.ints(length, 0, 4);
        script.call("getsockopt", one(), 6, 1, in, length);
        script.call("getsockopt", one(), 0, 1, in, length);
        script.call("getsockopt", one(), SOL_SOCKET, SO_TYPE, in, 0);
        script.call("getsockopt", one(), SOL_SOCKET, SO_TYPE, 0, length);
        for (int each : known) {
            for (int value : new int[] {0, 1, 2, 100, 100_000, 5_000_000, -1}) {
                boolean privileged = each == SO_PRIORITY && (value < 0 || value > 6);
                if (!privileged
                        && each != SO_RCVTIMEO
                        && each != SO_SNDTIMEO
                        && each != SO_SNDBUF
                        && each != SO_RCVBUF) {
                    script.ints(text, 0, value, 7);
                    script.call("setsockopt", one(), SOL_SOCKET, each, text, 8);
                    option(one(), each, 24);
                }
            }
            script.call("setsockopt", one(), SOL_SOCKET, each, text, 3);
            script.call("setsockopt", one(), SOL_SOCKET, each, text, -1);
            script.call("setsockopt", one(), SOL_SOCKET, each, 0, 4);
        }
        for (int value : new int[] {0, 1, 5_000, 100_000}) {
            script.ints(text, 0, value);
            script.call("setsockopt", one(), SOL_SOCKET, SO_SNDBUF, text, 4);
            option(one(), SO_SNDBUF, 4);
            script.call("setsockopt", one(), SOL_SOCKET, SO_RCVBUF, text, 4);
            option(one(), SO_RCVBUF, 4);
        }
        for (long[] time : new long[][] {{5, 0}, {5, 1_000_000}, {5, -1}, {-1, 0}, {0, 0}, {0, 500_000}}) {
            script.longs(text, 0, time[0], time[1]);
            script.call("setsockopt", one(), SOL_SOCKET, SO_RCVTIMEO, text, 16);
            option(one(), SO_RCVTIMEO, 24);
            script.call("setsockopt", one(), SOL_SOCKET, SO_RCVTIMEO, text, 15);
        }
        script.call("setsockopt", one(), 6, 1, text, 4);
        script.call("setsockopt", one(), SOL_SOCKET, 9999, text, 4);
        agree();
    }

    @Test
    void receiving_gives_up_after_the_time_set() {
        connected(SOCK_STREAM);
        script.longs(text, 0, 0, 1000);
        script.call("setsockopt", one(), SOL_SOCKET, SO_RCVTIMEO, text, 16);
        script.call("recvfrom", one(), in, 5, 0, 0, 0);
        script.call("read", one(), in, 5);
        script.call("sendto", other(), text, 2, 0, 0, 0);
        script.call("recvfrom", one(), in, 5, MSG_WAITALL, 0, 0);
        agree();
    }
}
