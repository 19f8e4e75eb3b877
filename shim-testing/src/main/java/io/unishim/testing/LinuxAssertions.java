package io.unishim.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.unishim.abi.Errno;
import io.unishim.call.ErrnoException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** AssertJ assertions for system calls, to be imported statically. */
public final class LinuxAssertions {
    private LinuxAssertions() {}

    /**
     * Asserts on what a call answered by number or directly.
     *
     * @param result a value or a negative errno
     * @return assertions on it
     */
    public static CallResultAssert assertThatCall(long result) {
        return new CallResultAssert(result);
    }

    /**
     * Asserts that a call of the friendly view fails.
     *
     * @param errno with what
     * @param call the call
     * @return what it threw
     */
    public static ErrnoException assertFailsWith(Errno errno, ThrowingCallable call) {
        ErrnoException thrown = catchThrowableOfType(ErrnoException.class, call);
        assertThat(thrown).as("expected %s", errno).isNotNull();
        assertThat(thrown.errno()).as(thrown.getMessage()).isEqualTo(errno);
        return thrown;
    }
}
