package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ENOMSG;
import static io.unishim.abi.IpOptions.IP_RECVERR;
import static io.unishim.abi.Ipv6Options.IPV6_RECVERR;
import static io.unishim.abi.Socket.MSG_ERRQUEUE;
import static io.unishim.abi.Socket.SOL_IP;
import static io.unishim.abi.Socket.SOL_IPV6;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a sender asked to be told of what it sent, and has not read from the error queue yet: that memory is its own again
 * (the kernel's msg_zerocopy.rst), and when something went out or was acknowledged (timestamping.rst).
 */
final class Notices {
    /** Who does not read them has only so many. */
    private static final int MOST = 1024;

    /** SO_EE_ORIGIN_ZEROCOPY, SO_EE_CODE_ZEROCOPY_COPIED and SO_EE_ORIGIN_TIMESTAMPING (linux/errqueue.h). */
    private static final int ZERO_COPY = 5;

    private static final int COPIED = 1;
    private static final int STAMP = 4;

    /** @param time nanoseconds since 1970 of a stamp, or -1 */
    private record Notice(int errno, int origin, int code, int info, int data, long time) {}

    private final ArrayDeque<Notice> waiting = new ArrayDeque<>();
    private int copies;
    private long begin;
    private int count;

    private void add(Notice notice) {
        if (waiting.size() < MOST) {
            waiting.addLast(notice);
        }
    }

    /** One more send with MSG_ZEROCOPY is done. The bytes were copied, as Linux does to another socket of its own. */
    synchronized void copied() {
        int number = copies++;
        Notice last = waiting.peekLast();
        boolean goesOn = last != null && last.origin() == ZERO_COPY && last.data() == number - 1;
        if (goesOn && last != null) {
            waiting.pollLast();
        }
        add(new Notice(0, ZERO_COPY, COPIED, goesOn && last != null ? last.info() : number, number, -1));
    }

    /** Stamps are numbered from now on. @param position what a stream has sent so far */
    synchronized void begin(long position) {
        begin = position;
        count = 0;
    }

    /** @return the number of a datagram, or of the last byte that a stream has sent. @param position -1 for a datagram */
    synchronized int number(long position) {
        return position < 0 ? count++ : (int) (position - 1 - begin);
    }

    /** @param kind SCM_TSTAMP_SND, SCM_TSTAMP_SCHED or SCM_TSTAMP_ACK. @param number 0 where none is asked for */
    synchronized void stamp(int kind, int number, long time) {
        add(new Notice(ENOMSG, STAMP, 0, kind, number, time));
    }

    synchronized boolean some() {
        return !waiting.isEmpty();
    }

    private synchronized @Nullable Notice poll() {
        return waiting.pollFirst();
    }

    /** Tells the oldest. @return 0, for no bytes come with it, or {@code -EAGAIN} */
    long take(InetSocket socket, Incoming in) {
        Notice notice = poll();
        if (notice == null) {
            return -EAGAIN;
        }
        in.resultFlags |= MSG_ERRQUEUE;
        if (notice.time() >= 0) {
            TimeStamps.tellSent(socket.options(), notice.time(), in);
        }
        int offender = socket.isV6() ? Endpoint.SIZE6 : Endpoint.SIZE4;
        ByteBuffer error = ByteBuffer.allocate(16 + offender).order(ByteOrder.LITTLE_ENDIAN);
        error.putInt(notice.errno()).put((byte) notice.origin()).put((byte) 0);
        error.put((byte) notice.code()).put((byte) 0).putInt(notice.info()).putInt(notice.data());
        in.add(socket.isV6() ? SOL_IPV6 : SOL_IP, socket.isV6() ? IPV6_RECVERR : IP_RECVERR, error.array());
        return 0;
    }
}
