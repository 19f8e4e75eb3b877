package io.unishim.net;

import static io.unishim.abi.SockDiag.*;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.AF_UNSPEC;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Which sockets are wanted: a program of operations (linux/inet_diag.h), each of which is answered by yes or no and says how
 * far to go on then. A socket is wanted if its end is reached exactly.
 */
final class DiagFilter {
    /** Of struct inet_diag_bc_op. */
    private static final int OPERATION = 4;

    /** Of struct inet_diag_hostcond without an address. */
    private static final int CONDITION = 8;

    private final ByteBuffer code;

    DiagFilter(byte[] code) {
        this.code = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int yes(int at) {
        return code.get(at + 1) & 0xff;
    }

    private int no(int at) {
        return code.getShort(at + 2) & 0xffff;
    }

    /** As the kernel's inet_diag_bc_audit, and that no step goes beyond the end. */
    boolean valid() {
        int size = code.capacity();
        int at = 0;
        while (size - at >= OPERATION) {
            int left = size - at;
            int operation = code.get(at) & 0xff;
            int least = least(operation, at, left);
            boolean steps =
                    operation == INET_DIAG_BC_NOP || no(at) >= least && no(at) <= left + OPERATION && (no(at) & 3) == 0;
            if (least < 0 || least > left || !steps || yes(at) < least || yes(at) > left || (yes(at) & 3) != 0) {
                return false;
            }
            at += yes(at);
        }
        return at == size;
    }

    /** @return how long an operation is at least, or -1 if there is none such */
    private int least(int operation, int at, int left) {
        return switch (operation) {
            case INET_DIAG_BC_NOP, INET_DIAG_BC_JMP, INET_DIAG_BC_AUTO -> OPERATION;
            case INET_DIAG_BC_S_GE,
                    INET_DIAG_BC_S_LE,
                    INET_DIAG_BC_S_EQ,
                    INET_DIAG_BC_D_GE,
                    INET_DIAG_BC_D_LE,
                    INET_DIAG_BC_D_EQ,
                    INET_DIAG_BC_DEV_COND -> 2 * OPERATION;
            case INET_DIAG_BC_MARK_COND, INET_DIAG_BC_CGROUP_COND -> 3 * OPERATION;
            case INET_DIAG_BC_S_COND, INET_DIAG_BC_D_COND -> {
                if (left < OPERATION + CONDITION) {
                    yield -1;
                }
                int address = switch (code.get(at + OPERATION) & 0xff) {
                    case AF_UNSPEC -> 0;
                    case AF_INET -> 4;
                    case AF_INET6 -> 16;
                    default -> -1;
                };
                int prefix = code.get(at + OPERATION + 1) & 0xff;
                yield address < 0 || prefix > 8 * address ? -1 : OPERATION + CONDITION + address;
            }
            default -> -1;
        };
    }

    /** @return whether a socket is wanted, by a valid filter */
    boolean takes(InetSocket socket) {
        int at = 0;
        while (code.capacity() - at >= OPERATION) {
            at += answer(socket, at) ? yes(at) : no(at);
        }
        return at == code.capacity();
    }

    private boolean answer(InetSocket socket, int at) {
        Endpoint none = socket.isV6() ? Endpoint.NONE6 : Endpoint.NONE4;
        Endpoint own = socket.local == null ? none : socket.local;
        Endpoint known = socket.remote();
        Endpoint other = known == null ? none : known;
        return switch (code.get(at) & 0xff) {
            case INET_DIAG_BC_NOP -> true;
            case INET_DIAG_BC_S_GE -> own.port() >= no(at + OPERATION);
            case INET_DIAG_BC_S_LE -> own.port() <= no(at + OPERATION);
            case INET_DIAG_BC_S_EQ -> own.port() == no(at + OPERATION);
            case INET_DIAG_BC_D_GE -> other.port() >= no(at + OPERATION);
            case INET_DIAG_BC_D_LE -> other.port() <= no(at + OPERATION);
            case INET_DIAG_BC_D_EQ -> other.port() == no(at + OPERATION);
            case INET_DIAG_BC_AUTO -> {
                PortBinding binding = socket.binding;
                yield binding == null || !binding.chosen;
            }
            case INET_DIAG_BC_S_COND -> meets(socket, own, at + OPERATION);
            case INET_DIAG_BC_D_COND -> meets(socket, other, at + OPERATION);
            case INET_DIAG_BC_DEV_COND -> SocketLevelOptions.boundIndex(socket) == code.getInt(at + OPERATION);
            case INET_DIAG_BC_MARK_COND -> (code.getInt(at + OPERATION) & code.getInt(at + 2 * OPERATION)) == 0;
            default -> false;
        };
    }

    private boolean meets(InetSocket socket, Endpoint end, int at) {
        int port = code.getInt(at + 4);
        if (port != -1 && port != end.port()) {
            return false;
        }
        int family = code.get(at) & 0xff;
        boolean four = family == AF_INET && end.ip().isV4();
        if (family != AF_UNSPEC && family != socket.domain() && !four) {
            return false;
        }
        byte[] address = ByteBuffer.allocate(16)
                .putLong(end.ip().high())
                .putLong(end.ip().low())
                .array();
        int from = family == AF_INET6 ? 0 : 12;
        int prefix = code.get(at + 1) & 0xff;
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((address[from + bit / 8] ^ code.get(at + CONDITION + bit / 8)) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
