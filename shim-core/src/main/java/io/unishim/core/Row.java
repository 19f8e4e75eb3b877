package io.unishim.core;

import io.unishim.call.CallDeclaration;
import io.unishim.call.Support;
import io.unishim.control.CallTable.CallEntry;
import java.lang.reflect.Method;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A registered call.
 *
 * @param declaration its row
 * @param library who registered it
 * @param implementation whose method serves it: a family's implementation or a handler
 */
record Row(CallDeclaration declaration, String library, Object implementation) {
    CallEntry entry() {
        Support support = support();
        return support == null
                ? new CallEntry(declaration, library, null, "")
                : new CallEntry(declaration, library, support.value(), support.note());
    }

    /** What stands on the method that is named as the call, or on the method of a handler that was registered by hand. */
    private @Nullable Support support() {
        String wanted = plain(declaration.name());
        Support byHand = null;
        for (Class<?> type = implementation.getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                Support support = method.getAnnotation(Support.class);
                if (support != null && plain(method.getName()).equals(wanted)) {
                    return support;
                }
                if (support != null && byHand == null && method.getName().equals("handle")) {
                    byHand = support;
                }
            }
        }
        return byHand;
    }

    /** A method may be called {@code openAt} or {@code exit_} where Linux says {@code openat} and {@code exit}. */
    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
