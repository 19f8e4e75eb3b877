package io.unishim.host;

import static io.unishim.host.Operand.at;
import static io.unishim.host.Register.R10;
import static io.unishim.host.Register.R8;
import static io.unishim.host.Register.R9;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RCX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;
import static io.unishim.host.Register.RSP;

import io.unishim.host.Assembler.Condition;
import io.unishim.memory.OffHeap;
import java.util.List;

/**
 * The machine code of this package, made once: a raw system call, access to memory that may be bad, and the handler that
 * mends such an access.
 *
 * <p>All access to bad memory stands between {@link #accessBegin} and {@link #accessEnd}, so that the handler knows it by
 * the program counter, as kernels do with their exception tables. A fault in a copy, which is one {@code rep movsb}, ends
 * it: the count register says exactly how much is left. A fault in access to a word returns {@link #FAULT}.
 */
final class HostCode {
    /** What access to a bad word returns. As a long it may also be a value: look again with a copy. */
    static final long FAULT = 0xb5ad_4ece_da1c_e2a9L;

    /** Offset of {@code rip} in the ucontext that the kernel hands to a handler. */
    private static final int UC_RIP = 168;

    private static final HostCode CODE = new HostCode();

    private final Label call = new Label();
    private final Label copy = new Label();
    private final Label load8 = new Label();
    private final Label load32 = new Label();
    private final Label load64 = new Label();
    private final Label store8 = new Label();
    private final Label store32 = new Label();
    private final Label store64 = new Label();
    private final Label exchange32 = new Label();
    private final Label accessBegin = new Label();
    private final Label copyBytes = new Label();
    private final Label copyDone = new Label();
    private final Label wordFault = new Label();
    private final Label accessEnd = new Label();
    private final Label handler = new Label();

    /** One word per signal: where the handler goes on; then one for the engine's handler. Never freed. */
    private final OffHeap next = OffHeap.allocate(8 * 66);

    private final Net net = new Net();

    private final Assembler code = new Assembler();
    private final long origin;

    private HostCode() {
        systemCall();
        copies();
        words();
        handler();
        net.assemble(code);
        origin = NativeCode.install(code.code());
        NativeCode.register(HostCalls.class, List.of(NativeMethod.ofLongs("raw", 7, address(call))));
        NativeCode.register(
                UserCopy.class,
                List.of(
                        NativeMethod.ofLongs("copy", 3, address(copy)),
                        NativeMethod.ofLongs("load8", 1, address(load8)),
                        NativeMethod.ofLongs("load32", 1, address(load32)),
                        NativeMethod.ofLongs("load64", 1, address(load64)),
                        NativeMethod.ofLongs("store8", 2, address(store8)),
                        NativeMethod.ofLongs("store32", 2, address(store32)),
                        NativeMethod.ofLongs("store64", 2, address(store64)),
                        NativeMethod.ofLongs("exchange32", 3, address(exchange32))));
    }

    static HostCode get() {
        return CODE;
    }

    private long address(Label label) {
        return origin + code.offsetOf(label);
    }

    /** @return the address of the handler for SIGSEGV and SIGBUS */
    long handlerAddress() {
        return address(handler);
    }

    /** Where the handler goes on if the fault is not one of ours; see {@link FaultHandler}. */
    OffHeap next() {
        return next;
    }

    /** @return what catches stray access to a program's memory */
    Net net() {
        return net;
    }

    /** @return the address of the net's code */
    long netAddress() {
        return address(net.entry);
    }

    static int engineSlot() {
        return 8 * 65;
    }

    private void systemCall() {
        code.bind(call)
                .mov(RAX, RDX)
                .mov(RDI, RCX)
                .mov(RSI, R8)
                .mov(RDX, R9)
                .mov(R10, at(RSP, 8))
                .mov(R8, at(RSP, 16))
                .mov(R9, at(RSP, 24))
                .syscall()
                .ret();
    }

    /** One string instruction: as fast as a loop of vector moves on processors that have FSRM, and exact by itself. */
    private void copies() {
        code.bind(copy).mov(RDI, RDX).mov(RSI, RCX).mov(RCX, R8);
        code.bind(accessBegin).bind(copyBytes).repMovsb();
        code.bind(copyDone).mov(RAX, RCX).ret();
    }

    private void words() {
        code.bind(load8).movzx8(RAX, at(RDX, 0)).ret();
        code.bind(load32).mov32(RAX, at(RDX, 0)).ret();
        code.bind(load64).mov(RAX, at(RDX, 0)).ret();
        code.bind(store8).mov8(at(RDX, 0), RCX).xor32(RAX, RAX).ret();
        code.bind(store32).mov32(at(RDX, 0), RCX).xor32(RAX, RAX).ret();
        code.bind(store64).mov(at(RDX, 0), RCX).xor32(RAX, RAX).ret();
        // The upper half of rax is cleared first: cmpxchg leaves it alone where it does not load eax.
        code.bind(exchange32).bytes(0x89, 0xc8).lockCmpxchg32(at(RDX, 0), R8).ret();
        code.bind(accessEnd).bind(wordFault).mov(RAX, FAULT).ret();
    }

    private void handler() {
        Label notOurs = new Label();
        Label word = new Label();
        Label resume = new Label();
        Label before = new Label();
        code.bind(handler)
                .mov(RAX, at(RDX, UC_RIP))
                .lea(RCX, accessBegin)
                .cmp(RAX, RCX)
                .jump(Condition.BELOW, notOurs)
                .lea(RCX, accessEnd)
                .cmp(RAX, RCX)
                .jump(Condition.ABOVE_EQUAL, notOurs)
                .lea(RCX, copyBytes)
                .cmp(RAX, RCX)
                .jump(Condition.NOT_EQUAL, word);
        code.lea(RCX, copyDone).jmp(resume);
        code.bind(word).lea(RCX, wordFault);
        code.bind(resume).mov(at(RDX, UC_RIP), RCX).ret();

        // The engine's threads have a GS base; what it cannot use either goes to whoever handled the signal before.
        code.bind(notOurs)
                .rdgsbase(RAX)
                .test(RAX, RAX)
                .jump(Condition.EQUAL, before)
                .mov(RCX, next.address() + engineSlot())
                .mov(RCX, at(RCX, 0))
                .test(RCX, RCX)
                .jump(Condition.EQUAL, before)
                .jmp(RCX);
        code.bind(before)
                .mov(RAX, next.address())
                .mov(RCX, RDI)
                .shl(RCX, 3)
                .add(RAX, RCX)
                .jmp(at(RAX, 0));
    }
}
