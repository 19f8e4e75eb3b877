package io.unishim.net;

import io.unishim.file.OpenFileDescription;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** What goes with the bytes of one send. */
final class Outgoing {
    final int flags;

    /** To whom, or null for the other end. */
    byte @Nullable [] to;

    /** Descriptions with a reference each, or null. */
    OpenFileDescription @Nullable [] rights;

    /** pid, uid, gid that were named, or null for the sender's own. */
    int @Nullable [] credentials;

    /** The own address that a datagram is to bear, or null. */
    @Nullable
    Ip source;

    /** As whom a datagram is sent that was begun before, or null for what the socket is now. */
    @Nullable
    Endpoint from;

    /** Time to live and type of service of a datagram, or -1. */
    int hops = -1;

    int service = -1;

    /** Priority of a datagram, or -1. */
    int priority = -1;

    /** SO_MARK of a datagram, 0 for the socket's. */
    int mark;

    /** The interface by which a datagram is to go, 0 for any. */
    int index;

    /** The length of the datagrams that it is cut into, 0 for one. */
    int segment;

    Outgoing(int flags) {
        this.flags = flags;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Notes the interface that a {@code struct sockaddr_in6} names, which it does for groups and addresses of a link. */
    void scope(byte[] address, Ip ip) {
        boolean ofLink = ip.isLinkLocal() || ip.isMulticast() && !ip.isV4() && (ip.high() >>> 48 & 0xf) <= 2;
        if (index == 0 && ofLink && address.length >= Endpoint.SIZE6) {
            index = ByteBuffer.wrap(address).order(ByteOrder.LITTLE_ENDIAN).getInt(24);
        }
    }

    /** @return the descriptions, whose references the caller takes over */
    OpenFileDescription @Nullable [] takeRights() {
        OpenFileDescription[] taken = rights;
        rights = null;
        return taken;
    }

    /** Gives up what nobody took. */
    void release() {
        OpenFileDescription[] left = takeRights();
        if (left != null) {
            for (OpenFileDescription each : left) {
                each.release();
            }
        }
    }
}
