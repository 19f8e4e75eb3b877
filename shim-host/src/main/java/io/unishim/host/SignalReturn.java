package io.unishim.host;

import static io.unishim.host.Operand.at;
import static io.unishim.host.Register.R10;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;
import static io.unishim.host.Register.RSP;

import io.unishim.abi.Syscall;

/** What a handler returns to, and what stands in for a handler that was the default action. */
final class SignalReturn {
    private static final Label RESTORER = new Label();
    private static final Label DEFAULT_ACTION = new Label();
    private static final Assembler CODE = assemble();
    private static final long ORIGIN = NativeCode.install(CODE.code());

    private SignalReturn() {}

    private static Assembler assemble() {
        Assembler code = new Assembler();
        code.bind(RESTORER).mov32(RAX, Syscall.RT_SIGRETURN.number()).syscall();
        // rt_sigaction(signal in rdi, SIG_DFL, NULL, 8): on return the faulting instruction runs again, to its end.
        code.bind(DEFAULT_ACTION)
                .sub(RSP, 40)
                .xor32(RDX, RDX)
                .mov(at(RSP, 0), RDX)
                .mov(at(RSP, 8), RDX)
                .mov(at(RSP, 16), RDX)
                .mov(at(RSP, 24), RDX)
                .mov(RSI, RSP)
                .mov32(R10, 8)
                .mov32(RAX, Syscall.RT_SIGACTION.number())
                .syscall()
                .add(RSP, 40)
                .ret();
        return code;
    }

    static long address() {
        return ORIGIN + CODE.offsetOf(RESTORER);
    }

    static long defaultActionAddress() {
        return ORIGIN + CODE.offsetOf(DEFAULT_ACTION);
    }
}
