package io.unishim.cli;

import io.unishim.abi.Errno;
import io.unishim.control.Policy;
import java.util.Arrays;

/**
 * What the user wants done with one call.
 *
 * @param call its name, not checked yet
 * @param policy what to do with it
 */
record CallPolicy(String call, Policy policy) {
    static CallPolicy stub(String call) {
        return new CallPolicy(call, Policy.stub());
    }

    /** @param text {@code CALL=VALUE}. @throws UsageException if it is not */
    static CallPolicy fake(String text) {
        String[] parts = parts(text, "--fake", "CALL=VALUE");
        try {
            return new CallPolicy(parts[0], Policy.fake(Long.decode(parts[1])));
        } catch (NumberFormatException e) {
            throw new UsageException("--fake " + text + ": " + parts[1] + " is not a number of 64 bits", e);
        }
    }

    /** @param text {@code CALL=ERRNO}. @throws UsageException if it is not */
    static CallPolicy deny(String text) {
        String[] parts = parts(text, "--deny", "CALL=ERRNO");
        for (Errno errno : Errno.values()) {
            if (errno.name().equals(parts[1])
                    || Integer.toString(errno.number()).equals(parts[1])) {
                return new CallPolicy(parts[0], Policy.deny(errno));
            }
        }
        throw new UsageException("--deny " + text + ": there is no error " + parts[1]
                + NearNames.hint(parts[1], Arrays.stream(Errno.values()).map(Errno::name)));
    }

    private static String[] parts(String text, String option, String form) {
        int at = text.indexOf('=');
        if (at <= 0 || at == text.length() - 1) {
            throw new UsageException(option + " wants " + form + ", not " + text);
        }
        return new String[] {text.substring(0, at), text.substring(at + 1)};
    }
}
