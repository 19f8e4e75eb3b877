package io.unishim.host;

import org.jspecify.annotations.Nullable;

/**
 * A place in memory that an instruction names: a base register and a displacement, or a displacement from the GS base.
 *
 * @param base the register, or null for the GS base
 * @param displacement bytes, 32 bits signed
 */
public record Operand(@Nullable Register base, int displacement) {
    /** @return {@code [base + displacement]} */
    public static Operand at(Register base, int displacement) {
        return new Operand(base, displacement);
    }

    /** @return {@code gs:[displacement]} */
    public static Operand gs(int displacement) {
        return new Operand(null, displacement);
    }
}
