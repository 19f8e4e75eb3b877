package io.unishim.process.seccomp;

import io.unishim.memory.UserMemory;
import org.jspecify.annotations.Nullable;

/** A checked program of classic BPF over {@code struct seccomp_data} (the kernel's seccomp_check_filter, bpf_check_classic). */
final class BpfProgram {
    /** The kernel's BPF_MAXINSNS. */
    static final int MOST_INSTRUCTIONS = 4096;

    private static final int INSTRUCTION = 8;
    private static final int MEMORY_WORDS = 16;
    private static final int DATA_SIZE = 64;

    // Opcodes: class, and what of it.
    private static final int LD_W_ABS = 0x20;
    private static final int LD_W_LEN = 0x80;
    private static final int LDX_W_LEN = 0x81;
    private static final int LD_IMM = 0x00;
    private static final int LDX_IMM = 0x01;
    private static final int LD_MEM = 0x60;
    private static final int LDX_MEM = 0x61;
    private static final int ST = 0x02;
    private static final int STX = 0x03;
    private static final int RET_K = 0x06;
    private static final int RET_A = 0x16;
    private static final int TAX = 0x07;
    private static final int TXA = 0x87;
    private static final int NEG = 0x84;
    private static final int JA = 0x05;

    private static final int CLASS = 0x07;
    private static final int ALU = 0x04;
    private static final int JMP = 0x05;
    private static final int BY_X = 0x08;
    private static final int OPERATION = 0xf0;

    private static final int ADD = 0x00;
    private static final int SUB = 0x10;
    private static final int MUL = 0x20;
    private static final int DIV = 0x30;
    private static final int OR = 0x40;
    private static final int AND = 0x50;
    private static final int LSH = 0x60;
    private static final int RSH = 0x70;
    private static final int XOR = 0xa0;

    private static final int JEQ = 0x10;
    private static final int JGT = 0x20;
    private static final int JGE = 0x30;
    private static final int JSET = 0x40;

    private final int[] codes;
    private final int[] jumps;
    private final int[] constants;
    private boolean remembers;

    private BpfProgram(int length) {
        codes = new int[length];
        jumps = new int[length];
        constants = new int[length];
    }

    /** @return the program, or null if it is none that may run */
    static @Nullable BpfProgram read(UserMemory memory, long address, int length) {
        BpfProgram program = new BpfProgram(length);
        for (int i = 0; i < length; i++) {
            long at = address + (long) i * INSTRUCTION;
            int first = memory.getInt(at);
            program.codes[i] = first & 0xffff;
            program.jumps[i] = first >>> 16;
            program.constants[i] = memory.getInt(at + 4);
        }
        return program.checked() ? program : null;
    }

    int length() {
        return codes.length;
    }

    private int ifTrue(int at) {
        return jumps[at] & 0xff;
    }

    private int ifFalse(int at) {
        return jumps[at] >>> 8;
    }

    // Checking.

    private boolean checked() {
        int last = codes[codes.length - 1];
        if (last != RET_K && last != RET_A) {
            return false;
        }
        for (int i = 0; i < codes.length; i++) {
            if (!known(i)) {
                return false;
            }
        }
        return !remembers || storesBeforeLoads();
    }

    private boolean known(int at) {
        int code = codes[at];
        int constant = constants[at];
        long left = codes.length - 1L - at;
        switch (code) {
            case LD_W_ABS -> {
                return (constant & 3) == 0 && Integer.compareUnsigned(constant, DATA_SIZE) < 0;
            }
            case LD_W_LEN, LDX_W_LEN, LD_IMM, LDX_IMM, RET_K, RET_A, TAX, TXA, NEG -> {
                return true;
            }
            case LD_MEM, LDX_MEM, ST, STX -> {
                remembers = true;
                return Integer.compareUnsigned(constant, MEMORY_WORDS) < 0;
            }
            case JA -> {
                return Integer.toUnsignedLong(constant) < left;
            }
            default -> {
                int operation = code & OPERATION;
                boolean byX = (code & BY_X) != 0;
                return switch (code & (CLASS | ~0xff)) {
                    case ALU ->
                        switch (operation) {
                            case ADD, SUB, MUL, OR, AND, XOR -> true;
                            case DIV -> byX || constant != 0;
                            case LSH, RSH -> byX || Integer.compareUnsigned(constant, Integer.SIZE) < 0;
                            default -> false;
                        };
                    case JMP -> operation >= JEQ && operation <= JSET && ifTrue(at) < left && ifFalse(at) < left;
                    default -> false;
                };
            }
        }
    }

    /** No word of the memory is loaded that was not stored on every way there (the kernel's check_load_and_stores). */
    private boolean storesBeforeLoads() {
        int[] known = new int[codes.length];
        java.util.Arrays.fill(known, -1);
        int stored = 0;
        for (int i = 0; i < codes.length; i++) {
            stored &= known[i];
            int code = codes[i];
            if (code == ST || code == STX) {
                stored |= 1 << constants[i];
            } else if (code == LD_MEM || code == LDX_MEM) {
                if ((stored & 1 << constants[i]) == 0) {
                    return false;
                }
            } else if (code == JA) {
                known[i + 1 + constants[i]] &= stored;
                stored = -1;
            } else if ((code & CLASS) == JMP) {
                known[i + 1 + ifTrue(i)] &= stored;
                known[i + 1 + ifFalse(i)] &= stored;
                stored = -1;
            }
        }
        return true;
    }

    // Running.

    /** @return SECCOMP_RET_* and its data */
    int run(int number, int arch, long ip, long a0, long a1, long a2, long a3, long a4, long a5) {
        int[] memory = remembers ? new int[MEMORY_WORDS] : null;
        int a = 0;
        int x = 0;
        int at = 0;
        while (true) {
            int code = codes[at];
            int constant = constants[at];
            switch (code) {
                case RET_K -> {
                    return constant;
                }
                case RET_A -> {
                    return a;
                }
                case LD_W_ABS -> a = load(constant, number, arch, ip, a0, a1, a2, a3, a4, a5);
                case LD_W_LEN -> a = DATA_SIZE;
                case LDX_W_LEN -> x = DATA_SIZE;
                case LD_IMM -> a = constant;
                case LDX_IMM -> x = constant;
                case LD_MEM -> a = memory == null ? 0 : memory[constant];
                case LDX_MEM -> x = memory == null ? 0 : memory[constant];
                case ST, STX -> {
                    if (memory != null) {
                        memory[constant] = code == ST ? a : x;
                    }
                }
                case TAX -> x = a;
                case TXA -> a = x;
                case NEG -> a = -a;
                case JA -> at += constant;
                default -> {
                    int operand = (code & BY_X) != 0 ? x : constant;
                    if ((code & CLASS) == JMP) {
                        at += holds(code & OPERATION, a, operand) ? ifTrue(at) : ifFalse(at);
                    } else if ((code & OPERATION) == DIV && operand == 0) {
                        return 0; // as the kernel does where X is 0
                    } else {
                        a = computed(code & OPERATION, a, operand);
                    }
                }
            }
            at++;
        }
    }

    private static int load(
            int offset, int number, int arch, long ip, long a0, long a1, long a2, long a3, long a4, long a5) {
        long word = switch (offset >> 3) {
            case 0 -> Integer.toUnsignedLong(number) | (long) arch << Integer.SIZE;
            case 1 -> ip;
            case 2 -> a0;
            case 3 -> a1;
            case 4 -> a2;
            case 5 -> a3;
            case 6 -> a4;
            default -> a5;
        };
        return (int) ((offset & 4) == 0 ? word : word >>> Integer.SIZE);
    }

    private static boolean holds(int operation, int a, int operand) {
        return switch (operation) {
            case JEQ -> a == operand;
            case JGT -> Integer.compareUnsigned(a, operand) > 0;
            case JGE -> Integer.compareUnsigned(a, operand) >= 0;
            default -> (a & operand) != 0;
        };
    }

    private static int computed(int operation, int a, int operand) {
        return switch (operation) {
            case ADD -> a + operand;
            case SUB -> a - operand;
            case MUL -> a * operand;
            case DIV -> Integer.divideUnsigned(a, operand);
            case OR -> a | operand;
            case AND -> a & operand;
            case LSH -> a << operand;
            case RSH -> a >>> operand;
            default -> a ^ operand;
        };
    }
}
