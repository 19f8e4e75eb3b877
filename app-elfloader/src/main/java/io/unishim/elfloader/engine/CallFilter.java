package io.unishim.elfloader.engine;

import static io.unishim.abi.Sched.CLONE_FILES;
import static io.unishim.abi.Sched.CLONE_FS;
import static io.unishim.abi.Sched.CLONE_PARENT;
import static io.unishim.abi.Sched.CLONE_SIGHAND;
import static io.unishim.abi.Sched.CLONE_SYSVSEM;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CLONE_VM;

import io.unishim.abi.Mman;
import io.unishim.abi.Prctl;
import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What the processes of a {@link Tenant} may ask of the host's kernel: a filter of calls (man 2 seccomp), as the program for
 * the kernel's virtual machine that decides.
 *
 * <p>A call from anywhere but the engine's code is the program's: it traps, and the JVM serves it. In the engine's code, which
 * a program can jump into with any registers, and whose pages it can replace, only what harms nobody but the process
 * itself is made: its memory, its own signal state, waiting and waking, its end. Calls that make processes, threads and
 * descriptors wait for the {@link Gate}. All else ends the process at once.
 */
final class CallFilter {
    /** How a thread is made, the only way. */
    static final int THREAD = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
    /** How a process is made, the only way: the JVM becomes its parent, who alone can wait for it. */
    static final int PROCESS = CLONE_PARENT;

    /** struct seccomp_data. */
    private static final int NUMBER = 0;

    private static final int ARCHITECTURE = 4;
    private static final int INSTRUCTION = 8;
    private static final int ARGUMENTS = 16;

    private static final int AUDIT_ARCH_X86_64 = 0xc000_003e;
    private static final int CLOSE_RANGE_UNSHARE = 2;
    private static final int FUTEX_WAKE = 1;
    private static final int MEMBARRIER_PRIVATE = 0x1f8;

    private static final int LOAD = 0x20;
    private static final int RETURN = 0x06;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_GREATER = 0x25;
    private static final int JUMP_GREATER_EQUAL = 0x35;
    private static final int JUMP_ANY_BIT = 0x45;

    private static final int KILL_PROCESS = 0x8000_0000;
    private static final int TRAP = 0x0003_0000;
    private static final int NOTIFY = 0x7fc0_0000;
    private static final int ALLOW = 0x7fff_0000;

    /** Hint flags, and those that say where and what; not huge pages, which are the host's to give. */
    private static final int MAP_FLAGS = Mman.MAP_SHARED
            | Mman.MAP_PRIVATE
            | Mman.MAP_FIXED
            | Mman.MAP_ANONYMOUS
            | Mman.MAP_NORESERVE
            | Mman.MAP_POPULATE
            | Mman.MAP_NONBLOCK
            | Mman.MAP_32BIT
            | Mman.MAP_FIXED_NOREPLACE;

    private record Instruction(int code, int ifTrue, int ifFalse, int value) {}

    private final List<Instruction> program = new ArrayList<>();

    /** @param start of the engine's code; the range lies within 4 GiB of addresses with the same upper half */
    CallFilter(long start, long end) {
        if (start >>> 32 != end - 1 >>> 32) {
            throw new IllegalStateException("the engine's code lies across a border of 4 GiB");
        }
        add(LOAD, ARCHITECTURE);
        jump(JUMP_EQUAL, AUDIT_ARCH_X86_64, 1, 0);
        add(RETURN, TRAP);
        add(LOAD, INSTRUCTION + 4);
        jump(JUMP_EQUAL, (int) (start >>> 32), 1, 0);
        add(RETURN, TRAP);
        add(LOAD, INSTRUCTION);
        jump(JUMP_GREATER_EQUAL, (int) start, 1, 0);
        add(RETURN, TRAP);
        jump(JUMP_GREATER, (int) (end - 1), 0, 1);
        add(RETURN, TRAP);
        add(LOAD, NUMBER);
        on(Syscall.FUTEX).only(JUMP_GREATER, 1, FUTEX_WAKE, false).give(ALLOW);
        on(Syscall.MMAP).only(JUMP_ANY_BIT, 3, ~MAP_FLAGS, false).upper(3).give(ALLOW);
        for (Syscall call : new Syscall[] {
            Syscall.MUNMAP,
            Syscall.MPROTECT,
            Syscall.MREMAP,
            Syscall.MSYNC,
            Syscall.MLOCK2,
            Syscall.MUNLOCK,
            Syscall.GETTID,
            Syscall.GETPID,
            Syscall.GETPPID,
            Syscall.RT_SIGRETURN,
            Syscall.SIGALTSTACK,
            Syscall.SET_ROBUST_LIST,
            // What a wait goes on by that was stopped, frozen or traced.
            Syscall.RESTART_SYSCALL,
            Syscall.CLOSE,
            Syscall.EXIT,
            Syscall.EXIT_GROUP
        }) {
            on(call).give(ALLOW);
        }
        on(Syscall.MADVISE)
                .only(JUMP_EQUAL, 2, Mman.MADV_HWPOISON, false)
                .only(JUMP_EQUAL, 2, Mman.MADV_SOFT_OFFLINE, false)
                .give(ALLOW);
        on(Syscall.MEMBARRIER).only(JUMP_ANY_BIT, 0, ~MEMBARRIER_PRIVATE, false).give(ALLOW);
        on(Syscall.CLONE).equal(0, THREAD).give(NOTIFY);
        on(Syscall.CLONE).equal(0, PROCESS).give(NOTIFY);
        on(Syscall.PIDFD_GETFD).give(NOTIFY);
        // The end with the JVM, and the end of the whole tenant: it is a process group that nobody can leave.
        on(Syscall.PRCTL)
                .equal(0, Prctl.PR_SET_PDEATHSIG)
                .equal(1, Signals.SIGKILL)
                .give(ALLOW);
        on(Syscall.KILL).equal(0, 0).equal(1, Signals.SIGKILL).give(ALLOW);
        // Once, before there is a program: its copy of the JVM's descriptors goes.
        on(Syscall.CLOSE_RANGE).equal(2, CLOSE_RANGE_UNSHARE).give(ALLOW);
        add(RETURN, KILL_PROCESS);
    }

    /** @return how many instructions it has */
    int length() {
        return program.size();
    }

    /** @return an array of struct sock_filter */
    byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(8 * program.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (Instruction each : program) {
            out.putShort((short) each.code())
                    .put((byte) each.ifTrue())
                    .put((byte) each.ifFalse())
                    .putInt(each.value());
        }
        return out.array();
    }

    private void add(int code, int value) {
        program.add(new Instruction(code, 0, 0, value));
    }

    private void jump(int code, int value, int ifTrue, int ifFalse) {
        program.add(new Instruction(code, ifTrue, ifFalse, value));
    }

    private Rule on(Syscall call) {
        return new Rule(call);
    }

    /** What is done with one call: where a condition does not hold, the next rule decides. */
    private final class Rule {
        private final int call;
        private final List<int[]> conditions = new ArrayList<>();

        Rule(Syscall call) {
            this.call = call.number();
        }

        /** Compares the lower half of an argument. */
        Rule only(int comparison, int argument, int value, boolean wanted) {
            conditions.add(new int[] {ARGUMENTS + 8 * argument, comparison, value, wanted ? 1 : 0});
            return this;
        }

        /** The upper half of an argument must be 0. */
        Rule upper(int argument) {
            conditions.add(new int[] {ARGUMENTS + 8 * argument + 4, JUMP_EQUAL, 0, 1});
            return this;
        }

        Rule equal(int argument, int value) {
            return only(JUMP_EQUAL, argument, value, true).upper(argument);
        }

        void give(int decision) {
            // Past a rule with conditions the number must be loaded again.
            int rest = conditions.isEmpty() ? 1 : 2 * conditions.size() + 2;
            jump(JUMP_EQUAL, call, 0, rest);
            int left = 2 * conditions.size();
            for (int[] condition : conditions) {
                add(LOAD, condition[0]);
                left -= 2;
                // From behind this jump to behind the decision.
                int next = left + 1;
                jump(condition[1], condition[2], condition[3] == 1 ? 0 : next, condition[3] == 1 ? next : 0);
            }
            add(RETURN, decision);
            if (!conditions.isEmpty()) {
                add(LOAD, NUMBER);
            }
        }
    }
}
