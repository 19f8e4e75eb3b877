package io.unishim.elfloader.engine;

import static io.unishim.host.Register.R12;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;
import static io.unishim.host.Register.RSP;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.unishim.Shim;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.Label;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program's calls leave no garbage in the JVM. */
class AllocationTest {
    private static final int ROUNDS = 6;
    private static final int CALLS = 50_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What the program's thread had allocated whenever the program asked for its process group. */
    private final List<Long> allocated = new ArrayList<>(ROUNDS + 1);

    @Test
    void a_cheap_call_allocates_nothing() throws InterruptedException {
        measure(new Assembler().mov32(RAX, Syscall.GETPPID.number()).syscall());
    }

    @Test
    void a_call_with_a_buffer_allocates_nothing() throws InterruptedException {
        measure(new Assembler()
                .mov32(RDI, 0)
                .mov(RSI, RSP)
                .mov32(RDX, 8)
                .mov32(RAX, Syscall.READ.number())
                .syscall());
    }

    private void measure(Assembler call) throws InterruptedException {
        try (Shim shim = Shim.boot()) {
            shim.table().replace("getpgrp", previous -> (task, a0, a1, a2, a3, a4, a5) -> {
                allocated.add(
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId()));
                return previous.handle(task, a0, a1, a2, a3, a4, a5);
            });
            Assembler code = new Assembler();
            for (int i = 0; i < ROUNDS; i++) {
                Label again = new Label();
                code.mov32(RAX, Syscall.GETPGRP.number()).syscall().mov(R12, (long) CALLS);
                code.bind(again).bytes(unsigned(call.code())).sub(R12, 1).jump(Condition.NOT_EQUAL, again);
            }
            code.mov32(RAX, Syscall.GETPGRP.number()).syscall();
            code.mov32(RDI, 0).mov32(RAX, Syscall.EXIT_GROUP.number()).syscall();
            MachineCodeProgram program = new MachineCodeProgram(shim, code);
            assertThat(shim.linux(program.task()).open("/dev/zero", 0)).isZero();
            assertThat(program.start().status()).isEqualTo(Wait.exited(0));
        }
        assertThat(allocated).hasSize(ROUNDS + 1);
        assertThat(allocated.get(ROUNDS) - allocated.get(ROUNDS - 1))
                .as("bytes in %d calls, after %d to warm up", CALLS, (ROUNDS - 1) * CALLS)
                .isLessThan(CALLS / 10);
    }

    private static int[] unsigned(byte[] bytes) {
        int[] values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xff;
        }
        return values;
    }
}
