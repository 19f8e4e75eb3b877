package io.unishim.vfscore.tty;

import static io.unishim.abi.Termios.BOTHER;
import static io.unishim.abi.Termios.CBAUD;

/** What the bits of c_cflag say about the speed (the kernel's tty_baudrate.c). */
final class Speeds {
    private static final int INPUT_SHIFT = 16; // IBSHIFT
    private static final int EXTENDED = 010000; // CBAUDEX

    private static final int[] BITS_PER_SECOND = {
        0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400,
        460_800, 500_000, 576_000, 921_600, 1_000_000, 1_152_000, 1_500_000, 2_000_000, 2_500_000, 3_000_000, 3_500_000,
        4_000_000
    };

    private Speeds() {}

    /** @param other c_ospeed, which counts with BOTHER */
    static int output(int cflag, int other) {
        int bits = cflag & CBAUD;
        return bits == BOTHER ? other : of(bits);
    }

    /** @param other c_ispeed, which counts with BOTHER */
    static int input(int cflag, int other, int output) {
        int bits = cflag >>> INPUT_SHIFT & CBAUD;
        if (bits == 0) {
            return output;
        }
        return bits == BOTHER ? other : of(bits);
    }

    private static int of(int bits) {
        int index = (bits & EXTENDED) != 0 ? (bits & ~EXTENDED) + 15 : bits;
        return index < BITS_PER_SECOND.length ? BITS_PER_SECOND[index] : 0;
    }
}
