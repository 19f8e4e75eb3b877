package io.unishim.net;

import static io.unishim.abi.Netlink.NLMSG_ERROR;
import static io.unishim.abi.Netlink.NLMSG_MIN_TYPE;
import static io.unishim.abi.Netlink.NLM_F_ACK;
import static io.unishim.abi.Netlink.NLM_F_CAPPED;
import static io.unishim.abi.Netlink.NLM_F_REQUEST;

import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the kernel is asked by one protocol of netlink (man 7 netlink). */
abstract class NetlinkRequests {
    /** @return 0, 1 if the answer has an end of its own, or an errno */
    abstract long handle(Task task, ByteBuffer request, int type, int flags, NetlinkWriter out);

    /**
     * Answers all requests of a datagram.
     *
     * @param port the asking socket's
     * @param brief whether acknowledgements do not repeat requests
     */
    List<byte[]> answer(Task task, int port, byte[] bytes, boolean brief) {
        List<byte[]> all = new ArrayList<>(2);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; bytes.length - at >= NetlinkWriter.HEADER; ) {
            int length = in.getInt(at);
            if (length < NetlinkWriter.HEADER || length > bytes.length - at) {
                break;
            }
            ByteBuffer request = in.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
            NetlinkWriter out = new NetlinkWriter(port, request.getInt(8));
            int flags = request.getShort(6);
            int type = request.getShort(4) & 0xffff;
            long result = 0;
            if ((flags & NLM_F_REQUEST) != 0 && type >= NLMSG_MIN_TYPE) {
                result = handle(task, request, type, flags, out);
            }
            // A dump has an end of its own: result 1.
            if (result < 0 || result == 0 && (flags & NLM_F_ACK) != 0) {
                acknowledge(out, request, (int) result, brief);
            }
            all.addAll(out.datagrams());
            at += length + 3 & ~3;
        }
        return all;
    }

    private static void acknowledge(NetlinkWriter out, ByteBuffer request, int errno, boolean brief) {
        boolean whole = errno != 0 && !brief;
        int size = whole ? Math.min(request.capacity(), 4096) : NetlinkWriter.HEADER;
        byte[] repeated = new byte[size + 3 & ~3]; // its length is told with what fills it up
        request.get(0, repeated, 0, size);
        out.flush();
        out.begin(NLMSG_ERROR, whole ? 0 : NLM_F_CAPPED)
                .word(errno)
                .raw(repeated)
                .end();
    }

    /** @param size of the structure before the attributes. @return the value of an attribute, or null */
    static byte @Nullable [] attribute(ByteBuffer request, int size, int type) {
        for (int at = NetlinkWriter.HEADER + size; at + 4 <= request.capacity(); ) {
            int length = request.getShort(at) & 0xffff;
            if (length < 4 || length > request.capacity() - at) {
                return null;
            }
            if ((request.getShort(at + 2) & 0x3fff) == type) {
                byte[] value = new byte[length - 4];
                request.get(at + 4, value);
                return value;
            }
            at += length + 3 & ~3;
        }
        return null;
    }
}
