package io.unishim.elfloader.engine;

import static io.unishim.host.Operand.at;
import static io.unishim.host.Operand.gs;
import static io.unishim.host.Register.R10;
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
import static io.unishim.host.Register.RSP;

import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.Label;

/**
 * The machine code of a child's thread: it does what the JVM orders, tells it, and waits for the next order, forever. All it
 * touches is its {@link Slot}, by the GS base, and what an order says.
 */
final class ChildCode {
    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    private static final int ETIMEDOUT = 110;
    private static final int SIG_SETMASK = 2;
    private static final int ROBUST_HEAD_SIZE = 24;

    /** Native method: {@code spawn(slot)} clones this very thread with the arguments of a slot, every signal blocked. */
    final Label spawn = new Label();

    /** What may fault because of the program's addresses lies between these, and tells the handler by r15 where to go on. */
    final Label touching = new Label();

    final Label touchingEnd = new Label();

    /** What a handler returns to. */
    final Label restorer = new Label();

    private final Label newborn = new Label();
    private final Label post = new Label();
    private final Label turn = new Label();
    private final Assembler code;
    private final Label enter;

    ChildCode(Assembler code, Label enter) {
        this.code = code;
        this.enter = enter;
        spawn();
        born();
        loop();
        code.bind(restorer);
        call(Syscall.RT_SIGRETURN);
    }

    private Assembler call(Syscall call) {
        return code.mov32(RAX, call.number()).syscall();
    }

    private void cloneArguments() {
        code.mov(RDI, at(R12, Mail.ARGUMENTS))
                .mov(RSI, at(R12, Mail.ARGUMENTS + 8))
                .mov(RDX, at(R12, Mail.ARGUMENTS + 16))
                .mov(R10, at(R12, Mail.ARGUMENTS + 24))
                .mov(R8, at(R12, Mail.ARGUMENTS + 32))
                .mov(R12, at(R12, Mail.ARGUMENTS + 40));
    }

    private void spawn() {
        code.bind(spawn).push(R12).push(R13).mov(R12, RDX).sub(RSP, 16);
        code.mov(RAX, -1L).mov(at(RSP, 0), RAX);
        code.mov32(RDI, SIG_SETMASK).mov(RSI, RSP).lea(RDX, at(RSP, 8)).mov32(R10, 8);
        call(Syscall.RT_SIGPROCMASK);
        cloneArguments();
        call(Syscall.CLONE).test(RAX, RAX).jump(Condition.EQUAL, newborn);
        code.mov(R13, RAX);
        code.mov32(RDI, SIG_SETMASK).lea(RSI, at(RSP, 8)).xor32(RDX, RDX).mov32(R10, 8);
        call(Syscall.RT_SIGPROCMASK);
        code.mov(RAX, R13).add(RSP, 16).pop(R13).pop(R12).ret();
    }

    /** The new thread: its slot is in r12, its stack is empty. */
    private void born() {
        code.bind(newborn).wrgsbase(R12);
        call(Syscall.GETTID);
        code.bytes(0x0d, 0, 0, 0, 0x80); // or $FUTEX_WAITERS, %eax
        code.mov32(gs(Mail.RUNNING), RAX).mov32(gs(Mail.STATE), RAX);
        code.lea(RDI, at(R12, Mail.ROBUST_HEAD)).mov32(RSI, ROBUST_HEAD_SIZE);
        call(Syscall.SET_ROBUST_LIST);
        code.jmp(turn);
    }

    private void loop() {
        Label run = new Label();
        Label look = new Label();
        Label sleep = new Label();
        Label awake = new Label();
        Label orphan = new Label();
        Label ran = new Label();
        WindowCode windows = new WindowCode(code);
        code.bind(touching).bind(run);
        windows.deliver();
        code.lea(RAX, ran).push(RAX).jmp(enter).bind(ran);
        new AheadCode(code).make(run);
        windows.layOut();

        code.bind(post)
                .mov32(RAX, Mail.ASKING)
                .xchg32(gs(Mail.STATE), RAX)
                .mov32(R8, gs(Mail.SPINS))
                .cmp32(gs(Mail.JVM_SLEEPS), 0)
                .jump(Condition.EQUAL, look);
        futex(FUTEX_WAKE, 1);
        TurnCode.wokeIt(code);
        code.bind(look);
        TurnCode.spin(code, () -> code.cmp32(gs(Mail.STATE), Mail.ASKING).jump(Condition.NOT_EQUAL, turn));
        code.mov32(RCX, Mail.PROCESSOR_SEGMENT).loadSegmentLimit(RAX, RCX).mov32(gs(Mail.PROCESSOR), RAX);
        code.mov32(RAX, 1).xchg32(gs(Mail.CHILD_SLEEPS), RAX);
        code.bind(sleep).cmp32(gs(Mail.STATE), Mail.ASKING).jump(Condition.NOT_EQUAL, awake);
        futex(FUTEX_WAIT, Mail.ASKING);
        code.cmp(RAX, -ETIMEDOUT).jump(Condition.NOT_EQUAL, sleep);
        // A second without a word: the JVM is busy, or gone.
        call(Syscall.GETPPID);
        code.mov32(RCX, gs(Mail.JVM)).cmp(RAX, RCX).jump(Condition.EQUAL, sleep);
        call(Syscall.GETPID);
        code.mov32(RCX, gs(Mail.JVM)).cmp(RAX, RCX).jump(Condition.EQUAL, sleep);
        code.bind(orphan);
        Label alone = new Label();
        code.cmp32(gs(Mail.LEADS), 0).jump(Condition.EQUAL, alone);
        code.xor32(RDI, RDI).mov32(RSI, Signals.SIGKILL);
        call(Syscall.KILL);
        code.bind(alone).mov32(RDI, 1);
        call(Syscall.EXIT_GROUP).jmp(orphan);

        code.bind(awake).mov32(gs(Mail.CHILD_SLEEPS), 0);
        code.bind(turn);
        order(Mail.RESUME, run);
        Label clone = new Label();
        order(Mail.CLONE, clone);
        Label exchangeOrder = new Label();
        order(Mail.EXCHANGE, exchangeOrder);
        Label saveX87 = new Label();
        order(Mail.SAVE_X87, saveX87);
        Label deliver = new Label();
        order(Mail.DELIVER, deliver);
        calls();

        code.bind(deliver);
        windows.deliver();
        code.jmp(post);

        code.bind(clone).rdgsbase(R12);
        cloneArguments();
        call(Syscall.CLONE).test(RAX, RAX).jump(Condition.EQUAL, newborn);
        code.mov(gs(Mail.RESULT), RAX).jmp(post);

        code.bind(exchangeOrder)
                .mov(RDX, gs(Mail.ARGUMENTS))
                .mov32(RAX, gs(Mail.ARGUMENTS + 8))
                .mov32(RCX, gs(Mail.ARGUMENTS + 16));
        Label exchangeFault = new Label();
        code.lea(R15, exchangeFault).lockCmpxchg32(at(RDX, 0), RCX);
        code.mov(gs(Mail.RESULT), RAX).jmp(post);
        code.bind(exchangeFault).mov(RAX, Mail.FAULT).mov(gs(Mail.RESULT), RAX).jmp(post);

        code.bind(saveX87)
                .mov32(RAX, 1)
                .xor32(RDX, RDX)
                .xsave(gs(Context.VECTORS))
                .jmp(post)
                .bind(touchingEnd);
    }

    private void order(int number, Label what) {
        code.cmp32(gs(Mail.ORDER), number).jump(Condition.EQUAL, what);
    }

    private void futex(int operation, int value) {
        code.rdgsbase(RDI).lea(R10, at(RDI, Mail.TIMEOUT)).lea(RDI, at(RDI, Mail.STATE));
        code.mov32(RSI, operation).mov32(RDX, value);
        call(Syscall.FUTEX);
    }

    private void calls() {
        Label next = new Label();
        code.rdgsbase(R12).lea(R12, at(R12, Mail.CALLS)).mov32(R13, gs(Mail.COUNT));
        code.bind(next)
                .cmp(R13, 0)
                .jump(Condition.EQUAL, post)
                .mov(RAX, at(R12, 0))
                .mov(RDI, at(R12, 8))
                .mov(RSI, at(R12, 16))
                .mov(RDX, at(R12, 24))
                .mov(R10, at(R12, 32))
                .mov(R8, at(R12, 40))
                .mov(R9, at(R12, 48))
                .syscall()
                .mov(at(R12, 56), RAX)
                .add(R12, Mail.CALL_SIZE)
                .sub(R13, 1)
                .jmp(next);
    }
}
