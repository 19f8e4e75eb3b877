package io.unishim.call;

import io.unishim.memory.StructLayout;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a call: what a trace shows for the register, or the two registers, that carry it.
 *
 * @param name the parameter's name on the man page
 * @param kind how it is to be read
 * @param out whether the call fills what it points to and does not read it
 * @param constants for flags and alternatives: the class that holds them
 * @param prefix for flags and alternatives: what their names begin with
 * @param layout for a structure or an array of them: how it lies in memory
 */
public record Argument(
        String name,
        Kind kind,
        boolean out,
        @Nullable Class<?> constants,
        String prefix,
        @Nullable StructLayout<?> layout) {

    /** How a parameter is to be read. */
    public enum Kind {
        FD(1),
        DIRFD(1),
        INT(1),
        UNSIGNED_INT(1),
        LONG(1),
        UNSIGNED_LONG(1),
        ADDRESS(1),
        MODE(1),
        SIGNAL(1),
        FLAGS(1),
        ONE_OF(1),
        STRING(1),
        INTS(1),
        LONGS(1),
        STRUCT(1),
        /** An address and a number of bytes. */
        BUFFER(2),
        /** An address and a number of elements. */
        IOVEC(2),
        /** An address and a number of elements. */
        ARRAY(2);

        private final int registers;

        Kind(int registers) {
            this.registers = registers;
        }

        /** @return how many registers carry it, 1 or 2 */
        public int registers() {
            return registers;
        }
    }

    /** @return a parameter that needs nothing but its name and kind */
    public static Argument of(String name, Kind kind) {
        return new Argument(name, kind, false, null, "", null);
    }

    /** @return flags or an alternative */
    public static Argument of(String name, Kind kind, Class<?> constants, String prefix) {
        return new Argument(name, kind, false, constants, prefix, null);
    }

    /** @return a structure or an array of structures */
    public static Argument of(String name, Kind kind, boolean out, @Nullable StructLayout<?> layout) {
        return new Argument(name, kind, out, null, "", layout);
    }
}
