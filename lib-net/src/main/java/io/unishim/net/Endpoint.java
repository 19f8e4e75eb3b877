package io.unishim.net;

import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An address and a port, and how they stand in {@code struct sockaddr_in} and {@code struct sockaddr_in6} (man 7 ip, ipv6).
 *
 * @param port 0 to 65535
 */
record Endpoint(Ip ip, int port) {
    static final Endpoint NONE4 = new Endpoint(Ip.ANY4, 0);
    static final Endpoint NONE6 = new Endpoint(Ip.ANY6, 0);

    /** Bytes of {@code struct sockaddr_in}. */
    static final int SIZE4 = 16;

    /** Bytes of {@code struct sockaddr_in6}; of old it lacked the last four. */
    static final int SIZE6 = 28;

    static final int OLD_SIZE6 = 24;

    /** @return what an address of AF_INET says. @param address at least {@link #SIZE4} bytes */
    static Endpoint ofV4(byte[] address) {
        ByteBuffer in = ByteBuffer.wrap(address);
        return new Endpoint(Ip.v4(in.getInt(4)), in.getChar(2));
    }

    /** @return what an address of AF_INET6 says. @param address at least {@link #OLD_SIZE6} bytes */
    static Endpoint ofV6(byte[] address) {
        ByteBuffer in = ByteBuffer.wrap(address);
        return new Endpoint(new Ip(in.getLong(8), in.getLong(16)), in.getChar(2));
    }

    /** @return the structure of a domain. @param domain AF_INET or AF_INET6 */
    byte[] address(int domain) {
        ByteBuffer out = ByteBuffer.allocate(domain == AF_INET ? SIZE4 : SIZE6).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) (domain == AF_INET ? AF_INET : AF_INET6)).order(ByteOrder.BIG_ENDIAN);
        out.putShort((short) port);
        if (domain == AF_INET) {
            out.putInt(ip.v4());
        } else {
            out.putInt(0).putLong(ip.high()).putLong(ip.low());
        }
        return out.array();
    }

    @Override
    public String toString() {
        return ip.isV4() ? ip + ":" + port : "[" + ip + "]:" + port;
    }
}
