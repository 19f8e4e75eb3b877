package io.unishim.elfloader.engine;

import static io.unishim.host.Operand.at;
import static io.unishim.host.Register.R10;
import static io.unishim.host.Register.R12;
import static io.unishim.host.Register.R8;
import static io.unishim.host.Register.R9;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RCX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;
import static io.unishim.host.Register.RSP;

import io.unishim.abi.Syscall;
import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.Label;
import io.unishim.host.Register;

/**
 * The machine code with which a Java thread gives the turn to a child's thread and waits for it: awake for a while, then
 * asleep until something happens, or for some time. What it goes by is not in memory that the child could change.
 */
final class TurnCode {
    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;

    /** Native method: {@code give(slot, state, cycles, nanos)} gives the turn away, and waits after looking for so long. */
    final Label give = new Label();

    /** Native method: {@code post(slot, state)} gives the turn away. */
    final Label post = new Label();

    /** Native method: {@code await(slot, nanos)} waits. */
    final Label await = new Label();

    private final Assembler code;

    TurnCode(Assembler code) {
        this.code = code;
        Label look = new Label();
        Label sleep = new Label();
        Label done = new Label();
        Label awake = new Label();
        Label posted = new Label();
        begin(give);
        timeout(R9);
        post(look);
        wokeIt(code);
        code.jmp(look);

        begin(post);
        post(posted);
        code.bind(posted).xor32(RAX, RAX);
        end();

        begin(await);
        timeout(RCX);
        code.jmp(sleep);

        code.bind(look);
        spin(code, () -> jumpIfMine(code, done));
        code.bind(sleep).mov32(RAX, 1).xchg32(at(R12, Mail.JVM_SLEEPS), RAX);
        jumpIfMine(code, awake);
        futex(FUTEX_WAIT);
        code.bind(awake).mov32(at(R12, Mail.JVM_SLEEPS), 0);
        code.mov32(RAX, at(R12, Mail.STATE)).mov32(RCX, 1).shl(RCX, 32).add(RAX, RCX);
        end();
        code.bind(done).mov32(RAX, at(R12, Mail.STATE));
        end();
    }

    /** Arguments: the slot, and what differs; a timeout has room on the stack. */
    private void begin(Label method) {
        code.bind(method).push(R12).sub(RSP, 16).mov(R12, RDX);
    }

    /** A timeout of so many nanoseconds; of a second if it is 0. */
    private void timeout(Register nanos) {
        Label given = new Label();
        code.xor32(RAX, RAX).mov(at(RSP, 0), RAX).mov(at(RSP, 8), nanos);
        code.test(nanos, nanos).jump(Condition.NOT_EQUAL, given);
        code.mov32(RAX, 1).mov(at(RSP, 0), RAX).bind(given);
    }

    private void end() {
        code.add(RSP, 16).pop(R12).ret();
    }

    private void post(Label itIsAwake) {
        code.xchg32(at(R12, Mail.STATE), RCX)
                .cmp32(at(R12, Mail.CHILD_SLEEPS), 0)
                .jump(Condition.EQUAL, itIsAwake);
        code.mov32(RDX, 1);
        futex(FUTEX_WAKE);
    }

    private void futex(int operation) {
        code.lea(RDI, at(R12, Mail.STATE)).mov32(RSI, operation).mov(R10, RSP);
        code.mov32(RAX, Syscall.FUTEX.number()).syscall();
    }

    /** Leaves the state in edx if it is not. */
    private static void jumpIfMine(Assembler code, Label there) {
        code.mov32(RDX, at(R12, Mail.STATE)).test(RDX, RDX).jump(Condition.EQUAL, there);
        code.test32(RDX, Mail.DIED).jump(Condition.NOT_EQUAL, there);
    }

    /** The other side was asleep: until it has woken takes longer than what it is to do. */
    static void wokeIt(Assembler code) {
        code.shl(R8, 2);
    }

    /**
     * Looks again and again, until as many cycles of the processor's time stamp have gone by as r8 says; not at all if it is
     * 0. Uses rax, rdx, and r9.
     *
     * @param look code that looks, and jumps away if it sees what it waits for
     */
    static void spin(Assembler code, Runnable look) {
        Label spin = new Label();
        Label enough = new Label();
        code.test(R8, R8).jump(Condition.EQUAL, enough);
        code.rdtsc().mov(R9, RAX);
        code.bind(spin);
        look.run();
        code.pause().rdtsc().sub32(RAX, R9).cmp32(RAX, R8).jump(Condition.BELOW, spin);
        code.bind(enough);
    }
}
