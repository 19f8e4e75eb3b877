package io.unishim.elfloader.engine;

import static io.unishim.host.Register.R10;
import static io.unishim.host.Register.R11;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RBX;
import static io.unishim.host.Register.RCX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;
import static io.unishim.host.Register.RSP;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.call.SyscallHandler;
import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.Label;
import io.unishim.host.Operand;
import io.unishim.host.Register;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A system call changes rax, rcx and r11, and nothing else that a program can see. */
@SuppressWarnings("EnumOrdinal") // a number that differs from register to register
class RegistersTest {
    private static final int CALLS = 20_000;
    private static final int ENOUGH_TO_COMPILE = 200_000;

    private static List<Register> kept() {
        List<Register> kept = new ArrayList<>(List.of(Register.values()));
        kept.removeAll(List.of(RAX, RCX, R11, RSP, RBX));
        return kept;
    }

    /** Makes the call many times, the first of them by trap, and exits with 1 as soon as the check jumps to {@code bad}. */
    private static int run(Assembler setUp, java.util.function.BiConsumer<Assembler, Label> check)
            throws InterruptedException {
        return run(setUp, Syscall.GETPPID, check);
    }

    private static int run(Assembler setUp, Syscall call, java.util.function.BiConsumer<Assembler, Label> check)
            throws InterruptedException {
        Label loop = new Label();
        Label bad = new Label();
        setUp.mov32(RBX, CALLS).bind(loop).mov32(RAX, call.number()).syscall();
        check.accept(setUp, bad);
        setUp.sub(RBX, 1).jump(Condition.NOT_EQUAL, loop);
        setUp.xor32(RDI, RDI).mov32(RAX, Syscall.EXIT_GROUP.number()).syscall();
        setUp.bind(bad).mov32(RDI, 1).mov32(RAX, Syscall.EXIT_GROUP.number()).syscall();
        try (Shim shim = Shim.boot()) {
            SyscallHandler remainder = (task, a, b, c, d, e, f) -> remainder();
            shim.table().replace("getcpu", previous -> remainder);
            return MachineCodeProgram.run(shim, setUp);
        }
    }

    private static volatile double dividend = 5.5;

    /** Java's only use of the x87 unit, once it is compiled. */
    private static long remainder() {
        double sum = 0;
        for (int divisor = 2; divisor < 6; divisor++) {
            sum += dividend % divisor;
        }
        // 1.5 + 2.5 + 1.5 + 0.5
        return (long) sum;
    }

    @Test
    void general_registers_are_kept() throws InterruptedException {
        Assembler code = new Assembler();
        long value = 0x0123_4567_89ab_cdefL;
        for (Register register : kept()) {
            code.mov(register, value + register.ordinal());
        }
        int status = run(code, (check, bad) -> {
            for (Register register : kept()) {
                check.mov(RAX, value + register.ordinal()).cmp(register, RAX).jump(Condition.NOT_EQUAL, bad);
            }
        });
        assertThat(status).isEqualTo(Wait.exited(0));
    }

    @Test
    void the_red_zone_is_kept() throws InterruptedException {
        Assembler code = new Assembler();
        for (int at = -128; at < 0; at += 8) {
            code.mov(RAX, 0x1111_2222_3333_0000L + at).mov(Operand.at(RSP, at), RAX);
        }
        int status = run(code, (check, bad) -> {
            for (int at = -128; at < 0; at += 8) {
                check.mov(RAX, 0x1111_2222_3333_0000L + at)
                        .mov(RCX, Operand.at(RSP, at))
                        .cmp(RCX, RAX)
                        .jump(Condition.NOT_EQUAL, bad);
            }
        });
        assertThat(status).isEqualTo(Wait.exited(0));
    }

    @Test
    void xmm_registers_are_kept() throws InterruptedException {
        Assembler code = new Assembler();
        for (int i = 0; i < 16; i++) {
            code.mov(RAX, 0x5a5a_0000_0000_0000L + i).bytes(0x66, i < 8 ? 0x48 : 0x4c, 0x0f, 0x6e, 0xc0 | (i & 7) << 3);
        }
        int status = run(code, (check, bad) -> {
            for (int i = 0; i < 16; i++) {
                check.mov(RAX, 0x5a5a_0000_0000_0000L + i);
                check.bytes(0x66, i < 8 ? 0x48 : 0x4c, 0x0f, 0x7e, 0xc1 | (i & 7) << 3); // movq xmm, rcx
                check.cmp(RCX, RAX).jump(Condition.NOT_EQUAL, bad);
            }
        });
        assertThat(status).isEqualTo(Wait.exited(0));
    }

    @Test
    void upper_halves_of_ymm_registers_are_kept() throws InterruptedException {
        org.junit.jupiter.api.Assumptions.assumeTrue(Engine.vectors().avx(), "the processor has no AVX");
        Assembler code = new Assembler();
        // The upper half of ymm3 gets what xmm3 holds: vinsertf128 ymm3, ymm3, xmm3, 1.
        code.mov(RAX, 0x7777_8888_9999_aaaaL)
                .bytes(0x66, 0x48, 0x0f, 0x6e, 0xd8)
                .bytes(0xc4, 0xe3, 0x65, 0x18, 0xdb, 0x01);
        int status = run(code, (check, bad) -> {
            check.bytes(0xc4, 0xe3, 0x7d, 0x19, 0xdc, 0x01); // vextractf128 xmm4, ymm3, 1
            check.bytes(0x66, 0x48, 0x0f, 0x7e, 0xe1); // movq rcx, xmm4
            check.mov(RAX, 0x7777_8888_9999_aaaaL).cmp(RCX, RAX).jump(Condition.NOT_EQUAL, bad);
        });
        assertThat(status).isEqualTo(Wait.exited(0));
    }

    @Test
    void the_x87_stack_is_kept() throws InterruptedException {
        // fld1 once; after each call fst to the red zone and compare with 1.0.
        Assembler code = new Assembler().bytes(0xd9, 0xe8);
        int status = run(code, (check, bad) -> {
            check.bytes(0xdd, 0x54, 0x24, 0xf8); // fst qword [rsp - 8]
            check.mov(RCX, Operand.at(RSP, -8)).mov(RAX, Double.doubleToLongBits(1.0));
            check.cmp(RCX, RAX).jump(Condition.NOT_EQUAL, bad);
        });
        assertThat(status).isEqualTo(Wait.exited(0));
    }

    /** {@code fld1}, eight times or some, and {@code pxor mm0, mm0}: MMX registers lie on the same stack. */
    @ParameterizedTest
    @ValueSource(strings = {"d9e8", "d9e8d9e8d9e8", "d9e8d9e8d9e8d9e8d9e8d9e8d9e8d9e8", "0fefc0"})
    void java_has_an_x87_stack_of_its_own(String occupied) throws InterruptedException {
        for (int i = 0; i < ENOUGH_TO_COMPILE; i++) {
            assertThat(remainder() == 6).isTrue();
        }
        Assembler code = new Assembler();
        for (byte each : HexFormat.of().parseHex(occupied)) {
            code.bytes(each & 0xff);
        }
        int status = run(code, Syscall.GETCPU, (check, bad) -> check.cmp(RAX, 6).jump(Condition.NOT_EQUAL, bad));
        assertThat(status).isEqualTo(Wait.exited(0));
    }

    @Test
    void a_signals_handler_changes_no_vector_register_of_what_it_interrupted() throws InterruptedException {
        org.junit.jupiter.api.Assumptions.assumeTrue(Engine.vectors().avx(), "the processor has no AVX");
        Label handler = new Label();
        Label restorer = new Label();
        Label start = new Label();
        Assembler code = new Assembler().jmp(start);
        // fninit, vzeroall, ret
        code.bind(handler).fninit().bytes(0xc5, 0xfc, 0x77).ret();
        code.bind(restorer).mov32(RAX, Syscall.RT_SIGRETURN.number()).syscall();
        code.bind(start).lea(RAX, handler).mov(Operand.at(RSP, -0x100), RAX);
        code.mov(RAX, 0x0400_0000L).mov(Operand.at(RSP, -0xf8), RAX); // SA_RESTORER
        code.lea(RAX, restorer).mov(Operand.at(RSP, -0xf0), RAX);
        code.xor32(RAX, RAX).mov(Operand.at(RSP, -0xe8), RAX);
        code.mov32(RDI, Signals.SIGUSR1).lea(RSI, Operand.at(RSP, -0x100)).xor32(RDX, RDX);
        code.mov(R10, 8L).mov32(RAX, Syscall.RT_SIGACTION.number()).syscall();
        code.mov32(RAX, Syscall.GETPID.number()).syscall().mov(RDI, RAX);
        code.mov32(RAX, Syscall.GETTID.number()).syscall().mov(RSI, RAX);
        code.mov32(RDX, Signals.SIGUSR1);
        // fld1; ymm3 holds the number twice.
        code.bytes(0xd9, 0xe8).mov(RAX, 0x7777_8888_9999_aaaaL);
        code.bytes(0x66, 0x48, 0x0f, 0x6e, 0xd8).bytes(0xc4, 0xe3, 0x65, 0x18, 0xdb, 0x01);
        int status = run(code, Syscall.TGKILL, (check, bad) -> {
            check.bytes(0x66, 0x48, 0x0f, 0x7e, 0xd9); // movq rcx, xmm3
            check.mov(RAX, 0x7777_8888_9999_aaaaL).cmp(RCX, RAX).jump(Condition.NOT_EQUAL, bad);
            check.bytes(0xc4, 0xe3, 0x7d, 0x19, 0xdc, 0x01); // vextractf128 xmm4, ymm3, 1
            check.bytes(0x66, 0x48, 0x0f, 0x7e, 0xe1); // movq rcx, xmm4
            check.cmp(RCX, RAX).jump(Condition.NOT_EQUAL, bad);
            check.bytes(0xdd, 0x54, 0x24, 0xf8); // fst qword [rsp - 8]
            check.mov(RCX, Operand.at(RSP, -8)).mov(RAX, Double.doubleToLongBits(1.0));
            check.cmp(RCX, RAX).jump(Condition.NOT_EQUAL, bad);
        });
        assertThat(status).isEqualTo(Wait.exited(0));
    }

    @Test
    void an_x87_control_word_as_a_program_set_it_is_kept() throws InterruptedException {
        // fldcw with precision and rounding of its own: 0x0c7f.
        Assembler code = new Assembler().mov32(RAX, 0x0c7f).mov32(Operand.at(RSP, -8), RAX);
        code.bytes(0xd9, 0x6c, 0x24, 0xf8);
        int status = run(code, (check, bad) -> {
            check.xor32(RAX, RAX).mov(Operand.at(RSP, -16), RAX).fnstcw(Operand.at(RSP, -16));
            check.cmp32(Operand.at(RSP, -16), 0x0c7f).jump(Condition.NOT_EQUAL, bad);
        });
        assertThat(status).isEqualTo(Wait.exited(0));
    }

    @Test
    void rounding_as_a_program_set_it_is_kept_and_not_seen_by_java() throws InterruptedException {
        // mxcsr with rounding towards zero: 0x7f80.
        Assembler code = new Assembler().mov32(RAX, 0x7f80).mov32(Operand.at(RSP, -8), RAX);
        code.ldmxcsr(Operand.at(RSP, -8));
        int status = run(code, (check, bad) -> {
            check.stmxcsr(Operand.at(RSP, -16))
                    .cmp32(Operand.at(RSP, -16), 0x7f80)
                    .jump(Condition.NOT_EQUAL, bad);
        });
        assertThat(status).isEqualTo(Wait.exited(0));
        assertThat(2.0 / 3.0).isEqualTo(Double.longBitsToDouble(0x3fe5555555555555L));
    }
}
