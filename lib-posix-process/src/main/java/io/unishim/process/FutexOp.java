package io.unishim.process;

import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Futex.FUTEX_OP_ADD;
import static io.unishim.abi.Futex.FUTEX_OP_ANDN;
import static io.unishim.abi.Futex.FUTEX_OP_CMP_EQ;
import static io.unishim.abi.Futex.FUTEX_OP_CMP_GE;
import static io.unishim.abi.Futex.FUTEX_OP_CMP_GT;
import static io.unishim.abi.Futex.FUTEX_OP_CMP_LE;
import static io.unishim.abi.Futex.FUTEX_OP_CMP_LT;
import static io.unishim.abi.Futex.FUTEX_OP_CMP_NE;
import static io.unishim.abi.Futex.FUTEX_OP_OPARG_SHIFT;
import static io.unishim.abi.Futex.FUTEX_OP_OR;
import static io.unishim.abi.Futex.FUTEX_OP_SET;
import static io.unishim.abi.Futex.FUTEX_OP_XOR;

import io.unishim.memory.UserMemory;

/** What FUTEX_WAKE_OP does to its second word: an operation, an operand, a comparison and its operand in 32 bits. */
final class FutexOp {
    private FutexOp() {}

    /**
     * Applies the operation atomically, then compares what the word held before.
     *
     * @return 1 if the comparison holds, 0 if not, or {@code -ENOSYS} for an operation, or a comparison, that does not
     *     exist; in the latter case the word was changed, as Linux has it
     */
    static long apply(UserMemory memory, long address, int encoded) {
        int operation = encoded >>> 28 & 7;
        int operand = encoded << 8 >> 20;
        if ((encoded >>> 28 & FUTEX_OP_OPARG_SHIFT) != 0) {
            operand = 1 << operand;
        }
        if (operation > FUTEX_OP_XOR) {
            return -ENOSYS;
        }
        int held = memory.getInt(address);
        while (true) {
            int found = memory.compareAndExchangeInt(address, held, result(operation, held, operand));
            if (found == held) {
                return compare(encoded >>> 24 & 15, held, encoded << 20 >> 20);
            }
            held = found;
        }
    }

    private static int result(int operation, int held, int operand) {
        return switch (operation) {
            case FUTEX_OP_SET -> operand;
            case FUTEX_OP_ADD -> held + operand;
            case FUTEX_OP_OR -> held | operand;
            case FUTEX_OP_ANDN -> held & ~operand;
            default -> held ^ operand;
        };
    }

    private static long compare(int comparison, int held, int with) {
        return switch (comparison) {
            case FUTEX_OP_CMP_EQ -> held == with ? 1 : 0;
            case FUTEX_OP_CMP_NE -> held != with ? 1 : 0;
            case FUTEX_OP_CMP_LT -> held < with ? 1 : 0;
            case FUTEX_OP_CMP_LE -> held <= with ? 1 : 0;
            case FUTEX_OP_CMP_GT -> held > with ? 1 : 0;
            case FUTEX_OP_CMP_GE -> held >= with ? 1 : 0;
            default -> -ENOSYS;
        };
    }
}
