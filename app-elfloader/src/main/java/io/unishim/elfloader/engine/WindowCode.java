package io.unishim.elfloader.engine;

import static io.unishim.host.Operand.at;
import static io.unishim.host.Operand.gs;
import static io.unishim.host.Register.R12;
import static io.unishim.host.Register.R13;
import static io.unishim.host.Register.R15;
import static io.unishim.host.Register.R9;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RCX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;

import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.Label;

/**
 * The machine code with which a child's thread copies between its {@link SlotWindow}s and the program's memory. Wherever that
 * may fault, r15 holds where to go on.
 */
final class WindowCode {
    private final Assembler code;

    WindowCode(Assembler code) {
        this.code = code;
    }

    /** Copies what the JVM has written into the windows, as far as the memory can still be written. */
    void deliver() {
        for (int i = 0; i < 2; i++) {
            int window = Mail.WINDOW + i * Mail.WINDOW_SIZE;
            Label next = new Label();
            code.mov32(RCX, gs(window + Mail.DELIVERY)).test(RCX, RCX).jump(Condition.EQUAL, next);
            code.mov32(gs(window + Mail.DELIVERY), 0)
                    .mov(RSI, gs(window + Mail.DELIVERY_SOURCE))
                    .mov(RDI, gs(window + Mail.DELIVERY_TARGET))
                    .lea(R15, next)
                    .repMovsb()
                    .bind(next);
        }
    }

    /** Lays out what the call that the program makes points to; why it came out is in rax. */
    void layOut() {
        Label done = new Label();
        code.mov32(gs(Mail.WINDOWS), 0);
        code.test32(RAX, ~Engine.TRAPPED_CALL).jump(Condition.NOT_EQUAL, done);
        code.mov(RAX, gs(Context.RAX)).cmp(RAX, ArgumentShapes.CALLS).jump(Condition.ABOVE_EQUAL, done);
        code.shl(RAX, 3).mov(RCX, gs(Mail.SHAPES)).add(RAX, RCX).mov(R12, at(RAX, 0));
        code.test(R12, R12).jump(Condition.EQUAL, done).rdgsbase(R13);
        layOut(0);
        code.shr(R12, Integer.SIZE);
        layOut(1);
        code.bind(done);
    }

    /** The shape is in the low half of r12, the slot in r13. */
    private void layOut(int index) {
        int window = Mail.WINDOW + index * Mail.WINDOW_SIZE;
        Label out = new Label();
        Label done = new Label();
        code.mov(RCX, R12).and(RCX, ArgumentShapes.PLACE).jump(Condition.EQUAL, done);
        code.add(RCX, R13).mov(RSI, at(RCX, 0)).test(RSI, RSI).jump(Condition.EQUAL, done);
        code.mov(gs(window), RSI);
        length(done);

        code.test32(R12, ArgumentShapes.OUT).jump(Condition.NOT_EQUAL, out);
        Label copied = new Label();
        code.mov(R9, RAX)
                .mov(RCX, RAX)
                .lea(RDI, at(R13, Mail.PANES + index * Mail.PANE_SIZE))
                .lea(R15, copied)
                .repMovsb()
                .bind(copied)
                .sub(R9, RCX)
                .mov32(gs(window + Mail.WINDOW_LENGTH), R9)
                .mov8(gs(Mail.WINDOWS + index), Mail.INPUT)
                .jmp(done);

        code.bind(out)
                .lea(R15, done)
                .touch(RSI)
                .mov32(gs(window + Mail.WINDOW_LENGTH), RAX)
                .add(RSI, RAX)
                .sub(RSI, 1)
                .touch(RSI)
                .mov8(gs(Mail.WINDOWS + index), Mail.OUTPUT)
                .bind(done);
    }

    /** Leaves the length in rax: no more than a window holds. Jumps if there is nothing, or input that is longer. */
    private void length(Label none) {
        Label fixed = new Label();
        Label counted = new Label();
        Label fits = new Label();
        code.mov(RAX, R12).shr(RAX, ArgumentShapes.ELEMENT_SHIFT).and(RAX, 0xffff);
        code.mov(RCX, R12)
                .shr(RCX, ArgumentShapes.COUNT_SHIFT)
                .and(RCX, ArgumentShapes.PLACE)
                .jump(Condition.EQUAL, fixed);
        code.add(RCX, R13)
                .mov(RDX, at(RCX, 0))
                .cmp(RDX, Mail.PANE_SIZE + 1)
                .jump(Condition.BELOW, counted)
                .mov32(RDX, Mail.PANE_SIZE + 1)
                .bind(counted)
                .imul(RAX, RDX);
        code.bind(fixed).test(RAX, RAX).jump(Condition.EQUAL, none);
        code.cmp(RAX, Mail.PANE_SIZE).jump(Condition.BELOW_EQUAL, fits);
        code.test32(R12, ArgumentShapes.OUT).jump(Condition.EQUAL, none);
        code.mov32(RAX, Mail.PANE_SIZE).bind(fits);
    }
}
