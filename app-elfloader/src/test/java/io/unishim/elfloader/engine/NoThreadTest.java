package io.unishim.elfloader.engine;

import static io.unishim.host.Register.R10;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Errnos;
import io.unishim.abi.Sched;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.Label;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that clones while no Java thread can be had for the clone. */
class NoThreadTest {
    @ParameterizedTest
    @ValueSource(longs = {0, Sched.CLONE_VM | Sched.CLONE_VFORK})
    void a_clone_without_a_thread_fails_and_leaves_no_zombie(long flags) throws InterruptedException {
        Label bad = new Label();
        Assembler code =
                new Assembler().mov(RDI, flags).xor32(RSI, RSI).xor32(RDX, RDX).xor32(R10, R10);
        code.mov32(RAX, Syscall.CLONE.number()).syscall().cmp(RAX, -Errnos.EAGAIN);
        code.jump(Condition.NOT_EQUAL, bad);
        code.mov(RDI, -1L).xor32(RSI, RSI).xor32(RDX, RDX).mov32(RAX, Syscall.WAIT4.number());
        code.syscall().cmp(RAX, -Errnos.ECHILD).jump(Condition.NOT_EQUAL, bad);
        code.xor32(RDI, RDI).mov32(RAX, Syscall.EXIT_GROUP.number()).syscall();
        code.bind(bad).mov32(RDI, 1).mov32(RAX, Syscall.EXIT_GROUP.number()).syscall();
        AtomicInteger started = new AtomicInteger();
        try (Shim shim = Shim.boot()) {
            int status = new MachineCodeProgram(shim, code)
                    .start(run -> started.getAndIncrement() == 0 && MachineCodeProgram.thread(run))
                    .status();
            assertThat(status).isEqualTo(Wait.exited(0));
        }
    }
}
