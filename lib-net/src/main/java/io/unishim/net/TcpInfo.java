package io.unishim.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@code struct tcp_info} of a connection that never loses anything (man 7 tcp). */
final class TcpInfo {
    /** Linux's largest segment on its loopback. */
    static final int SEGMENT = 32_768;

    private static final int SIZE = 248;

    private TcpInfo() {}

    static byte[] of(TcpSocket socket) {
        ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, (byte) socket.state);
        boolean connected = socket.peerName() != null;
        out.putInt(8, connected ? 200_000 : 1_000_000); // tcpi_rto, microseconds
        out.putInt(16, connected ? SEGMENT : 536); // tcpi_snd_mss
        out.putInt(20, 536); // tcpi_rcv_mss
        TcpListening queue = socket.listening;
        if (queue != null) {
            out.putInt(24, queue.count()); // tcpi_unacked: those to accept
            out.putInt(28, queue.backlog()); // tcpi_sacked: the backlog
        }
        out.putInt(60, connected ? 65_536 : 0); // tcpi_pmtu
        out.putInt(72, Integer.MAX_VALUE); // tcpi_snd_ssthresh
        out.putInt(76, 10); // tcpi_snd_cwnd
        out.putInt(80, connected ? SEGMENT : 0); // tcpi_advmss
        return out.array();
    }
}
