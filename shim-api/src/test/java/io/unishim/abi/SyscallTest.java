package io.unishim.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyscallTest {
    @ParameterizedTest
    @EnumSource(Arch.class)
    void no_number_is_given_twice(Arch arch) {
        Map<Integer, Syscall> seen = new HashMap<>();
        for (Syscall call : Syscall.values()) {
            if (call.existsOn(arch)) {
                assertThat(seen.put(call.number(arch), call)).as(call.name()).isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Syscall.class)
    void a_call_is_found_by_its_numbers_and_its_name(Syscall call) {
        for (Arch arch : Arch.values()) {
            if (call.existsOn(arch)) {
                assertThat(Syscall.byNumber(arch, call.number(arch))).isSameAs(call);
                assertThat(Syscall.nameOf(arch, call.number(arch))).isEqualTo(call.linuxName());
            }
        }
        assertThat(Syscall.byName(call.linuxName())).isSameAs(call);
    }

    @ParameterizedTest
    @EnumSource(Syscall.class)
    void every_call_has_a_number_on_x86_64(Syscall call) {
        assertThat(call.number()).isNotNegative().isEqualTo(call.number(Arch.X86_64));
    }

    @ParameterizedTest
    @EnumSource(Syscall.class)
    void from_424_on_all_architectures_share_one_number(Syscall call) {
        if (call.number() >= Syscall.PIDFD_SEND_SIGNAL.number()) {
            assertThat(call.number(Arch.ARM64)).isEqualTo(call.number());
        }
    }

    @Test
    void a_call_which_an_architecture_lacks_has_no_number_there() {
        assertThat(Syscall.OPEN.existsOn(Arch.ARM64)).isFalse();
        assertThat(Syscall.OPEN.number(Arch.ARM64)).isEqualTo(Syscall.NONE);
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void numbers_and_names_that_Linux_lacks_are_no_call(Arch arch) {
        assertThat(Syscall.byNumber(arch, -1)).isNull();
        assertThat(Syscall.byNumber(arch, Integer.MIN_VALUE)).isNull();
        assertThat(Syscall.byNumber(arch, Integer.MAX_VALUE)).isNull();
        assertThat(Syscall.byNumber(arch, 400)).isNull();
        assertThat(Syscall.byNumber(arch, Syscall.newest(arch) + 1)).isNull();
        assertThat(Syscall.byName("READ")).isNull();
        assertThat(Syscall.byName("")).isNull();
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void the_newest_number_has_a_name(Arch arch) {
        assertThat(Syscall.byNumber(arch, Syscall.newest(arch))).isSameAs(Syscall.FILE_SETATTR);
    }

    @ParameterizedTest
    @CsvSource({"0, read", "262, newfstatat", "156, _sysctl", "500, syscall_0x1f4", "-1, syscall_0xffffffff"})
    void names_are_those_of_strace(int number, String name) {
        assertThat(Syscall.nameOf(Arch.X86_64, number)).isEqualTo(name);
    }
}
