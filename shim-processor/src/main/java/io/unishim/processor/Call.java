package io.unishim.processor;

import java.util.List;
import java.util.Locale;

/**
 * One call of a family.
 *
 * @param method the Java method's name
 * @param task the name of the method's first parameter
 * @param name Linux's name
 * @param customNumber the number of a call that Linux does not have, else -1
 * @param parameters after the task
 * @param returns what a result means
 * @param blocks whether the call can wait
 * @param plainViewOnly whether the friendly view leaves it out
 */
record Call(
        String method,
        String task,
        String name,
        int customNumber,
        List<Parameter> parameters,
        Returns returns,
        boolean blocks,
        boolean plainViewOnly) {

    /** The constants of {@code io.unishim.call.Returns}. */
    enum Returns {
        NOTHING,
        FD,
        INT,
        COUNT,
        LONG,
        ADDRESS
    }

    /** @return the constant of {@code Syscall}, also used for other constants about the call */
    String constant() {
        return constant(name);
    }

    static String constant(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    boolean isCustom() {
        return customNumber >= 0;
    }

    /** @return how many of the six registers carry something */
    int registers() {
        return parameters.stream().mapToInt(p -> p.shape().registers).sum();
    }
}
