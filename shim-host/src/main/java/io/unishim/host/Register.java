package io.unishim.host;

/** The general registers of x86-64, in the order of their encoding. */
@SuppressWarnings("EnumOrdinal") // the place is the number in machine code
public enum Register {
    RAX,
    RCX,
    RDX,
    RBX,
    RSP,
    RBP,
    RSI,
    RDI,
    R8,
    R9,
    R10,
    R11,
    R12,
    R13,
    R14,
    R15;

    int low() {
        return ordinal() & 7;
    }

    int high() {
        return ordinal() >> 3;
    }
}
