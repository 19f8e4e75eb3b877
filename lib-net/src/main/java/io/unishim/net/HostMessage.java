package io.unishim.net;

import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;
import static io.unishim.abi.UdpOptions.*;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserIovec;

/**
 * A struct msghdr in a block of memory, with what it leads to: buffers, a name, control messages. Bytes go straight from and
 * to a program's memory where the host can reach it, else by way of the block.
 */
final class HostMessage {
    /** As large as the block that it needs. */
    static final int BLOCK = 1 << 17;

    private static final int HEADER = 56;
    private static final int VECTOR = HEADER;
    private static final int RESULT_FLAGS = 48;

    /** After the buffers of a whole vector. */
    private static final int NAME = HEADER + UserIovec.MAX_SEGMENTS * 16;

    private static final int NAME_SIZE = 28;
    private static final int CONTROL = NAME + 64;
    private static final int CONTROL_SIZE = 512;
    private static final int CONTROL_HEADER = 16;
    private static final int BYTES = CONTROL + CONTROL_SIZE;
    private static final int MOST = 65_536;

    private final OffHeap block;

    HostMessage(OffHeap block) {
        this.block = block;
    }

    /** Begins with no buffers, control messages or name. */
    private void clear() {
        block.zero(0, HEADER);
    }

    private void buffer(long address, long length) {
        block.putLong(16, block.address() + VECTOR);
        block.putLong(24, 1);
        block.putLong(VECTOR, address);
        block.putLong(VECTOR + 8, length);
    }

    /** Has the bytes be where a program wants them. @return whether the host can reach that */
    private boolean direct(UserBuffer there) {
        long length = there.length();
        long address = there.hostAddress(0, length);
        if (address != 0) {
            clear();
            buffer(address, length);
            return true;
        }
        return there instanceof UserIovec buffers && HostVector.write(buffers, 0, block) == length;
    }

    // Sending.

    /** Writes what is to be sent. @throws MemoryFault if it cannot be read */
    void outgoing(UserBuffer from, Endpoint to, Outgoing how) {
        int length = (int) from.length();
        if (length == 0 || !direct(from)) {
            if (length > 0 && from.get(0, block, BYTES, length) != length) {
                throw MemoryFault.FAULT;
            }
            clear();
            buffer(block.address() + BYTES, length);
        }
        boolean four = to.ip().isV4();
        byte[] name = to.address(four ? AF_INET : AF_INET6);
        block.put(NAME, name, 0, name.length);
        block.putLong(0, block.address() + NAME);
        block.putInt(8, name.length);
        int end = CONTROL;
        if (how.service >= 0) {
            end = control(end, four ? SOL_IP : SOL_IPV6, four ? IP_TOS : IPV6_TCLASS, 4, how.service);
        }
        if (how.hops >= 0) {
            end = control(end, four ? SOL_IP : SOL_IPV6, four ? IP_TTL : IPV6_HOPLIMIT, 4, how.hops);
        }
        if (how.segment != 0) {
            end = control(end, SOL_UDP, UDP_SEGMENT, 2, how.segment);
        }
        if (end != CONTROL) {
            block.putLong(32, block.address() + CONTROL);
            block.putLong(40, end - CONTROL);
        }
    }

    private int control(int at, int level, int kind, int size, int value) {
        block.putLong(at, CONTROL_HEADER + size);
        block.putInt(at + 8, level);
        block.putInt(at + 12, kind);
        block.putLong(at + CONTROL_HEADER, value & 0xffff_ffffL);
        return at + CONTROL_HEADER + 8;
    }

    /** @return how many bytes were sent, or an errno */
    long send(int fd) {
        return HostCalls.call(Syscall.SENDMSG.number(), fd, block.address(), MSG_DONTWAIT | MSG_NOSIGNAL, 0);
    }

    // Receiving.

    /** Has what comes be put into the block. */
    void incoming() {
        clear();
        buffer(block.address() + BYTES, MOST);
        tells();
    }

    /** Has what comes be put where a program wants it. @return whether the host can reach that */
    boolean incoming(UserBuffer into) {
        boolean reached = direct(into);
        tells();
        return reached;
    }

    /** Has nothing be taken but a look at who sent what comes. */
    void sender() {
        clear();
        tells();
    }

    private void tells() {
        block.putLong(0, block.address() + NAME);
        block.putLong(32, block.address() + CONTROL);
    }

    /** @return the whole length of the message, or an errno */
    long receive(int fd, int flags) {
        block.putInt(8, NAME_SIZE);
        block.putLong(40, CONTROL_SIZE);
        block.putInt(RESULT_FLAGS, 0);
        return HostCalls.call(Syscall.RECVMSG.number(), fd, block.address(), flags | MSG_DONTWAIT | MSG_TRUNC);
    }

    /** @return who sent it; of an error, to whom it was sent */
    Endpoint name() {
        byte[] address = new byte[NAME_SIZE];
        block.get(NAME, address, 0, NAME_SIZE);
        return Addresses.family(address) == AF_INET ? Endpoint.ofV4(address) : Endpoint.ofV6(address);
    }

    /** @return what came into the block */
    byte[] bytes(long count) {
        byte[] bytes = new byte[(int) count];
        block.get(BYTES, bytes, 0, bytes.length);
        return bytes;
    }

    /** @return a number that came by a control message of version 4 or 6, or another one if none did */
    int told(int kind4, int kind6, int usual) {
        int at = find(kind4, kind6);
        if (at < 0) {
            return usual;
        }
        // A type of service is a byte, the rest are ints.
        int value = block.getInt(at + CONTROL_HEADER);
        return block.getLong(at) < CONTROL_HEADER + 4 ? value & 0xff : value;
    }

    private int find(int kind4, int kind6) {
        long left = block.getLong(40);
        int at = CONTROL;
        while (left >= CONTROL_HEADER) {
            int level = block.getInt(at + 8);
            int kind = block.getInt(at + 12);
            if (level == SOL_IP && kind == kind4 || level == SOL_IPV6 && kind == kind6) {
                return at;
            }
            int step = (int) (block.getLong(at) + 7 & ~7);
            at += step;
            left -= step;
        }
        return -1;
    }

    /** @return an int of the struct sock_extended_err that came, or 0 if none did */
    int error(int offset) {
        int at = find(IP_RECVERR, IPV6_RECVERR);
        return at < 0 ? 0 : block.getInt(at + CONTROL_HEADER + offset);
    }
}
