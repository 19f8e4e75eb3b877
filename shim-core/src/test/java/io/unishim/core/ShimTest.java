package io.unishim.core;

import static io.unishim.abi.Errnos.ENOSYS;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Syscall;
import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.linux.IdentityCalls;
import io.unishim.linux.IdentityCallsFamily;
import io.unishim.task.Task;
import org.junit.jupiter.api.Test;

class ShimTest {
    private static final class Identity implements IdentityCalls {
        @Override
        public long getpid(Task task) {
            return task.process().pid();
        }

        @Override
        public long getppid(Task task) {
            return task.process().parentPid();
        }

        @Override
        public long gettid(Task task) {
            return task.tid();
        }
    }

    private static final class IdentityLibrary implements MicroLibrary {
        @Override
        public String name() {
            return "identity";
        }

        @Override
        public void boot(Boot boot) {
            boot.calls(IdentityCallsFamily.FAMILY, new Identity());
        }
    }

    @Test
    void a_call_reaches_its_library_by_every_route() {
        try (Shim shim = Shim.builder().only().library(new IdentityLibrary()).boot()) {
            Task task = shim.newProcess("test");
            int pid = task.process().pid();
            assertThat(shim.dispatch(task, Syscall.GETPID.number(), 0, 0, 0, 0, 0, 0))
                    .isEqualTo(pid);
            assertThat(shim.calls(IdentityCallsFamily.FAMILY).getpid(task)).isEqualTo(pid);
            assertThat(shim.linux(task).getpid()).isEqualTo(pid);
            assertThat(shim.linux(task).getppid()).isEqualTo(1);
            assertThat(shim.linux().getppid()).isZero();
        }
    }

    @Test
    void a_call_that_nobody_serves_answers_enosys() {
        try (Shim shim = Shim.builder().only().boot()) {
            Task task = shim.newProcess("test");
            assertThat(shim.dispatch(task, Syscall.GETPID.number(), 0, 0, 0, 0, 0, 0))
                    .isEqualTo(-ENOSYS);
            assertThat(shim.calls(IdentityCallsFamily.FAMILY).getpid(task)).isEqualTo(-ENOSYS);
            assertThat(shim.table().missing()).containsEntry("getpid", 2L);
        }
    }
}
