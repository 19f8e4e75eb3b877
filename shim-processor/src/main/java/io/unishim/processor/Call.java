package io.unishim.processor;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
 * @param doc what its Javadoc says
 */
record Call(
        String method,
        String task,
        String name,
        int customNumber,
        List<Parameter> parameters,
        Returns returns,
        boolean blocks,
        boolean plainViewOnly,
        Doc doc) {

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

    /** @return whether Linux does not have it */
    boolean isCustom() {
        return customNumber >= 0;
    }

    /**
     * What the friendly view returns instead of taking it: a structure that the call fills where its result says
     * nothing, an array that it fills where its result is their number. One that may be left out is not returned.
     *
     * @return the parameter, or null
     */
    @Nullable
    Parameter returned() {
        Shape shape = returns == Returns.NOTHING ? Shape.REF : returns == Returns.INT ? Shape.ARRAY : null;
        List<Parameter> filled = parameters.stream()
                .filter(p -> p.shape() == shape && p.out() && !p.optional())
                .toList();
        if (filled.isEmpty()) {
            return null;
        }
        Parameter last = filled.get(filled.size() - 1);
        return filled.size() == 1 || last.equals(parameters.get(parameters.size() - 1)) ? last : null;
    }

    /** @return how many parameters stand before those that the friendly view may leave out */
    int required() {
        Parameter returned = returned();
        int required = parameters.size();
        while (required > 0
                && (parameters.get(required - 1).optional()
                        || parameters.get(required - 1).equals(returned))) {
            required--;
        }
        return required;
    }

    /** @return how many of the six registers carry something */
    int registers() {
        return parameters.stream().mapToInt(p -> p.shape().registers).sum();
    }
}
