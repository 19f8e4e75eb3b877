package io.unishim.elfloader.engine;

import io.unishim.call.Argument;
import io.unishim.call.CallDeclaration;
import io.unishim.control.CallTable;
import io.unishim.memory.OffHeap;
import io.unishim.memory.StructLayout;

/**
 * What the first two arguments of a call that point somewhere point to, so that a child's thread can lay it out in its {@link
 * SlotWindow}s: a long for each number, an int for each argument. It is learnt from the declaration of a call when that is made
 * first. Wrong shapes do no harm: what is laid out needlessly is not looked at.
 *
 * <p>An int is the place of the register that holds the address ({@link Context#RDI} and its kin), with {@link #OUT} in its low
 * bits; the place of the one that counts elements, or 0; and how many bytes an element has.
 */
final class ArgumentShapes {
    /** How many numbers there is room for: Linux's are lower. */
    static final int CALLS = 512;

    static final int SIZE = CALLS * Long.BYTES;

    /** The call writes there, and does not read. */
    static final int OUT = 1;

    static final int PLACE = 0xf8;
    static final int COUNT_SHIFT = 8;
    static final int ELEMENT_SHIFT = 16;

    private static final int[] REGISTERS = {Context.RDI, Context.RSI, Context.RDX, Context.R10, Context.R8, Context.R9};

    /** What is laid out of a string: most paths are shorter. */
    private static final int STRING = 256;

    private static final int IOVEC = 16;

    private final OffHeap table;
    private final boolean[] known = new boolean[CALLS];

    ArgumentShapes(OffHeap table) {
        this.table = table;
    }

    long address() {
        return table.address();
    }

    /** A call is made. */
    void learn(long number, CallTable calls) {
        if (number < 0 || number >= CALLS || known[(int) number]) {
            return;
        }
        known[(int) number] = true;
        CallDeclaration call = calls.declaration((int) number);
        if (call != null) {
            table.putLong((int) number * Long.BYTES, of(call));
        }
    }

    private static long of(CallDeclaration call) {
        long shape = 0;
        int found = 0;
        int register = 0;
        for (Argument argument : call.arguments()) {
            long one = register < REGISTERS.length ? of(argument, register) : 0;
            if (one != 0 && found < 2) {
                shape |= one << Integer.SIZE * found;
                found++;
            }
            register += argument.kind().registers();
        }
        return shape;
    }

    private static long of(Argument argument, int register) {
        int out = argument.out() ? OUT : 0;
        return switch (argument.kind()) {
            case BUFFER -> counted(register, 1) | out;
            case ARRAY -> size(argument) == 0 ? 0 : counted(register, size(argument)) | out;
            // It is the buffers that are written.
            case IOVEC -> counted(register, IOVEC);
            case STRUCT -> size(argument) == 0 ? 0 : single(register, size(argument)) | out;
            case STRING -> single(register, STRING);
            default -> 0;
        };
    }

    private static int size(Argument argument) {
        StructLayout<?> layout = argument.layout();
        return layout == null ? 0 : layout.size();
    }

    private static long counted(int register, int element) {
        return single(register, element) | (long) REGISTERS[register + 1] << COUNT_SHIFT;
    }

    private static long single(int register, int size) {
        return REGISTERS[register] | (long) size << ELEMENT_SHIFT;
    }
}
