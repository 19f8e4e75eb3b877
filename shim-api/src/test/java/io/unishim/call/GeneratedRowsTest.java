package io.unishim.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.abi.Arch;
import io.unishim.abi.Fcntl;
import io.unishim.abi.Syscall;
import io.unishim.call.Argument.Kind;
import io.unishim.struct.Timespec;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedRowsTest {
    private static CallDeclaration row(String name) {
        return SampleCallsFamily.FAMILY.declarations().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void family_knows_its_name_and_interface() {
        assertThat(SampleCallsFamily.FAMILY.name()).isEqualTo("sample");
        assertThat(SampleCallsFamily.FAMILY.type()).isEqualTo(SampleCalls.class);
    }

    @Test
    void rows_stand_in_the_order_of_the_interface_and_are_made_once() {
        List<CallDeclaration> rows = SampleCallsFamily.FAMILY.declarations();
        assertThat(rows)
                .extracting(CallDeclaration::name)
                .startsWith("getppid", "open", "read")
                .endsWith("sum");
        assertThat(SampleCallsFamily.FAMILY.declarations()).isSameAs(rows);
    }

    @Test
    void row_of_a_call_that_blocks() {
        assertThat(row("read"))
                .isEqualTo(new CallDeclaration(
                        "read",
                        Syscall.READ,
                        -1,
                        List.of(Argument.of("fd", Kind.FD), Argument.of("buf", Kind.BUFFER, true, null)),
                        Returns.COUNT,
                        true));
    }

    @Test
    void row_with_constants() {
        assertThat(row("open").arguments())
                .containsExactly(
                        Argument.of("pathname", Kind.STRING),
                        Argument.of("flags", Kind.FLAGS, Fcntl.class, "O_"),
                        Argument.of("mode", Kind.MODE));
    }

    @Test
    void row_with_structures() {
        assertThat(row("nanosleep").arguments())
                .containsExactly(
                        Argument.of("duration", Kind.STRUCT, false, Timespec.LAYOUT),
                        Argument.of("rest", Kind.STRUCT, true, Timespec.LAYOUT));
    }

    @Test
    void row_of_a_call_that_linux_does_not_have() {
        CallDeclaration sum = row("sum");
        assertThat(sum.syscall()).isNull();
        assertThat(sum.number(Arch.X86_64)).isEqualTo(1024);
        assertThat(sum.number(Arch.ARM64)).isEqualTo(1024);
    }

    @Test
    void adapter_of_no_call() {
        int calls = SampleCallsFamily.FAMILY.declarations().size();
        assertThatThrownBy(() -> SampleCallsFamily.FAMILY.adapter(new SampleHandlers(), calls))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
