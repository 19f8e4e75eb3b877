package io.unishim.host;

import static io.unishim.abi.Signals.SIGBUS;
import static io.unishim.host.Operand.at;
import static io.unishim.host.Register.R10;
import static io.unishim.host.Register.R8;
import static io.unishim.host.Register.R9;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RCX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;

import io.unishim.abi.Mman;
import io.unishim.abi.Syscall;
import io.unishim.host.Assembler.Condition;
import io.unishim.memory.OffHeap;

/**
 * Catches access of Java code to a bad address in a program's memory that did not go through {@link UserCopy}: a bug of
 * ours, which must not end the JVM. The handler gives the page rights, or a page of zeros, counts, and lets the access
 * happen; whoever served the call sees the count, and takes the page back.
 */
final class Net {
    private static final int RANGES = 1024;
    private static final int PAGE = 4096;

    /** Words: the count, the last address, the JVM's handlers of two signals; then pairs of first address and end. */
    private static final int COUNT = 0;

    private static final int LAST = 8;
    private static final int JVM_SEGV = 16;
    private static final int JVM_BUS = 24;
    private static final int TABLE = 64;

    /** An empty pair in the middle of the table; a pair of zeros ends it. */
    private static final long EMPTY = 1;

    final Label entry = new Label();
    private final OffHeap words = OffHeap.allocate(TABLE + 16 * (RANGES + 1));

    /** Says where the JVM handles a signal. */
    void jvm(int signal, long handler) {
        words.putLong(signal == SIGBUS ? JVM_BUS : JVM_SEGV, handler);
    }

    /** Watches a range. @return whether there was room for it */
    synchronized boolean add(long start, long end) {
        for (int at = TABLE; at < TABLE + 16 * RANGES; at += 16) {
            long first = words.getLong(at);
            if (first == 0 || first == EMPTY && words.getLong(at + 8) == EMPTY) {
                words.putLong(at + 8, end);
                words.putLong(at, start);
                return true;
            }
        }
        return false;
    }

    synchronized void remove(long start) {
        for (int at = TABLE; at < TABLE + 16 * RANGES; at += 16) {
            if (words.getLong(at) == start) {
                words.putLong(at, EMPTY);
                words.putLong(at + 8, EMPTY);
                return;
            }
        }
    }

    long count() {
        return words.getLong(COUNT);
    }

    long last() {
        return words.getLong(LAST);
    }

    void assemble(Assembler code) {
        Label loop = new Label();
        Label further = new Label();
        Label hit = new Label();
        Label zeros = new Label();
        Label done = new Label();
        Label jvm = new Label();
        Label bus = new Label();
        code.bind(entry).mov(RAX, at(RSI, 16)).mov(RCX, words.address() + TABLE);
        code.bind(loop)
                .mov(R8, at(RCX, 0))
                .test(R8, R8)
                .jump(Condition.EQUAL, jvm)
                .cmp(RAX, R8)
                .jump(Condition.BELOW, further)
                .mov(R9, at(RCX, 8))
                .cmp(RAX, R9)
                .jump(Condition.BELOW, hit);
        code.bind(further).add(RCX, 16).jmp(loop);

        code.bind(hit).push(RDI).push(RSI).push(RDX).push(RAX);
        code.mov(RDI, RAX).and(RDI, -PAGE);
        code.mov(RSI, (long) PAGE).mov32(RDX, Mman.PROT_READ | Mman.PROT_WRITE);
        code.mov(RAX, at(Register.RSP, 24)).cmp(RAX, SIGBUS).jump(Condition.EQUAL, zeros);
        code.mov32(RAX, Syscall.MPROTECT.number()).syscall().jmp(done);
        code.bind(zeros)
                .mov32(R10, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED)
                .mov(R8, -1L)
                .xor32(R9, R9)
                .mov32(RAX, Syscall.MMAP.number())
                .syscall();
        code.bind(done).pop(RCX).pop(RDX).pop(RSI).pop(RDI);
        // A negative errno, or the page's address: only an errno is above the last page.
        code.cmp(RAX, -4095).jump(Condition.ABOVE_EQUAL, jvm);
        code.mov(RAX, words.address())
                .lockInc(at(RAX, COUNT))
                .mov(at(RAX, LAST), RCX)
                .ret();

        code.bind(jvm)
                .mov(RAX, words.address())
                .cmp(RDI, SIGBUS)
                .jump(Condition.EQUAL, bus)
                .jmp(at(RAX, JVM_SEGV));
        code.bind(bus).jmp(at(RAX, JVM_BUS));
    }
}
