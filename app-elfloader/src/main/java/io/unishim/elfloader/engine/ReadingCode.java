package io.unishim.elfloader.engine;

import static io.unishim.host.Operand.at;
import static io.unishim.host.Operand.gs;
import static io.unishim.host.Register.R12;
import static io.unishim.host.Register.R13;
import static io.unishim.host.Register.R15;
import static io.unishim.host.Register.R8;
import static io.unishim.host.Register.R9;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RCX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;

import io.unishim.abi.Socket;
import io.unishim.abi.Syscall;
import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.Label;

/** The machine code with which a child's thread makes the program's call itself if that reads what lies in {@link Places}. */
final class ReadingCode {
    private final Assembler code;

    ReadingCode(Assembler code) {
        this.code = code;
    }

    /**
     * Makes the call that the program came out for, if it can be. Why it came out is in rax, and still is if not.
     *
     * @param done where to go on after that
     */
    void read(Label done) {
        Label not = new Label();
        Label known = new Label();
        Label look = new Label();
        Label found = new Label();
        Label fits = new Label();
        Label give = new Label();
        // A site that traps is to be patched.
        code.cmp(RAX, Engine.CALL).jump(Condition.NOT_EQUAL, not);
        code.mov32(R9, gs(Mail.AHEAD_COUNT)).test(R9, R9).jump(Condition.EQUAL, not);
        code.mov(RCX, gs(Context.RAX)).cmp(RCX, Syscall.READ.number()).jump(Condition.EQUAL, known);
        code.cmp(RCX, Syscall.RECVFROM.number()).jump(Condition.NOT_EQUAL, not);
        code.cmp32(gs(Context.R8), 0).jump(Condition.NOT_EQUAL, not);
        code.cmp32(gs(Context.R8 + 4), 0).jump(Condition.NOT_EQUAL, not);
        code.mov32(RCX, gs(Context.R10)).test32(RCX, ~Socket.MSG_DONTWAIT).jump(Condition.NOT_EQUAL, not);

        code.bind(known).rdgsbase(R13).mov32(RCX, gs(Context.RDI)).lea(RSI, at(R13, Mail.AHEAD));
        code.bind(look).cmp32(at(RSI, 0), RCX).jump(Condition.EQUAL, found);
        code.add(RSI, Integer.BYTES).sub(R9, 1).jump(Condition.NOT_EQUAL, look);
        code.jmp(not);

        code.bind(found)
                .mov32(R12, at(RSI, Mail.AHEAD_STATES - Mail.AHEAD))
                .mov(R9, R12)
                .shr(R9, Short.SIZE)
                .mov(R8, R12)
                .and(R8, 0xffff)
                .sub(R9, R8)
                .jump(Condition.BELOW_EQUAL, not);
        // No more than the program asks for; what no call may ask for is for the JVM to refuse.
        code.mov(RCX, gs(Context.RDX)).sub(RCX, 1).cmp(RCX, Integer.MAX_VALUE - 0xffff);
        code.jump(Condition.ABOVE_EQUAL, not).add(RCX, 1);
        code.cmp(RCX, R9)
                .jump(Condition.BELOW_EQUAL, fits)
                .mov(RCX, R9)
                .bind(fits)
                .mov(R9, RCX);
        code.mov(RDX, RSI)
                .sub(RSI, R13)
                .sub(RSI, Mail.AHEAD)
                .shl(RSI, SHIFT)
                .add(RSI, R13)
                .add(RSI, R8);
        code.add(RSI, Mail.AHEAD_PLACES)
                .mov(RDI, gs(Context.RSI))
                .lea(R15, give)
                .repMovsb();
        code.mov(RAX, R12).mov(RCX, R12).add(RCX, R9);
        code.lockCmpxchg32(at(RDX, Mail.AHEAD_STATES - Mail.AHEAD), RCX).jump(Condition.NOT_EQUAL, give);
        code.mov(gs(Context.RAX), R9).jmp(done);
        code.bind(give).mov32(RAX, Engine.CALL).bind(not);
    }

    /** From the place of a descriptor to that of its bytes. */
    private static final int SHIFT = Integer.numberOfTrailingZeros(Mail.AHEAD_SIZE / Integer.BYTES);
}
