package io.unishim.elfloader;

import static io.unishim.abi.Errno.EBADF;
import static io.unishim.abi.Errno.ENOENT;
import static io.unishim.abi.Errno.ENOSYS;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.testing.LinuxAssertions.assertFailsWith;
import static io.unishim.testing.LinuxAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Syscall;
import io.unishim.linux.Linux;
import io.unishim.testing.HostKernel;
import io.unishim.testing.ShimExtension;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tests of others stand on: a shim for each test, and assertions that can fail. */
@ExtendWith(ShimExtension.class)
class ShimExtensionTest {
    private static final int NOWHERE = 4000;

    @RepeatedTest(2)
    void each_test_has_a_shim_of_its_own(Linux linux) {
        assertFailsWith(ENOENT, () -> linux.open("/left", O_RDONLY));
        linux.close(linux.open("/left", O_CREAT | O_WRONLY, 0600));
    }

    @Test
    void shim_and_view_belong_together(Shim shim, Linux linux) {
        assertThat(linux.shim()).isSameAs(shim);
    }

    @Test
    void results_are_told_from_errors(Shim shim, Linux linux) {
        long closed = shim.dispatch(linux.task(), Syscall.CLOSE.number(), NOWHERE, 0, 0, 0, 0, 0);
        assertThatCall(closed).failsWith(EBADF);
        assertThatThrownBy(() -> assertThatCall(closed).succeeds()).hasMessageContaining("EBADF");
        assertThatThrownBy(() -> assertThatCall(3).failsWith(EBADF)).hasMessageContaining("answered 3");
        assertThatThrownBy(() -> assertThatCall(3).returns(4)).hasMessageContaining("returned 3");
        assertThatThrownBy(() -> assertFailsWith(ENOSYS, () -> linux.close(NOWHERE)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertFailsWith(ENOSYS, linux::getpid)).isInstanceOf(AssertionError.class);
    }

    @Test
    void the_host_is_a_twin(Shim shim, Linux linux) {
        assertThatCall(HostKernel.call(Syscall.CLOSE, NOWHERE)).failsWith(EBADF);
        assertThat(HostKernel.call(Syscall.GETPID))
                .isEqualTo(ProcessHandle.current().pid());
    }
}
