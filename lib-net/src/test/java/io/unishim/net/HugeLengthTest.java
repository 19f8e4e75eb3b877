package io.unishim.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Socket;
import io.unishim.abi.Syscall;
import io.unishim.memory.JavaMemory;
import io.unishim.task.Task;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lengths are unsigned: what no buffer can have means as much as one call moves. */
class HugeLengthTest {
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_receive_of_more_than_there_can_be_takes_what_is_there() {
        try (Shim shim = Shim.builder().boot()) {
            Task task = shim.newProcess("receiver");
            JavaMemory memory = (JavaMemory) task.process().memory();
            long at = memory.allocate(64);
            assertThat(call(shim, task, Syscall.SOCKETPAIR, Socket.AF_UNIX, Socket.SOCK_STREAM, 0, at))
                    .isZero();
            int one = memory.getInt(at);
            int other = memory.getInt(at + 4);
            assertThat(call(shim, task, Syscall.WRITE, one, at, 5, 0)).isEqualTo(5);
            assertThat(call(shim, task, Syscall.RECVFROM, other, at, Long.MIN_VALUE, Socket.MSG_DONTWAIT))
                    .isEqualTo(5);
        }
    }

    private static long call(Shim shim, Task task, Syscall call, long a, long b, long c, long d) {
        return shim.dispatch(task, call.number(), a, b, c, d, 0, 0);
    }
}
