package io.unishim.elfloader.engine;

import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RBX;
import static io.unishim.host.Register.RCX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Errnos;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.Label;
import io.unishim.host.Operand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A site of a known form is a jump once it has trapped, and the call goes on as before. The program looks at itself. */
class SitePatcherTest {
    private static final int FIRST_BYTES_OF_JUMP = 0x25_24ff;

    private final Label bad = new Label();

    /** Lets the program exit with 0 if there is a jump at the site now. @return its wait status */
    private int run(Assembler code, Label site) throws InterruptedException {
        code.lea(RAX, site).mov32(RAX, Operand.at(RAX, 0)).shl(RAX, 40);
        code.mov(RCX, (long) FIRST_BYTES_OF_JUMP << 40).cmp(RAX, RCX).jump(Condition.NOT_EQUAL, bad);
        code.xor32(RDI, RDI).mov32(RAX, Syscall.EXIT_GROUP.number()).syscall();
        code.bind(bad).mov32(RDI, 1).mov32(RAX, Syscall.EXIT_GROUP.number()).syscall();
        try (Shim shim = Shim.boot()) {
            return MachineCodeProgram.run(shim, code);
        }
    }

    @Test
    void a_number_before_the_call_becomes_a_jump() throws InterruptedException {
        Label loop = new Label();
        Label site = new Label();
        Assembler code = new Assembler().mov32(RBX, 2).bind(loop);
        code.bind(site).mov32(RAX, Syscall.GETPPID.number()).syscall();
        code.sub(RBX, 1).jump(Condition.NOT_EQUAL, loop);
        assertThat(run(code, site)).isEqualTo(Wait.exited(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {-4095, -4096})
    void a_comparison_behind_the_call_becomes_a_jump_and_is_still_made(int least) throws InterruptedException {
        Label loop = new Label();
        Label site = new Label();
        Label failed = new Label();
        Assembler code = new Assembler()
                .mov32(RBX, 2)
                .bind(loop)
                .mov32(RDI, -1)
                .xor32(RSI, RSI)
                .xor32(RDX, RDX);
        // read(-1, 0, 0) as C libraries have it: xor %eax, %eax; syscall; cmp $least, %rax; ja. It answers EBADF.
        code.xor32(RAX, RAX).bind(site).syscall();
        code.bytes(0x48, 0x3d, least & 0xff, least >> 8 & 0xff, 0xff, 0xff).jump(Condition.ABOVE, failed);
        code.jmp(bad).bind(failed).cmp(RAX, -Errnos.EBADF).jump(Condition.NOT_EQUAL, bad);
        code.sub(RBX, 1).jump(Condition.NOT_EQUAL, loop);
        assertThat(run(code, site)).isEqualTo(Wait.exited(0));
    }
}
