package io.unishim.elfloader.engine;

import io.unishim.memory.OffHeap;
import java.util.function.LongConsumer;

/**
 * The registers of a program thread while Java works for it. Machine code finds them through the GS base, which points to
 * the first byte.
 */
final class Context {
    static final int RAX = 0x00;
    static final int RBX = 0x08;
    static final int RCX = 0x10;
    static final int RDX = 0x18;
    static final int RSI = 0x20;
    static final int RDI = 0x28;
    static final int RBP = 0x30;
    static final int RSP = 0x38;
    static final int R8 = 0x40;
    static final int R9 = 0x48;
    static final int R10 = 0x50;
    static final int R11 = 0x58;
    static final int R12 = 0x60;
    static final int R13 = 0x68;
    static final int R14 = 0x70;
    static final int R15 = 0x78;
    static final int RIP = 0x80;
    static final int FLAGS = 0x88;
    /** The program's FS base: its thread pointer. */
    static final int FS = 0x90;
    /** The FS base of the Java thread. */
    static final int HOST_FS = 0x98;
    /** The stack pointer of the Java thread at its entry. */
    static final int HOST_RSP = 0xa0;
    /** A byte: 1 while the program runs, which makes its system calls trap; 0 while the host's code runs. */
    static final int SELECTOR = 0xa8;
    /** An int: not 0 if the next entry is to be given up, because there is work. */
    static final int PENDING = 0xb0;
    /** An int: why the program was left; see {@link Engine#enter}. */
    static final int EXIT = 0xb4;
    /** A byte: 1 if rcx, r11 and the flags count at the next entry, which a system call leaves undefined. */
    static final int FULL = 0xb8;
    /** A byte: where the vector registers are; {@link #IN_XMM}, {@link #IN_IMAGE} or {@link #IN_YMM}. */
    static final int VECTORS_WHERE = 0xb9;
    /** Two bytes: the x87 control word at a system call. */
    static final int X87_CONTROL = 0xba;
    /** An int: mxcsr as Java wants it. */
    static final int HOST_MXCSR = 0xbc;
    /** What the host's kernel said of a fault: an int each, then two longs. */
    static final int SIGNAL = 0xc0;

    static final int CODE = 0xc4;
    static final int TRAP = 0xc8;
    static final int ERROR = 0xd0;
    static final int ADDRESS = 0xd8;
    /** An int: the architecture of a trapped call, as audit names it. */
    static final int CALL_ARCH = 0xe0;

    /**
     * The lower halves of {@link #YMM} count, and mxcsr; the upper halves are 0. The x87 unit was left as it is, with the
     * control word that it has after reset, and all else is as after reset.
     */
    static final int IN_XMM = 0;
    /** All of {@link #VECTORS} counts. */
    static final int IN_IMAGE = 1;
    /** As {@link #IN_XMM}, and the upper halves of {@link #YMM} count, too. */
    static final int IN_YMM = 2;

    /** 16 registers of 32 bytes. */
    static final int YMM = 0x100;

    /** The image that {@code xsave} writes, aligned to 64 bytes. */
    static final int VECTORS = 0x400;

    static final int MXCSR = VECTORS + 24;
    static final int XMM = VECTORS + 160;
    static final int XSTATE_BV = VECTORS + 512;
    /** The upper halves of the ymm registers, in the standard format of {@code xsave}. */
    static final int YMM_HIGH = VECTORS + 576;

    /** The bytes of a context. */
    static final int SIZE = 0x4000;

    private static final int DEFAULT_MXCSR = 0x1f80;
    /** The x87 control word after reset. */
    static final int DEFAULT_FCW = 0x37f;

    private static final int SSE = 2;
    private static final int AVX = 4;

    private final OffHeap block;
    private final LongConsumer saveX87;

    Context() {
        this(OffHeap.allocate(SIZE, 4096), Engine::saveX87);
    }

    /**
     * Makes a context of a block.
     *
     * @param block of {@link #SIZE} bytes
     * @param saveX87 saves the x87 unit of the thread that ran the program into the context of that address
     */
    Context(OffHeap block, LongConsumer saveX87) {
        this.block = block;
        this.saveX87 = saveX87;
        block.putInt(HOST_MXCSR, DEFAULT_MXCSR);
        reset();
    }

    /** Makes the state that a new program starts with: everything 0. */
    void reset() {
        block.zero(0, FS + 8);
        block.zero(VECTORS, SIZE - VECTORS);
        block.putLong(FLAGS, 0x202);
        block.putInt(VECTORS, DEFAULT_FCW);
        block.putInt(MXCSR, DEFAULT_MXCSR);
        block.putByte(FULL, (byte) 1);
        block.putByte(VECTORS_WHERE, (byte) IN_IMAGE);
    }

    /** Takes over the registers of the thread that calls this, as {@code clone(2)} does. */
    void copyFrom(Context other) {
        block.put(0, other.block, 0, FS + 8);
        block.put(VECTORS, other.vectors(SIZE - VECTORS), 0, SIZE - VECTORS);
        block.putByte(VECTORS_WHERE, (byte) IN_IMAGE);
        block.putByte(FULL, other.block.getByte(FULL));
    }

    long address() {
        return block.address();
    }

    long get(int register) {
        return block.getLong(register);
    }

    void set(int register, long value) {
        block.putLong(register, value);
    }

    int getInt(int field) {
        return block.getInt(field);
    }

    void setInt(int field, int value) {
        block.putInt(field, value);
    }

    /** Says that the next entry restores every register, also those that a system call leaves undefined. */
    void full() {
        block.putByte(FULL, (byte) 1);
    }

    boolean isFull() {
        return block.getByte(FULL) != 0;
    }

    void notFull() {
        block.putByte(FULL, (byte) 0);
    }

    /** @return the vector state as {@code xsave} writes it, of {@code size} bytes; on the thread that runs the program only */
    OffHeap vectors(int size) {
        int where = block.getByte(VECTORS_WHERE);
        if (where != IN_IMAGE) {
            for (int i = 0; i < 16; i++) {
                block.put(XMM + 16 * i, block, YMM + 32 * i, 16);
                if (where == IN_YMM) {
                    block.put(YMM_HIGH + 16 * i, block, YMM + 32 * i + 16, 16);
                }
            }
            block.zero(XSTATE_BV, 64);
            block.putLong(XSTATE_BV, where == IN_YMM ? SSE | AVX : SSE);
            saveX87.accept(block.address());
            block.putByte(VECTORS_WHERE, (byte) IN_IMAGE);
        }
        return block.slice(VECTORS, size);
    }
}
