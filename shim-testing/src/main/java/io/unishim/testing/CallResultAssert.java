package io.unishim.testing;

import io.unishim.abi.Errno;
import org.assertj.core.api.AbstractLongAssert;

/** Assertions for what a handler or {@link io.unishim.Shim#dispatch} answers: a value or a negative errno. */
public final class CallResultAssert extends AbstractLongAssert<CallResultAssert> {
    CallResultAssert(long result) {
        super(result, CallResultAssert.class);
    }

    /** It is the negative of this errno. */
    public CallResultAssert failsWith(Errno errno) {
        isNotNull();
        if (actual != -errno.number()) {
            failWithMessage("expected the call to fail with %s, but it answered %s", errno, said());
        }
        return this;
    }

    /** It is no errno. */
    public CallResultAssert succeeds() {
        isNotNull();
        if (Errno.isError(actual)) {
            failWithMessage("expected the call to succeed, but it failed with %s", said());
        }
        return this;
    }

    /** It is this value, and no errno. */
    public CallResultAssert returns(long value) {
        succeeds();
        if (actual != value) {
            failWithMessage("expected the call to return %s, but it returned %s", value, said());
        }
        return this;
    }

    private String said() {
        Errno errno = Errno.isError(actual) ? Errno.of((int) -actual) : null;
        return errno == null ? String.valueOf(actual) : errno.name() + " (" + errno.text() + ")";
    }
}
