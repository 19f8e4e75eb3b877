package io.unishim.elfloader.engine;

import static io.unishim.abi.Signals.SIGFPE;
import static io.unishim.abi.Signals.SIGILL;
import static io.unishim.abi.Signals.SIGSEGV;
import static io.unishim.abi.Signals.SIGTRAP;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RBX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.Label;
import io.unishim.host.Operand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a program does to itself ends the program, by the signal that Linux sends, and never the JVM. */
class FaultingProgramTest {
    private Shim shim;

    @BeforeEach
    void boot() {
        shim = Shim.boot();
    }

    @AfterEach
    void close() {
        shim.close();
    }

    private void endsBy(int signal, Assembler code) throws InterruptedException {
        assertThat(MachineCodeProgram.run(shim, code)).isEqualTo(Wait.signaled(signal, false));
    }

    @Test
    void reads_address_zero() throws InterruptedException {
        endsBy(SIGSEGV, new Assembler().xor32(RAX, RAX).mov(RAX, Operand.at(RAX, 0)));
    }

    @Test
    void runs_an_undefined_instruction() throws InterruptedException {
        endsBy(SIGILL, new Assembler().bytes(0x0f, 0x0b));
    }

    @Test
    void divides_by_zero() throws InterruptedException {
        endsBy(SIGFPE, new Assembler().xor32(RAX, RAX).xor32(RDX, RDX).bytes(0x48, 0xf7, 0xf0));
    }

    @Test
    void jumps_to_an_address_that_is_not_canonical() throws InterruptedException {
        endsBy(SIGSEGV, new Assembler().mov(RAX, 0x8000_0000_0000_0000L).jmp(RAX));
    }

    @Test
    void jumps_to_address_zero() throws InterruptedException {
        endsBy(SIGSEGV, new Assembler().xor32(RAX, RAX).jmp(RAX));
    }

    @Test
    void breaks_its_stack_pointer() throws InterruptedException {
        endsBy(SIGSEGV, new Assembler().xor32(RSP, RSP).push(RAX));
    }

    @Test
    void calls_linux_with_a_broken_stack_pointer() throws InterruptedException {
        Assembler code = new Assembler().mov(RSP, 0xdead_beef_dead_0000L);
        assertThat(MachineCodeProgram.run(shim, exit(code, 3))).isEqualTo(Wait.exited(3));
    }

    @Test
    void runs_a_breakpoint() throws InterruptedException {
        endsBy(SIGTRAP, new Assembler().bytes(0xcc));
    }

    @Test
    void runs_a_privileged_instruction() throws InterruptedException {
        endsBy(SIGSEGV, new Assembler().bytes(0xf4));
    }

    @Test
    void calls_linux_with_the_numbers_of_32_bit_programs() throws InterruptedException {
        // int $0x80 with number 20, getpid there: a kernel without 32-bit calls answers -ENOSYS, 38.
        Assembler code = new Assembler()
                .mov32(RAX, 20)
                .bytes(0xcd, 0x80)
                .bytes(0x48, 0xf7, 0xd8) // neg rax
                .mov(RDI, RAX)
                .mov32(RAX, Syscall.EXIT_GROUP.number())
                .syscall();
        assertThat(MachineCodeProgram.run(shim, code)).isEqualTo(Wait.exited(38));
    }

    @Test
    void the_jvm_keeps_its_own_faults() throws InterruptedException {
        for (int round = 0; round < 3; round++) {
            reads_address_zero();
            for (int i = 0; i < 20_000; i++) {
                assertThat(lengthOrMinusOne(i % 100 == 0 ? null : "four")).isEqualTo(i % 100 == 0 ? -1 : 4);
            }
            assertThatThrownBy(() -> depth(0)).isInstanceOf(StackOverflowError.class);
        }
    }

    @SuppressWarnings("NullAway") // the fault is what is tested
    private static int lengthOrMinusOne(@Nullable String text) {
        try {
            return text.length();
        } catch (NullPointerException e) {
            return -1;
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int depth(int n) {
        return depth(n + 1) + 1;
    }

    @Test
    void a_spinning_program_lets_the_jvm_collect_and_can_be_ended() throws InterruptedException {
        Label forever = new Label();
        Assembler code = new Assembler().mov32(RBX, 1).bind(forever);
        code.test(RBX, RBX).jump(Condition.NOT_EQUAL, forever);
        MachineCodeProgram program = new MachineCodeProgram(shim, code).start();
        for (int i = 0; i < 3; i++) {
            byte[][] garbage = new byte[64][];
            for (int j = 0; j < garbage.length; j++) {
                garbage[j] = new byte[1 << 16];
            }
            System.gc();
            assertThat(garbage[63]).hasSize(1 << 16);
        }
        program.task().exit(Wait.signaled(9, false));
        assertThat(program.status()).isEqualTo(Wait.signaled(9, false));
    }

    private static Assembler exit(Assembler code, int status) {
        return code.mov32(RDI, status).mov32(RAX, Syscall.EXIT_GROUP.number()).syscall();
    }
}
