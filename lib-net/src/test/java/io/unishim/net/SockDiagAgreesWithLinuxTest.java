package io.unishim.net;

import static io.unishim.abi.Netlink.*;
import static io.unishim.abi.SockDiag.*;
import static io.unishim.abi.Socket.*;

import io.unishim.Shim;
import io.unishim.testing.CallScript;
import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** NETLINK_SOCK_DIAG against the host: which questions there are, and what is answered where the host has no sockets either. */
class SockDiagAgreesWithLinuxTest extends WithHost {
    private static final int DUMP = NLM_F_REQUEST | NLM_F_DUMP;
    private static final int ONE = NLM_F_REQUEST;

    /** Sockets of the process that nobody has: raw ones of an unknown state. */
    private static final int NOBODY = 1 << 31;

    private final CallScript script = new CallScript();
    private final Buffer request = script.buffer();
    private final Buffer in = script.buffer();
    private final Value fd = script.call("socket", AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

    private void agree() {
        try (Shim shim = Shim.builder().only("net", "vfscore").boot()) {
            script.agree(host, shim.newProcess("test"));
        }
    }

    /** Asks, and compares the size, type and flags of the answer, and the word that follows the header. */
    private void ask(int type, int flags, int size, int... structure) {
        script.bytes(request, new byte[256]);
        script.ints(request, 0, size, type | flags << 16, 5, 0);
        script.ints(request, 16, Arrays.stream(structure).boxed().toArray());
        script.call("sendto", fd, request, size, 0, 0, 0);
        script.bytes(in, new byte[64]);
        script.call("recvfrom", fd, in, 4096, MSG_DONTWAIT, 0, 0);
        script.show(in, 0, 8);
        script.show(in, 16, 4);
    }

    private static int families(int family, int protocol) {
        return family | protocol << 8;
    }

    @Test
    void which_questions_there_are() {
        for (int type = 16; type < 24; type++) {
            ask(type, ONE, 16);
            ask(type, DUMP, 16 + 8, AF_MAX);
        }
        agree();
    }

    @Test
    void which_families_there_are() {
        for (int family : new int[] {0, AF_AX25, AF_VSOCK, AF_MAX, 200}) {
            ask(SOCK_DIAG_BY_FAMILY, DUMP, 16 + 56, families(family, 0), NOBODY);
        }
        agree();
    }

    @Test
    void questions_that_are_too_short() {
        for (int family : new int[] {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK}) {
            int whole = family == AF_UNIX ? 24 : family == AF_NETLINK ? 20 : 56;
            for (int size : new int[] {0, 1, 2, 8, 16, whole - 1}) {
                ask(SOCK_DIAG_BY_FAMILY, DUMP, 16 + size, families(family, IPPROTO_TCP), NOBODY);
            }
        }
        agree();
    }

    @Test
    void protocols_and_states_that_nobody_has() {
        for (int protocol : new int[] {IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_SCTP, 0, 99}) {
            ask(SOCK_DIAG_BY_FAMILY, DUMP, 16 + 56, families(AF_INET, protocol), NOBODY);
            ask(SOCK_DIAG_BY_FAMILY, DUMP, 16 + 56, families(AF_INET6, protocol), NOBODY);
        }
        ask(SOCK_DIAG_BY_FAMILY, DUMP, 16 + 24, families(AF_UNIX, 0), NOBODY);
        agree();
    }

    @Test
    void sockets_that_there_are_not() {
        ask(
                SOCK_DIAG_BY_FAMILY,
                ONE,
                16 + 56,
                families(AF_INET, IPPROTO_TCP),
                -1,
                0x01000000,
                0x01000001,
                0,
                0,
                0,
                0x02000001);
        ask(SOCK_DIAG_BY_FAMILY, ONE, 16 + 56, families(AF_INET6, IPPROTO_UDP), -1, 0x01000000);
        ask(SOCK_DIAG_BY_FAMILY, ONE, 16 + 24, families(AF_UNIX, 0), -1, 0, 0xff);
        ask(SOCK_DIAG_BY_FAMILY, ONE, 16 + 24, families(AF_UNIX, 0), -1, -5, 0xff);
        agree();
    }

    private void filter(int... code) {
        int[] structure = new int[14 + 1 + code.length];
        structure[0] = families(AF_INET, IPPROTO_TCP);
        structure[1] = NOBODY;
        structure[14] = 4 + 4 * code.length | INET_DIAG_REQ_BYTECODE << 16;
        System.arraycopy(code, 0, structure, 15, code.length);
        ask(SOCK_DIAG_BY_FAMILY, DUMP, 16 + 4 * structure.length, structure);
    }

    private static int step(int operation, int yes, int no) {
        return operation | yes << 8 | no << 16;
    }

    @Test
    void filters_are_checked() {
        filter(step(INET_DIAG_BC_NOP, 4, 0));
        filter(step(INET_DIAG_BC_S_GE, 8, 12), 80 << 16);
        filter(step(INET_DIAG_BC_S_GE, 8, 8), 80 << 16);
        filter(step(INET_DIAG_BC_S_GE, 8, 16), 80 << 16);
        filter(step(INET_DIAG_BC_S_GE, 4, 12), 80 << 16);
        filter(step(INET_DIAG_BC_S_GE, 8, 13), 80 << 16);
        filter(step(INET_DIAG_BC_S_EQ, 8, 12));
        filter(step(99, 4, 8));
        filter(step(INET_DIAG_BC_JMP, 4, 8));
        filter(step(INET_DIAG_BC_AUTO, 4, 8));
        filter(step(INET_DIAG_BC_S_COND, 16, 20), AF_INET | 32 << 8, -1, 0x0100007f);
        filter(step(INET_DIAG_BC_S_COND, 16, 20), AF_INET | 33 << 8, -1, 0x0100007f);
        filter(step(INET_DIAG_BC_D_COND, 12, 16), 0, 80);
        filter(step(INET_DIAG_BC_D_COND, 16, 20), AF_INET6 | 8 << 8, 80, 0);
        filter(step(INET_DIAG_BC_DEV_COND, 8, 12), 1);
        agree();
    }
}
