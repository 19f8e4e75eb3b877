package io.unishim.elfloader.engine;

import static io.unishim.host.Operand.at;
import static io.unishim.host.Operand.gs;
import static io.unishim.host.Register.R12;
import static io.unishim.host.Register.R13;
import static io.unishim.host.Register.R14;
import static io.unishim.host.Register.R15;
import static io.unishim.host.Register.R8;
import static io.unishim.host.Register.R9;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RBX;
import static io.unishim.host.Register.RCX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;

import io.unishim.abi.Socket;
import io.unishim.abi.Syscall;
import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.Label;

/**
 * The machine code with which a child's thread makes the program's call itself, if that reads what lies in {@link Places} or
 * writes where they have room.
 *
 * <p>The slot is in r13, the grant in r14, in rdx where the descriptor was found, in rbx what is to be done there; in r9 will
 * be how many bytes were moved.
 */
final class AheadCode {
    /** From the place of a descriptor to that of its bytes. */
    private static final int SHIFT = Integer.numberOfTrailingZeros(Mail.AHEAD_SIZE / Integer.BYTES);

    private static final int STATES = Mail.AHEAD_STATES - Mail.AHEAD;
    private static final int ROOMS = Mail.AHEAD_ROOMS - Mail.AHEAD;

    private final Assembler code;
    private final Label not = new Label();
    private final Label give = new Label();
    private final Label moved = new Label();

    AheadCode(Assembler code) {
        this.code = code;
    }

    /**
     * Makes the call that the program came out for, if it can be. Why it came out is in rax, and still is if not.
     *
     * @param done where to go on after that
     */
    void make(Label done) {
        Label write = new Label();
        Label written = new Label();
        find();
        code.test(RBX, RBX).jump(Condition.NOT_EQUAL, write);
        read();
        code.bind(write);
        write();

        code.bind(moved).mov(RCX, RDX).sub(RCX, R13).sub(RCX, Mail.AHEAD).shl(RCX, Short.SIZE - 2);
        code.add(RCX, RBX).add(RCX, R9);
        code.mov(RSI, R14).and(RSI, 0xffff).shl(RSI, 2).add(RSI, R13).mov32(at(RSI, Mail.AHEAD_DONE), RCX);
        code.mov(RAX, R14).mov(RCX, R14).add(RCX, 1);
        code.lockCmpxchg32(gs(Mail.AHEAD_GRANT), RCX).jump(Condition.NOT_EQUAL, give);
        code.mov(gs(Context.RAX), R9);
        // What is left there is for this thread alone.
        code.test(RBX, RBX).jump(Condition.NOT_EQUAL, written);
        code.mov32(RCX, at(RDX, STATES))
                .add(RCX, R9)
                .mov32(at(RDX, STATES), RCX)
                .jmp(done);
        code.bind(written).mov32(RCX, at(RDX, ROOMS)).sub(RCX, R9).mov32(at(RDX, ROOMS), RCX);
        code.mov32(RCX, gs(Mail.AHEAD_USED))
                .add(RCX, R9)
                .mov32(gs(Mail.AHEAD_USED), RCX)
                .jmp(done);
        code.bind(give).mov32(RAX, Engine.CALL).bind(not);
    }

    /** Looks whether there is a place for the call. */
    private void find() {
        Label reads = new Label();
        Label writes = new Label();
        Label receives = new Label();
        Label known = new Label();
        Label look = new Label();
        Label found = new Label();
        // A site that traps is to be patched.
        code.cmp(RAX, Engine.CALL).jump(Condition.NOT_EQUAL, not);
        code.mov32(R9, gs(Mail.AHEAD_COUNT)).test(R9, R9).jump(Condition.EQUAL, not);
        code.mov32(R14, gs(Mail.AHEAD_GRANT)).mov(RCX, R14).and(RCX, ~Mail.GRANTED);
        code.cmp(RCX, R14).jump(Condition.EQUAL, not).cmp(RCX, Mail.MOST_DONE).jump(Condition.ABOVE_EQUAL, not);

        code.mov(RCX, gs(Context.RAX)).cmp(RCX, Syscall.READ.number()).jump(Condition.EQUAL, reads);
        code.cmp(RCX, Syscall.WRITE.number()).jump(Condition.EQUAL, writes);
        code.mov(RSI, gs(Context.R8))
                .test(RSI, RSI)
                .jump(Condition.NOT_EQUAL, not)
                .mov32(RSI, gs(Context.R10));
        code.cmp(RCX, Syscall.RECVFROM.number()).jump(Condition.EQUAL, receives);
        code.cmp(RCX, Syscall.SENDTO.number()).jump(Condition.NOT_EQUAL, not);
        code.test32(RSI, ~(Socket.MSG_DONTWAIT | Socket.MSG_NOSIGNAL)).jump(Condition.NOT_EQUAL, not);
        code.bind(writes).mov32(RBX, Mail.AHEAD_WRITTEN).jmp(known);
        code.bind(receives).test32(RSI, ~Socket.MSG_DONTWAIT).jump(Condition.NOT_EQUAL, not);
        code.bind(reads).xor32(RBX, RBX);

        code.bind(known).rdgsbase(R13).mov32(RCX, gs(Context.RDI)).lea(RDX, at(R13, Mail.AHEAD));
        code.bind(look).cmp32(at(RDX, 0), RCX).jump(Condition.EQUAL, found);
        code.add(RDX, Integer.BYTES).sub(R9, 1).jump(Condition.NOT_EQUAL, look);
        code.jmp(not).bind(found);
    }

    private void read() {
        Label fits = new Label();
        code.mov32(R12, at(RDX, STATES))
                .mov(R9, R12)
                .shr(R9, Short.SIZE)
                .and(R12, 0xffff)
                .sub(R9, R12)
                .jump(Condition.BELOW_EQUAL, not);
        // No more than the program asks for; what no call may ask for is for the JVM to refuse.
        code.mov(RCX, gs(Context.RDX)).sub(RCX, 1).cmp(RCX, Integer.MAX_VALUE - 0xffff);
        code.jump(Condition.ABOVE_EQUAL, not).add(RCX, 1);
        code.cmp(RCX, R9)
                .jump(Condition.BELOW_EQUAL, fits)
                .mov(RCX, R9)
                .bind(fits)
                .mov(R9, RCX);
        code.mov(RSI, RDX)
                .sub(RSI, R13)
                .sub(RSI, Mail.AHEAD)
                .shl(RSI, SHIFT)
                .add(RSI, R13)
                .add(RSI, R12);
        code.add(RSI, Mail.AHEAD_PLACES)
                .mov(RDI, gs(Context.RSI))
                .lea(R15, give)
                .repMovsb()
                .jmp(moved);
    }

    private void write() {
        code.mov32(R8, at(RDX, ROOMS)).mov(RCX, gs(Context.RDX)).test(RCX, RCX).jump(Condition.EQUAL, not);
        code.cmp(RCX, R8).jump(Condition.ABOVE, not);
        code.mov32(R12, gs(Mail.AHEAD_USED)).mov(R9, RCX).add(R9, R12);
        code.cmp(R9, Mail.OUTPUT_SIZE).jump(Condition.ABOVE, not);
        code.mov(R9, RCX)
                .mov(RSI, gs(Context.RSI))
                .lea(RDI, at(R13, Mail.AHEAD_OUTPUT))
                .add(RDI, R12);
        code.lea(R15, give).repMovsb();
    }
}
