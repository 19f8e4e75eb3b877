package io.unishim.vfscore.mount;

import static io.unishim.abi.Limits.PATH_MAX;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.memory.UserString;
import org.jspecify.annotations.Nullable;

/** The texts that {@code mount(2)} is given. */
final class ArgumentText {
    /** Stands for a text of more than PATH_MAX bytes. */
    @SuppressWarnings("StringOperationCanBeSimplified") // compared by identity
    private static final String TOO_LONG = new String("too long");

    private static final int PAGE = 4096;

    private ArgumentText() {}

    /** @return a text, null for NULL, or one that is {@link #tooLong} */
    static @Nullable String read(UserString text) {
        if (text.isNull()) {
            return null;
        }
        byte[] bytes = new byte[PATH_MAX];
        int length = text.copy(bytes);
        return length < 0 ? TOO_LONG : new String(bytes, 0, length, UTF_8);
    }

    /** @return whether a text was one of more than PATH_MAX bytes */
    @SuppressWarnings("ReferenceEquality") // a program may write the same letters
    static boolean tooLong(@Nullable String text) {
        return text == TOO_LONG;
    }

    /** @return options; what is beyond a page does not count */
    static String options(UserString text) {
        if (text.isNull()) {
            return "";
        }
        byte[] bytes = new byte[PAGE];
        int length = text.copy(bytes);
        return new String(bytes, 0, length < 0 ? PAGE - 1 : length, UTF_8);
    }
}
