package io.unishim.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalsTest {
    @Test
    void every_standard_signal_has_its_name() throws ReflectiveOperationException {
        for (int signal = 1; signal < Signals.SIGRTMIN; signal++) {
            String name = Signals.nameOf(signal);
            assertThat(Signals.class.getField(name).getInt(null)).as(name).isEqualTo(signal);
        }
    }

    @ParameterizedTest
    @CsvSource({"32, SIGRT_0", "34, SIGRT_2", "64, SIGRT_32", "0, 0", "65, 65", "-1, -1"})
    void other_numbers_are_named_as_strace_does(int signal, String name) {
        assertThat(Signals.nameOf(signal)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "64, true", "65, false", "-1, false"})
    void signals_count_from_1_to_64(int signal, boolean exists) {
        assertThat(Signals.isSignal(signal)).isEqualTo(exists);
    }

    @Test
    void the_set_has_a_bit_for_each_signal() {
        assertThat(Signals.bit(Signals.SIGHUP)).isEqualTo(1);
        assertThat(Signals.bit(Signals.SIGKILL)).isEqualTo(0x100);
        assertThat(Signals.bit(Signals.NSIG)).isEqualTo(Long.MIN_VALUE);
    }
}
