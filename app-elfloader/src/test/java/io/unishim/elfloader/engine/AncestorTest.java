package io.unishim.elfloader.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.abi.Mman;
import io.unishim.abi.Syscall;
import io.unishim.elfloader.programs.OtherJvm;
import java.io.BufferedReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that an isolated program has hidden from the JVM, and that no signal of its parent's end reaches. */
class AncestorTest {
    private static final int PLACE = 0x7000_0000;

    /** The JVM that is killed: its tenant has a process that spins and was never told to end with its parent. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws Exception {
            Engine.start();
            HostChild known = new HostChildren().isolated(new TenantLimits(1 << 20, 8));
            int protection = Mman.PROT_READ | Mman.PROT_EXEC;
            int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED;
            long page = known.call(Syscall.MMAP.number(), PLACE, 4096, protection, flags, -1, 0);
            try (RandomAccessFile memory = new RandomAccessFile("/proc/" + known.pid() + "/mem", "rw")) {
                memory.seek(page);
                // jmp to itself
                memory.write(new byte[] {(byte) 0xeb, (byte) 0xfe});
            }
            Tenant tenant = Objects.requireNonNull(known.tenant());
            HostChild hidden =
                    Objects.requireNonNull(HostChildren.fork(known.first(), CallFilter.PROCESS, tenant, null));
            hidden.first().context().set(Context.RIP, page);
            System.out.println(hidden.pid());
            hidden.first().enter();
        }
    }

    @Test
    void ends_with_the_jvm_by_its_ancestor() throws Exception {
        Process jvm = OtherJvm.start(Killed.class);
        try (BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8)) {
            ProcessHandle hidden =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertThat(hidden.isAlive()).isTrue();
            jvm.destroyForcibly().waitFor();
            hidden.onExit().get(60, TimeUnit.SECONDS);
        } finally {
            jvm.destroyForcibly();
        }
    }
}
