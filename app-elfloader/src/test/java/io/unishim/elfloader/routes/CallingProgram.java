package io.unishim.elfloader.routes;

import static io.unishim.host.Register.R10;
import static io.unishim.host.Register.R8;
import static io.unishim.host.Register.R9;
import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RBX;
import static io.unishim.host.Register.RDI;
import static io.unishim.host.Register.RDX;
import static io.unishim.host.Register.RSI;

import io.unishim.call.CallDeclaration;
import io.unishim.call.Returns;
import io.unishim.elfloader.engine.HostChildren;
import io.unishim.elfloader.engine.ProgramProcess;
import io.unishim.elfloader.image.ProgramImage;
import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.Label;
import io.unishim.host.Operand;
import io.unishim.host.Register;
import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.memory.AddressSpace;
import io.unishim.task.CommandLine;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import io.unishim.task.Waiter;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A program that makes the system calls that a Java thread tells it: it asks for the next one by a call that Linux does not
 * have, makes it, and tells the result when it asks again.
 */
final class CallingProgram {
    private static final int NEXT_CALL = CallDeclaration.FIRST_CUSTOM;
    private static final StateKey<CallingProgram> KEY = StateKey.of("calling program");
    private static final int BLOCK = 0x800;
    private static final int RESULT = 56;

    /** What the program and the one that tells it are about. */
    private enum Turn {
        ASKED,
        TOLD,
        CALLING,
        ANSWERED
    }

    private final Task task;
    private final long[] command = new long[7];
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Turn turn = Turn.ASKED;
    private volatile @Nullable Thread teller;
    private volatile boolean over;
    private long result;

    /** Starts it. @param base of 64 KiB that may be read, written and executed */
    CallingProgram(Task task, AddressSpace space, long base) {
        this.task = task;
        space.writeFully(base, code(base + BLOCK));
        task.put(KEY, this);
        Library library = task.shim().service(Library.class);
        ProgramProcess program = new ProgramProcess(library::start, library.children, space, this::end);
        program.start(
                task,
                new ProgramImage(
                        space,
                        base,
                        base + 0xff00,
                        "code",
                        new CommandLine("/code", List.of(), List.of()),
                        null,
                        null));
    }

    private void end() {
        over = true;
        ended.countDown();
        LockSupport.unpark(teller);
    }

    private static byte[] code(long block) {
        Register[] registers = {RAX, RDI, RSI, RDX, R10, R8, R9};
        Label next = new Label();
        Assembler code = new Assembler().bind(next);
        code.mov(RDI, block).mov32(RAX, NEXT_CALL).syscall();
        code.test(RAX, RAX).jump(Condition.NOT_EQUAL, next);
        code.mov(RBX, block);
        for (int i = 0; i < registers.length; i++) {
            code.mov(registers[i], Operand.at(RBX, 8 * i));
        }
        code.syscall();
        code.mov(RBX, block).mov(Operand.at(RBX, RESULT), RAX).jmp(next);
        return code.code();
    }

    private long next(long block) {
        if (turn == Turn.CALLING) {
            result = task.memory().getLong(block + RESULT);
            turn = Turn.ANSWERED;
            LockSupport.unpark(teller);
        }
        while (turn != Turn.TOLD) {
            int why = task.waiter().await(Waiter.FOREVER);
            if (why != 0) {
                return why;
            }
        }
        for (int i = 0; i < command.length; i++) {
            task.memory().putLong(block + 8L * i, command[i]);
        }
        turn = Turn.CALLING;
        return 0;
    }

    /** Has it make a call. @return the result; of no meaning if {@link #over} */
    long call(int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        teller = Thread.currentThread();
        long[] all = {number, a0, a1, a2, a3, a4, a5};
        System.arraycopy(all, 0, command, 0, all.length);
        turn = Turn.TOLD;
        task.waiter().wake(0);
        while (turn != Turn.ANSWERED && !over) {
            LockSupport.park(this);
        }
        return result;
    }

    /** @return whether it is within the call that it was told, and not between two */
    boolean calling() {
        return turn == Turn.CALLING;
    }

    /** @return whether it has ended */
    boolean over() {
        return over;
    }

    /** Ends it and waits for its end. */
    void kill() {
        task.process().tasks().forEach(each -> each.exit(9));
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a program does not end", e);
        }
    }

    /** Serves the call that Linux does not have, and runs the programs of one shim. */
    static final class Library implements MicroLibrary {
        private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        private final HostChildren children = new HostChildren();

        @Override
        public String name() {
            return "next-call";
        }

        @Override
        public Set<Class<?>> provides() {
            return Set.of(Library.class);
        }

        private boolean start(Runnable run) {
            Thread thread = new Thread(run, "calling-program");
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
            return true;
        }

        private void close() {
            try {
                for (Thread each : threads) {
                    each.join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("a program does not end", e);
            }
            children.close();
        }

        @Override
        public void boot(Boot boot) {
            boot.provide(Library.class, this);
            boot.onClose(this::close);
            boot.call(
                    CallDeclaration.custom("next_call", NEXT_CALL, Returns.NOTHING), (task, a0, a1, a2, a3, a4, a5) -> {
                        CallingProgram program = task.stateOrNull(KEY);
                        if (program == null) {
                            // A clone of such a program.
                            task.exit(0);
                            return 0;
                        }
                        return program.next(a0);
                    });
        }
    }
}
