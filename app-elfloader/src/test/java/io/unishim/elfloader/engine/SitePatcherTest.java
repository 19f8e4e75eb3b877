package io.unishim.elfloader.engine;

import static io.unishim.host.Register.R10;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RBP;
import static io.unishim.host.Register.RBX;
import static io.unishim.host.Register.RCX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;
import static io.unishim.host.Register.RSP;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Errnos;
import io.unishim.abi.Sched;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.Label;
import io.unishim.host.Operand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A site of a known form is a jump once it has trapped, and the call goes on as before. The program looks at itself. */
class SitePatcherTest {
    private static final int FIRST_BYTES_OF_JUMP = 0x25_24ff;
    /** The same jump, which begins with the syscall instruction. */
    private static final int FIRST_BYTES_AT_CALL = 0x65_24ff;

    /** A site of a child is left as it is until it has trapped twice. */
    private static final int TIMES = 4;

    private final Label bad = new Label();

    /** Lets the program exit with 0 if there is a jump at the site now. @return its wait status */
    private int run(Assembler code, Label site) throws InterruptedException {
        return run(code, site, FIRST_BYTES_OF_JUMP);
    }

    private int run(Assembler code, Label site, int jump) throws InterruptedException {
        code.lea(RAX, site).mov32(RAX, Operand.at(RAX, 0)).shl(RAX, 40);
        code.mov(RCX, (long) jump << 40).cmp(RAX, RCX).jump(Condition.NOT_EQUAL, bad);
        code.xor32(RDI, RDI).mov32(RAX, Syscall.EXIT_GROUP.number()).syscall();
        code.bind(bad).mov32(RDI, 1).mov32(RAX, Syscall.EXIT_GROUP.number()).syscall();
        try (Shim shim = Shim.boot()) {
            return MachineCodeProgram.run(shim, code);
        }
    }

    /** Begins a program whose code runs in a process of the host if wanted; the parent exits as that child does. */
    private static Assembler begin(boolean inChild) {
        return inChild ? fork(new Assembler()) : new Assembler();
    }

    private static Assembler fork(Assembler code) {
        Label child = new Label();
        code.mov32(RAX, Syscall.FORK.number()).syscall().test(RAX, RAX).jump(Condition.EQUAL, child);
        code.sub(RSP, 16).mov(RDI, -1L).mov(RSI, RSP).xor32(RDX, RDX).xor32(R10, R10);
        code.mov32(RAX, Syscall.WAIT4.number()).syscall().movzx8(RDI, Operand.at(RSP, 1));
        return code.mov32(RAX, Syscall.EXIT_GROUP.number()).syscall().bind(child);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_number_before_the_call_becomes_a_jump(boolean inChild) throws InterruptedException {
        Label loop = new Label();
        Label site = new Label();
        Assembler code = begin(inChild).mov32(RBX, TIMES).bind(loop);
        code.bind(site).mov32(RAX, Syscall.GETPPID.number()).syscall();
        code.sub(RBX, 1).jump(Condition.NOT_EQUAL, loop);
        assertThat(run(code, site)).isEqualTo(Wait.exited(0));
    }

    @ParameterizedTest
    @CsvSource({"-4095, false", "-4096, false", "-4095, true", "-4096, true"})
    void a_comparison_behind_the_call_becomes_a_jump_and_is_still_made(int least, boolean inChild)
            throws InterruptedException {
        Label loop = new Label();
        Label site = new Label();
        Label failed = new Label();
        Assembler code = begin(inChild)
                .mov32(RBX, TIMES)
                .bind(loop)
                .mov32(RDI, -1)
                .xor32(RSI, RSI)
                .xor32(RDX, RDX);
        // read(-1, 0, 0) as C libraries have it: xor %eax, %eax; syscall; cmp $least, %rax; ja. It answers EBADF.
        code.xor32(RAX, RAX).bind(site).syscall();
        code.bytes(0x48, 0x3d, least & 0xff, least >> 8 & 0xff, 0xff, 0xff).jump(Condition.ABOVE, failed);
        code.jmp(bad).bind(failed).cmp(RAX, -Errnos.EBADF).jump(Condition.NOT_EQUAL, bad);
        code.sub(RBX, 1).jump(Condition.NOT_EQUAL, loop);
        assertThat(run(code, site, FIRST_BYTES_AT_CALL)).isEqualTo(Wait.exited(0));
    }

    @Test
    void a_call_with_a_comparison_becomes_a_jump_beside_a_second_thread() throws InterruptedException {
        Label thread = new Label();
        Label site = new Label();
        Label failed = new Label();
        long flags = Sched.CLONE_VM | Sched.CLONE_FS | Sched.CLONE_FILES | Sched.CLONE_SIGHAND | Sched.CLONE_THREAD;
        Assembler code = new Assembler().mov(RSI, RSP).sub(RSI, 4096).mov(RDI, flags);
        code.mov32(RAX, Syscall.CLONE.number()).syscall().test(RAX, RAX).jump(Condition.EQUAL, thread);
        code.mov32(RDI, -1).xor32(RSI, RSI).xor32(RDX, RDX).xor32(RAX, RAX);
        code.bind(site).syscall().bytes(0x48, 0x3d, 0x00, 0xf0, 0xff, 0xff).jump(Condition.ABOVE, failed);
        code.jmp(bad)
                .bind(thread)
                .xor32(RDI, RDI)
                .mov32(RAX, Syscall.EXIT.number())
                .syscall();
        code.bind(failed).cmp(RAX, -Errnos.EBADF).jump(Condition.NOT_EQUAL, bad);
        assertThat(run(code, site, FIRST_BYTES_AT_CALL)).isEqualTo(Wait.exited(0));
    }

    @Test
    void sites_that_were_patched_work_in_copies_and_copies_of_copies() throws InterruptedException {
        Label generation = new Label();
        Label loop = new Label();
        Label site = new Label();
        Assembler code =
                new Assembler().mov32(RBP, 3).bind(generation).mov32(RBX, TIMES).bind(loop);
        code.bind(site).mov32(RAX, Syscall.GETPPID.number()).syscall();
        code.sub(RBX, 1).jump(Condition.NOT_EQUAL, loop);
        // Each generation but the last forks another, which finds the jump there already.
        Label last = new Label();
        code.sub(RBP, 1).jump(Condition.EQUAL, last);
        fork(code).jmp(generation).bind(last);
        assertThat(run(code, site)).isEqualTo(Wait.exited(0));
    }
}
