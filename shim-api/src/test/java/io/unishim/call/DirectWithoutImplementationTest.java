package io.unishim.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.memory.UserBuffer;
import org.junit.jupiter.api.Test;

class DirectWithoutImplementationTest {
    @Test
    void every_call_goes_through_the_table() {
        SampleTable table = new SampleTable();
        SampleCalls direct = SampleCallsFamily.FAMILY.direct(null, new SyscallHandler[0], table);
        byte[] bytes = new byte[2];
        assertThat(direct.getppid(table.task)).isEqualTo(41);
        assertThat(direct.read(table.task, 3, UserBuffer.of(bytes))).isEqualTo(2);
        assertThat(bytes).containsExactly('a', 'b');
        assertThat(table.dispatched).isEqualTo(2);
    }
}
