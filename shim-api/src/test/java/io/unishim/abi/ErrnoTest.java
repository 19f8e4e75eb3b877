package io.unishim.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrnoTest {
    @Test
    void enum_and_int_constants_have_the_same_names_and_numbers() throws ReflectiveOperationException {
        Map<String, Number> named = new TreeMap<>();
        for (Errno errno : Errno.values()) {
            named.put(errno.name(), errno.number());
        }
        for (String alias : List.of("EWOULDBLOCK", "EDEADLOCK", "ENOTSUP")) {
            named.put(alias, ((Errno) Errno.class.getField(alias).get(null)).number());
        }
        assertThat(named).isEqualTo(new TreeMap<String, Object>(Constants.of(Errnos.class)));
    }

    @Test
    void constants_are_in_the_order_of_their_numbers() {
        List<Integer> numbers = new ArrayList<>();
        for (Errno errno : Errno.values()) {
            numbers.add(errno.number());
        }
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(Errno.class)
    void an_error_is_found_by_its_number(Errno errno) {
        assertThat(Errno.of(errno.number())).isSameAs(errno);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -2, 41, 58, 134, 512, 4095, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void a_number_that_Linux_lacks_is_no_error(int number) {
        assertThat(Errno.of(number)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -38, -4095})
    void results_from_minus_4095_to_minus_1_are_errors(long result) {
        assertThat(Errno.isError(result)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -4096, Long.MIN_VALUE, Long.MAX_VALUE})
    void all_other_results_are_successes(long result) {
        assertThat(Errno.isError(result)).isFalse();
    }

    @Test
    void aliases_are_the_same_errors() {
        assertThat(Errno.EWOULDBLOCK).isSameAs(Errno.EAGAIN);
        assertThat(Errno.EDEADLOCK).isSameAs(Errno.EDEADLK);
        assertThat(Errno.ENOTSUP).isSameAs(Errno.EOPNOTSUPP);
    }

    @Test
    void results_that_ask_for_a_restart_are_no_errors_that_programs_know() {
        Constants.of(Restart.class).forEach((name, number) -> {
            assertThat(Restart.isRestart(-((Integer) number))).as(name).isTrue();
            assertThat(Errno.of((Integer) number)).as(name).isNull();
        });
        assertThat(Restart.isRestart(-Errnos.EINTR)).isFalse();
        assertThat(Restart.isRestart(Restart.ERESTARTSYS)).isFalse();
        assertThat(Restart.isRestart(-515)).isFalse();
    }
}
