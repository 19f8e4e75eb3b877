package io.unishim.core;

import io.unishim.abi.Socket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Addresses of sockets as strace writes them. */
final class TracedAddress {
    private static final ConstantNames FAMILIES = new ConstantNames(Socket.class, "AF_");
    private static final int SIZE_4 = 16;
    private static final int SIZE_6 = 28;
    private static final int SIZE_NETLINK = 12;

    private TracedAddress() {}

    /** @param bytes a {@code struct sockaddr} of at least two bytes */
    static String of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int family = Short.toUnsignedInt(in.getShort(0));
        String head = "{sa_family=" + FAMILIES.oneOf(family);
        if (family == Socket.AF_UNIX) {
            return head + unix(bytes) + "}";
        }
        if (family == Socket.AF_INET && bytes.length >= SIZE_4) {
            return head + ", sin_port=htons(" + port(in) + "), sin_addr=inet_addr(\"" + ip(bytes, 4, 8) + "\")}";
        }
        if (family == Socket.AF_INET6 && bytes.length >= SIZE_6) {
            return head + ", sin6_port=htons(" + port(in) + "), sin6_flowinfo=htonl("
                    + Integer.toUnsignedString(Integer.reverseBytes(in.getInt(4)))
                    + "), inet_pton(AF_INET6, \"" + ip(bytes, 8, 24) + "\", &sin6_addr), sin6_scope_id="
                    + Integer.toUnsignedString(in.getInt(24)) + "}";
        }
        if (family == Socket.AF_NETLINK && bytes.length >= SIZE_NETLINK) {
            return head + ", nl_pid=" + Integer.toUnsignedString(in.getInt(4)) + ", nl_groups="
                    + String.format("%08x", in.getInt(8)) + "}";
        }
        byte[] rest = Arrays.copyOfRange(bytes, 2, bytes.length);
        return head + (rest.length == 0 ? "" : ", sa_data=" + TracedText.quoted(rest, rest.length)) + "}";
    }

    private static int port(ByteBuffer in) {
        return Short.toUnsignedInt(Short.reverseBytes(in.getShort(2)));
    }

    private static String ip(byte[] bytes, int from, int to) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, to)).getHostAddress();
        } catch (UnknownHostException impossible) {
            return "";
        }
    }

    /** A path up to its NUL, a name that no file has after one, or nothing. */
    private static String unix(byte[] bytes) {
        if (bytes.length == 2) {
            return "";
        }
        boolean named = bytes[2] != 0;
        int end = named ? 2 : 3;
        while (end < bytes.length && !(named && bytes[end] == 0)) {
            end++;
        }
        byte[] name = Arrays.copyOfRange(bytes, named ? 2 : 3, end);
        return ", sun_path=" + (named ? "" : "@") + TracedText.whole(name, name.length);
    }
}
