package io.unishim.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct tcp_info} (man 7 tcp, linux/tcp.h). What is told is so: state, sizes, what went each way, what is under way
 * and was sent again, how long the way takes. What a kernel estimates follows from that as Linux has it: a window of congestion
 * that grows with what is acknowledged, and has shrunk with what was lost. When data was last seen is not measured.
 */
final class TcpInfo {
    private static final int SIZE = 248;
    /** Linux's largest segment on its loopback, and on an Ethernet with time stamps. */
    private static final int SEGMENT = 32_768;

    private static final int SEGMENT_OUTSIDE4 = 1448;
    private static final int SEGMENT_OUTSIDE6 = 1428;
    private static final int USUAL_SEGMENT = 536;
    private static final int MTU_OUTSIDE = 1500;
    /** TCPI_OPT_TIMESTAMPS, TCPI_OPT_SACK, TCPI_OPT_WSCALE. */
    private static final int OPTIONS = 7;
    /** What both windows are scaled by, a half byte each. */
    private static final int SCALES = 0x77;

    /** Linux's TCP_INIT_CWND, in segments, and where growth ends here: its sender never fills more. */
    private static final int FIRST_WINDOW = 10;

    private static final int MOST_WINDOW = 1 << 14;

    /** Linux's TCP_RTO_MIN in microseconds. */
    private static final int LEAST_RTO = 200_000;

    private TcpInfo() {}

    private static boolean outside(InetSocket socket) {
        Endpoint other = socket.remote();
        return other != null && !socket.stack.interfaces().isLocal(other.ip());
    }

    /** @return how large a segment to the other end is at most. @param socket that is connected */
    static int segment(InetSocket socket) {
        Endpoint other = socket.remote();
        if (!outside(socket)) {
            return SEGMENT;
        }
        return other == null || other.ip().isV4() ? SEGMENT_OUTSIDE4 : SEGMENT_OUTSIDE6;
    }

    /** @return how large a packet to the other end is at most. @param usual that on the loopback */
    static int mtu(InetSocket socket, int usual) {
        return outside(socket) ? MTU_OUTSIDE : usual;
    }

    static byte[] of(TcpSocket socket) {
        ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        boolean connected = socket.peerName() != null;
        out.put(0, (byte) socket.state);
        out.put(7, (byte) (connected ? 0 : 1)); // tcpi_delivery_rate_app_limited
        out.putInt(8, connected ? 200_000 : 1_000_000); // tcpi_rto, microseconds
        out.putInt(16, connected ? segment(socket) : USUAL_SEGMENT); // tcpi_snd_mss
        TcpListening queue = socket.listening;
        if (queue != null) {
            out.putInt(24, queue.count()); // tcpi_unacked: those to accept
            out.putInt(28, queue.backlog()); // tcpi_sacked: the backlog
        }
        out.putInt(76, Integer.MAX_VALUE); // tcpi_snd_ssthresh
        out.putInt(80, FIRST_WINDOW); // tcpi_snd_cwnd
        out.putInt(88, 3); // tcpi_reordering
        if (connected) {
            of(socket, out);
        }
        return out.array();
    }

    private static int pieces(long bytes, int segment) {
        return (int) Math.min((bytes + segment - 1) / segment, Integer.MAX_VALUE);
    }

    private static void of(TcpSocket socket, ByteBuffer out) {
        int way = (int) Math.min(socket.roundTrip() / 1000, Integer.MAX_VALUE / 4);
        int room = socket.stream.room();
        int segment = segment(socket);
        Tunnel over = socket.tunnel;
        Flight flight = over == null ? null : over.from(socket).flight();
        TcpSocket other = socket.peer;
        long unsent = socket.stream.outgoing(false);
        long under = socket.stream.outgoing(true) - unsent;
        // Over a network the peer is a stand-in: what is no more at it has been sent.
        long sent = other == null ? 0 : other.stream.received() - unsent;
        long received = socket.stream.received();
        out.put(5, (byte) OPTIONS); // tcpi_options
        out.put(6, (byte) SCALES); // tcpi_snd_wscale, tcpi_rcv_wscale
        out.putInt(8, LEAST_RTO + way); // tcpi_rto
        out.putInt(12, 40_000); // tcpi_ato
        out.putInt(20, USUAL_SEGMENT); // tcpi_rcv_mss
        out.putInt(24, pieces(under, segment)); // tcpi_unacked
        out.putInt(60, mtu(socket, Interface.LOOPBACK.mtu())); // tcpi_pmtu
        out.putInt(64, room); // tcpi_rcv_ssthresh
        out.putInt(68, way); // tcpi_rtt
        out.putInt(72, way / 2); // tcpi_rttvar
        int window = FIRST_WINDOW + Math.min(pieces(sent - under, segment), MOST_WINDOW);
        int resent = flight == null ? 0 : flight.resent();
        if (resent > 0) {
            // As Linux's cubic: to 0.7 of what it was, once or more often.
            window = Math.max(window * 7 / 10, 2);
        }
        out.putInt(76, resent > 0 ? window : Integer.MAX_VALUE); // tcpi_snd_ssthresh
        out.putInt(80, window); // tcpi_snd_cwnd
        out.putInt(84, segment); // tcpi_advmss
        out.putInt(96, room); // tcpi_rcv_space
        out.putInt(100, resent); // tcpi_total_retrans
        out.putLong(112, -1); // tcpi_max_pacing_rate
        out.putLong(120, sent - under); // tcpi_bytes_acked
        out.putLong(128, received); // tcpi_bytes_received
        out.putInt(136, pieces(sent, segment) + 2); // tcpi_segs_out: those that made the connection too
        out.putInt(140, pieces(received, segment) + 1); // tcpi_segs_in
        out.putInt(144, (int) Math.min(unsent, Integer.MAX_VALUE)); // tcpi_notsent_bytes
        out.putInt(148, way); // tcpi_min_rtt
        out.putInt(152, pieces(received, segment)); // tcpi_data_segs_in
        out.putInt(156, pieces(sent, segment)); // tcpi_data_segs_out
        out.putLong(200, sent); // tcpi_bytes_sent
        out.putLong(208, flight == null ? 0 : flight.resentBytes()); // tcpi_bytes_retrans
        out.putInt(228, other == null ? 0 : other.stream.room()); // tcpi_snd_wnd
        out.putInt(232, room); // tcpi_rcv_wnd
    }
}
