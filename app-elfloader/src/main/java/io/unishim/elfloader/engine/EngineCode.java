package io.unishim.elfloader.engine;

import static io.unishim.abi.Signals.SIGSYS;
import static io.unishim.host.Operand.at;
import static io.unishim.host.Operand.gs;
import static io.unishim.host.Register.R10;
import static io.unishim.host.Register.R11;
import static io.unishim.host.Register.R12;
import static io.unishim.host.Register.R13;
import static io.unishim.host.Register.R14;
import static io.unishim.host.Register.R15;
import static io.unishim.host.Register.R8;
import static io.unishim.host.Register.R9;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RBP;
import static io.unishim.host.Register.RBX;
import static io.unishim.host.Register.RCX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;
import static io.unishim.host.Register.RSP;

import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.Label;
import io.unishim.host.Register;

/**
 * The machine code of the engine: the way into a program, the ways out, and the handler of the signals that a program thread
 * gets.
 *
 * <p>Java never runs with the program's FS base, nor the program with the host's: {@link #enter} and {@link #leave} change
 * it. Whoever is at work is told by the selector byte, which the kernel reads at each system call (Syscall User Dispatch):
 * 1 makes calls of the program trap. Nothing below the program's stack pointer is touched: its red zone holds live data.
 */
final class EngineCode {
    /** Bits of the x87 status word: where the top of the stack is, and what fxam says of what lies there. */
    private static final int X87_TOP = 0x3800;

    private static final int X87_CLASS = 0x4500;
    /** Both after reset: else something lies on the stack, or all eight registers are full, perhaps with MMX's. */
    private static final int X87_EMPTY = 0x4100;

    /** Offsets in the ucontext that the kernel hands to a handler. */
    private static final int UC_R11 = 64;

    private static final int UC_R15 = 96;
    private static final int UC_RCX = 152;
    private static final int UC_RIP = 168;
    private static final int UC_FLAGS = 176;
    private static final int UC_ERROR = 192;
    private static final int UC_TRAP = 200;

    /** Offsets in the siginfo. */
    private static final int SI_CODE = 8;

    private static final int SI_ADDRESS = 16;
    private static final int SI_ARCH = 28;

    /** Trap, direction and alignment-check flags: Java runs without them. */
    private static final int TF_DF_AC = 1 << 8 | 1 << 10 | 1 << 18;

    private static final Register[] ALWAYS = {RBX, RDX, RSI, RDI, RBP, R8, R9, R10, R12, R13, R14, R15};
    private static final int[] PLACES = {
        Context.RBX,
        Context.RDX,
        Context.RSI,
        Context.RDI,
        Context.RBP,
        Context.R8,
        Context.R9,
        Context.R10,
        Context.R12,
        Context.R13,
        Context.R14,
        Context.R15
    };
    private static final Register[] CALLEE_SAVED = {RBX, RBP, R12, R13, R14, R15};

    final Label enter = new Label();
    final Label attach = new Label();
    final Label detach = new Label();
    final Label saveX87 = new Label();
    final Label cpuid = new Label();
    /** Where a patched site goes: rax holds the number, rcx where to resume. */
    final Label exitPatched = new Label();
    /** The engine's part of the handler for SIGSEGV and SIGBUS, entered with the GS base in rax. */
    final Label fault = new Label();
    /** The handler for the other signals. */
    final Label handler = new Label();

    private final Label exitTrapped = new Label();
    private final Label exitFault = new Label();
    private final Label critical = new Label();
    private final Label criticalEnd = new Label();
    private final Label exitEnd = new Label();
    private final Label abort = new Label();
    private final Label vectorsSaved = new Label();
    private final Label leave = new Label();

    /** What a child's thread runs. */
    final ChildCode child;

    /** What the JVM runs to talk with it. */
    final TurnCode turn;

    private final Assembler code = new Assembler();
    private final Vectors vectors;
    private final int kick;
    private final long previousHandlers;

    /**
     * @param vectors what vector state the processor has
     * @param kick the signal that makes a program thread come out
     * @param previousHandlers the address of the word of signal 0 in the table of previous handlers
     */
    EngineCode(Vectors vectors, int kick, long previousHandlers) {
        this.vectors = vectors;
        this.kick = kick;
        this.previousHandlers = previousHandlers;
        attachAndDetach();
        cpuid();
        entry();
        exits();
        child = new ChildCode(code, enter);
        turn = new TurnCode(code);
        handlers();
    }

    byte[] code() {
        return code.code();
    }

    int offsetOf(Label label) {
        return code.offsetOf(label);
    }

    private void attachAndDetach() {
        code.bind(attach)
                .rdfsbase(RAX)
                .mov(at(RDX, Context.HOST_FS), RAX)
                .wrgsbase(RDX)
                .xor32(RAX, RAX)
                .ret();
        code.bind(detach).fninit().xor32(RAX, RAX).wrgsbase(RAX).ret();
        code.bind(saveX87)
                .mov(RCX, RDX)
                .mov32(RAX, 1)
                .xor32(RDX, RDX)
                .xsave(at(RCX, Context.VECTORS))
                .xor32(RAX, RAX)
                .ret();
    }

    /** cpuid(leaf, subleaf, address of four ints). */
    private void cpuid() {
        code.bind(cpuid)
                .push(RBX)
                .mov(RAX, RDX)
                .bytes(0x0f, 0xa2)
                .mov32(at(R8, 0), RAX)
                .mov32(at(R8, 4), RBX)
                .mov32(at(R8, 8), RCX)
                .mov32(at(R8, 12), RDX)
                .pop(RBX)
                .ret();
    }

    private void entry() {
        Label notInXmm = new Label();
        Label inImage = new Label();
        Label registersLoaded = new Label();
        Label vectorsLoaded = new Label();
        Label full = new Label();
        code.bind(enter);
        for (Register register : CALLEE_SAVED) {
            code.push(register);
        }
        code.sub(RSP, 8).mov(gs(Context.HOST_RSP), RSP);
        code.cmp8(gs(Context.VECTORS_WHERE), Context.IN_XMM).jump(Condition.NOT_EQUAL, notInXmm);
        if (vectors.avx()) {
            // Whatever Java left in the upper halves; legacy SSE code runs faster once they are known to be 0.
            code.vzeroupper();
        }
        for (int i = 0; i < 16; i++) {
            code.movups(i, gs(Context.YMM + 32 * i));
        }
        code.bind(registersLoaded);
        code.ldmxcsr(gs(Context.MXCSR)).bind(vectorsLoaded);
        code.mov(RAX, gs(Context.FS)).wrfsbase(RAX).mov8(gs(Context.SELECTOR), 1);

        // From here to the last jump a kick must not be lost: it leads to abort.
        code.bind(critical)
                .cmp32(gs(Context.PENDING), 0)
                .jump(Condition.NOT_EQUAL, abort)
                .cmp8(gs(Context.FULL), 0)
                .jump(Condition.NOT_EQUAL, full);
        load();
        code.mov(RCX, gs(Context.RIP))
                .mov(RSP, gs(Context.RSP))
                .mov(RAX, gs(Context.RAX))
                .jmp(gs(Context.RIP));
        code.bind(full).push(gs(Context.FLAGS)).popfq();
        load();
        code.mov(RCX, gs(Context.RCX))
                .mov(R11, gs(Context.R11))
                .mov(RSP, gs(Context.RSP))
                .mov(RAX, gs(Context.RAX))
                .jmp(gs(Context.RIP))
                .bind(criticalEnd);

        code.bind(notInXmm).cmp8(gs(Context.VECTORS_WHERE), Context.IN_IMAGE).jump(Condition.EQUAL, inImage);
        if (vectors.avx()) {
            for (int i = 0; i < 16; i++) {
                code.vmovups(i, gs(Context.YMM + 32 * i));
            }
        }
        code.jmp(registersLoaded);

        code.bind(inImage);
        mask();
        code.xrstor(gs(Context.VECTORS)).jmp(vectorsLoaded);
    }

    private void load() {
        for (int i = 0; i < ALWAYS.length; i++) {
            code.mov(ALWAYS[i], gs(PLACES[i]));
        }
    }

    private void store() {
        for (int i = 0; i < ALWAYS.length; i++) {
            code.mov(gs(PLACES[i]), ALWAYS[i]);
        }
        code.mov(gs(Context.RAX), RAX).mov(gs(Context.RSP), RSP);
    }

    private void mask() {
        code.mov32(RAX, (int) vectors.mask()).mov32(RDX, (int) (vectors.mask() >>> 32));
    }

    private void exits() {
        Label call = new Label();
        code.bind(exitPatched)
                .mov8(gs(Context.SELECTOR), 0)
                .mov32(gs(Context.EXIT), Engine.CALL)
                .jmp(call);
        code.bind(exitTrapped).mov32(gs(Context.EXIT), Engine.TRAPPED_CALL);
        code.bind(call);
        store();
        code.mov(gs(Context.RIP), RCX).mov8(gs(Context.FULL), 0);
        code.mov(RSP, gs(Context.HOST_RSP)).bytes(0xfc); // cld
        saveVectors();
        code.bind(vectorsSaved);
        if (vectors.avx()) {
            code.vzeroupper();
        }
        code.ldmxcsr(gs(Context.HOST_MXCSR));
        // What the x87 unit holds beside the image stays there; Java does not mind.
        code.cmp8(gs(Context.VECTORS_WHERE), Context.IN_IMAGE).jump(Condition.NOT_EQUAL, leave);
        code.fninit();
        code.bind(leave);
        code.rdfsbase(RAX)
                .mov(gs(Context.FS), RAX)
                .mov(RAX, gs(Context.HOST_FS))
                .wrfsbase(RAX)
                .mov32(RAX, gs(Context.EXIT))
                .add(RSP, 8);
        for (int i = CALLEE_SAVED.length - 1; i >= 0; i--) {
            code.pop(CALLEE_SAVED[i]);
        }
        // Not ret: the program's calls have left the processor's return stack out of step.
        code.pop(RCX).jmp(RCX);

        // The handler stored rip, rcx, r11 and the flags, cleared the selector and said why.
        code.bind(exitFault);
        store();
        code.mov8(gs(Context.FULL), 1).mov(RSP, gs(Context.HOST_RSP));
        saveAll();
        code.jmp(vectorsSaved).bind(exitEnd);

        // The vector registers hold what the context holds: nothing is to be saved.
        code.bind(abort)
                .mov8(gs(Context.SELECTOR), 0)
                .mov32(gs(Context.EXIT), Engine.ABORTED)
                .mov(RSP, gs(Context.HOST_RSP))
                .bytes(0xfc)
                .jmp(vectorsSaved);
    }

    /**
     * Saves what a system call keeps and Java does not, by plain moves: {@code xsave} costs twice a system call, and {@code
     * xgetbv}, which tells what is in use, a fifth of one, so that is asked only where there is more than x87, SSE and AVX.
     * The x87 unit is left as it is if its stack is empty, as it is at nearly every call: Java uses it for the remainder of
     * doubles at most, which leaves what it finds but needs room. {@link Context#vectors} saves it when a signal's frame or a
     * new thread wants it. Its control word must be as Java expects.
     */
    private void saveVectors() {
        Label all = new Label();
        Label saved = new Label();
        // fxam; fnstsw %ax: what takes the longest is asked first.
        code.bytes(0xd9, 0xe5).bytes(0xdf, 0xe0).mov(RCX, RAX);
        for (int i = 0; i < 16; i++) {
            if (vectors.avx()) {
                code.vmovups(gs(Context.YMM + 32 * i), i);
            } else {
                code.movups(gs(Context.YMM + 32 * i), i);
            }
        }
        code.stmxcsr(gs(Context.MXCSR))
                .fnstcw(gs(Context.X87_CONTROL))
                .movzx16(RAX, gs(Context.X87_CONTROL))
                .cmp(RAX, Context.DEFAULT_FCW)
                .jump(Condition.NOT_EQUAL, all);
        code.and(RCX, X87_TOP | X87_CLASS).cmp(RCX, X87_EMPTY).jump(Condition.NOT_EQUAL, all);
        if (vectors.others() != 0) {
            if (vectors.tellsInUse()) {
                code.mov32(RCX, 1).xgetbv().test32(RAX, (int) vectors.others()).jump(Condition.NOT_EQUAL, all);
            } else {
                code.jmp(all);
            }
        }
        if (vectors.avx()) {
            for (int half = 8; half > 0; half /= 2) {
                for (int i = 0; i < half; i++) {
                    code.vorps(i, i + half);
                }
            }
            // 1 becomes IN_YMM, 0 IN_XMM.
            code.testUpperHalfOfYmm0().setNotEqualAl().shl(RAX, 1).mov8(gs(Context.VECTORS_WHERE), RAX);
        } else {
            code.mov8(gs(Context.VECTORS_WHERE), Context.IN_XMM);
        }
        code.jmp(saved).bind(all);
        saveAll();
        code.bind(saved);
    }

    private void saveAll() {
        mask();
        code.xsave(gs(Context.VECTORS)).mov8(gs(Context.VECTORS_WHERE), Context.IN_IMAGE);
    }

    private void handlers() {
        Label host = new Label();
        Label previous = new Label();
        Label ignore = new Label();
        Label kicked = new Label();
        Label trapped = new Label();
        Label program = new Label();
        Label keepRip = new Label();
        code.bind(handler).rdgsbase(RAX).test(RAX, RAX).jump(Condition.EQUAL, host);
        code.bind(fault).cmp8(gs(Context.SELECTOR), 0).jump(Condition.EQUAL, host);
        code.mov(RCX, at(RDX, UC_RIP));
        code.cmp(RDI, kick).jump(Condition.EQUAL, kicked).cmp(RDI, SIGSYS).jump(Condition.EQUAL, trapped);

        code.bind(program)
                .mov8(gs(Context.SELECTOR), 0)
                .mov32(gs(Context.EXIT), Engine.FAULT)
                .mov32(gs(Context.SIGNAL), RDI)
                .mov32(RAX, at(RSI, SI_CODE))
                .mov32(gs(Context.CODE), RAX)
                .mov(RAX, at(RSI, SI_ADDRESS))
                .mov(gs(Context.ADDRESS), RAX)
                .mov(RAX, at(RDX, UC_TRAP))
                .mov(gs(Context.TRAP), RAX)
                .mov(RAX, at(RDX, UC_ERROR))
                .mov(gs(Context.ERROR), RAX);
        // The last jump of the entry faults itself if the program's next instruction has no canonical address; then the
        // context holds that address already.
        code.lea(R8, critical).cmp(RCX, R8);
        Label outside = new Label();
        code.jump(Condition.BELOW, outside)
                .lea(R8, criticalEnd)
                .cmp(RCX, R8)
                .jump(Condition.BELOW, keepRip)
                .bind(outside)
                .mov(gs(Context.RIP), RCX)
                .bind(keepRip);
        code.mov(RAX, at(RDX, UC_RCX))
                .mov(gs(Context.RCX), RAX)
                .mov(RAX, at(RDX, UC_R11))
                .mov(gs(Context.R11), RAX)
                .mov(RAX, at(RDX, UC_FLAGS))
                .mov(gs(Context.FLAGS), RAX)
                .and32(at(RDX, UC_FLAGS), ~TF_DF_AC)
                .lea(RAX, exitFault)
                .mov(at(RDX, UC_RIP), RAX)
                .ret();

        code.bind(trapped)
                .mov8(gs(Context.SELECTOR), 0)
                .mov32(RAX, at(RSI, SI_ARCH))
                .mov32(gs(Context.CALL_ARCH), RAX)
                .mov(at(RDX, UC_RCX), RCX)
                .and32(at(RDX, UC_FLAGS), ~TF_DF_AC)
                .lea(RAX, exitTrapped)
                .mov(at(RDX, UC_RIP), RAX)
                .ret();

        code.bind(kicked).mov32(gs(Context.PENDING), 1);
        Label notEntering = new Label();
        code.lea(RAX, critical)
                .cmp(RCX, RAX)
                .jump(Condition.BELOW, program)
                .lea(RAX, criticalEnd)
                .cmp(RCX, RAX)
                .jump(Condition.ABOVE_EQUAL, notEntering)
                .mov8(gs(Context.SELECTOR), 0)
                .and32(at(RDX, UC_FLAGS), ~TF_DF_AC)
                .lea(RAX, abort)
                .mov(at(RDX, UC_RIP), RAX)
                .ret();
        // On its way out with the selector still set: the exit ends by itself.
        code.bind(notEntering)
                .lea(RAX, exitEnd)
                .cmp(RCX, RAX)
                .jump(Condition.ABOVE_EQUAL, program)
                .mov8(gs(Context.SELECTOR), 0)
                .ret();

        // Host code, on whatever thread: a kick was meant for a program, all else is for who handled it before.
        code.bind(host).cmp(RDI, kick).jump(Condition.NOT_EQUAL, previous);
        code.rdgsbase(RAX)
                .test(RAX, RAX)
                .jump(Condition.EQUAL, ignore)
                .mov32(gs(Context.PENDING), 1)
                .bind(ignore)
                .ret();
        // A child's thread that touches a bad address for the JVM.
        Label other = new Label();
        code.bind(previous)
                .lea(RAX, child.touching)
                .mov(RCX, at(RDX, UC_RIP))
                .cmp(RCX, RAX)
                .jump(Condition.BELOW, other)
                .lea(RAX, child.touchingEnd)
                .cmp(RCX, RAX)
                .jump(Condition.ABOVE_EQUAL, other)
                .mov(RAX, at(RDX, UC_R15))
                .mov(at(RDX, UC_RIP), RAX)
                .ret();
        code.bind(other)
                .mov(RAX, previousHandlers)
                .mov(RCX, RDI)
                .shl(RCX, 3)
                .add(RAX, RCX)
                .jmp(at(RAX, 0));
    }
}
