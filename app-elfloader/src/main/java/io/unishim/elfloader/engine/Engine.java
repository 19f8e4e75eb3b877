package io.unishim.elfloader.engine;

import static io.unishim.abi.Signals.SIGBUS;
import static io.unishim.abi.Signals.SIGFPE;
import static io.unishim.abi.Signals.SIGILL;
import static io.unishim.abi.Signals.SIGSEGV;
import static io.unishim.abi.Signals.SIGSYS;
import static io.unishim.abi.Signals.SIGTRAP;

import io.unishim.host.CodePages;
import io.unishim.host.FaultHandler;
import io.unishim.host.Host;
import io.unishim.host.NativeCode;
import io.unishim.host.NativeMethod;
import io.unishim.memory.OffHeap;
import java.util.List;

/**
 * The machine that runs programs in this JVM: machine code made at first use, and the handlers of the host's signals. There
 * is one, for there is one process; it stays for good.
 */
final class Engine {
    /** The program was left by a system call at a patched site: the number is in rax, the arguments where Linux has them. */
    static final int CALL = 0;

    /** The program was left by a fault or a kick: {@link Context#SIGNAL} says which signal of the host told so. */
    static final int FAULT = 1;

    /** As {@link #CALL}, by an instruction that trapped: its site may be patched. */
    static final int TRAPPED_CALL = 2;

    /** The program was not entered: {@link Context#PENDING} was set. */
    static final int ABORTED = 3;

    /** The thread that was to run the program has died on the host. */
    static final int DIED = 4;

    /** Of {@link #give}: this thread slept. */
    static final long SLEPT = 1L << 32;

    /** The host's signal that makes a program thread come out; a real-time signal that the JVM does not use. */
    static final int KICK = 62;

    private static final int[] SYNCHRONOUS = {SIGILL, SIGTRAP, SIGFPE, SIGSYS};

    /** Room for the entry code. */
    private static final int CODE_SIZE = 8192;

    static {
        MachineCode.get();
    }

    private Engine() {}

    /** Makes sure that the engine is there. @throws IllegalStateException if the host cannot have it; says what is missing */
    static void start() {
        MachineCode.get();
    }

    /**
     * Runs the program of a context on this thread until something happens.
     *
     * @param context address of a {@link Context} that this thread is attached to
     * @return {@link #CALL}, {@link #FAULT}, {@link #TRAPPED_CALL} or {@link #ABORTED}
     */
    static native long enter(long context);

    /** Makes a context this thread's own: its GS base points there until {@link #detach}. @return 0 */
    static native long attach(long context);

    /** Ends {@link #attach}. @return 0 */
    static native long detach();

    /** Saves the x87 unit of this thread into a context's image. @return 0 */
    static native long saveX87(long context);

    /**
     * Clones this thread of the JVM, every signal blocked, as the arguments in a slot say; the new one serves the slot they
     * name.
     *
     * @param slot address of a {@link Slot}
     * @return the new thread's id, or a negative errno
     */
    static native long spawn(long slot);

    /**
     * Gives the turn to the thread of a slot, and waits until something happens, or for some time.
     *
     * @param slot address of a {@link Slot}
     * @param state what {@link Mail#STATE} is while the thread runs
     * @param cycles for how many cycles of the time stamp to look before sleeping
     * @param nanos how long to sleep, less than a second; 0 for a second
     * @return the state, and {@link #SLEPT} if this thread did
     */
    static native long give(long slot, long state, long cycles, long nanos);

    /** Gives the turn to the thread of a slot, as {@link #give}. @return 0 */
    static native long post(long slot, long state);

    /** Waits for the turn, as {@link #give}. */
    static native long await(long slot, long nanos);

    private static native long cpuid(long leaf, long subleaf, long result);

    static Vectors vectors() {
        return MachineCode.get().vectors;
    }

    static long codeAddress() {
        return MachineCode.get().origin;
    }

    static int codeSize() {
        return CODE_SIZE;
    }

    /** @return where a patched site goes, with the number in rax and where to resume in rcx */
    static long exitAddress() {
        return MachineCode.get().exit;
    }

    /** @return the first address of the pages that hold the code */
    static long pagesAddress() {
        return MachineCode.get().pages;
    }

    static int pagesSize() {
        return 2 * CODE_SIZE;
    }

    /** @return the signals that a program's thread takes on the host */
    static int[] signals() {
        return new int[] {SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, KICK};
    }

    /** @return the handler of all signals that a thread of a child gets */
    static long handlerAddress() {
        return MachineCode.get().handler;
    }

    /** @return what that handler returns to */
    static long restorerAddress() {
        return MachineCode.get().restorer;
    }

    /** The code in its pages. */
    private static final class MachineCode {
        private static final MachineCode CODE = new MachineCode();

        private final Vectors vectors;
        private final long origin;
        private final long exit;
        private final long handler;
        private final long pages;
        private final long restorer;

        private MachineCode() {
            List<String> missing = Host.missing();
            if (!missing.isEmpty()) {
                throw new IllegalStateException(
                        "this host cannot run programs; it lacks " + String.join("; ", missing));
            }
            CodePages room = new CodePages(2 * CODE_SIZE);
            pages = room.address();
            vectors = probe(room);
            EngineCode code = new EngineCode(vectors, KICK, FaultHandler.previous(0));
            byte[] bytes = code.code();
            if (bytes.length > CODE_SIZE) {
                throw new IllegalStateException("the engine's code outgrew its room: " + bytes.length + " bytes");
            }
            origin = room.append(bytes);
            exit = origin + code.offsetOf(code.exitPatched);
            NativeCode.register(
                    Engine.class,
                    List.of(
                            NativeMethod.ofLongs("enter", 1, origin + code.offsetOf(code.enter)),
                            NativeMethod.ofLongs("attach", 1, origin + code.offsetOf(code.attach)),
                            NativeMethod.ofLongs("detach", 0, origin + code.offsetOf(code.detach)),
                            NativeMethod.ofLongs("saveX87", 1, origin + code.offsetOf(code.saveX87)),
                            NativeMethod.ofLongs("spawn", 1, origin + code.offsetOf(code.child.spawn)),
                            NativeMethod.ofLongs("give", 4, origin + code.offsetOf(code.turn.give)),
                            NativeMethod.ofLongs("post", 2, origin + code.offsetOf(code.turn.post)),
                            NativeMethod.ofLongs("await", 2, origin + code.offsetOf(code.turn.await))));
            FaultHandler.engine(origin + code.offsetOf(code.fault));
            handler = origin + code.offsetOf(code.handler);
            restorer = origin + code.offsetOf(code.child.restorer);
            for (int signal : SYNCHRONOUS) {
                FaultHandler.install(signal, handler, true);
            }
            FaultHandler.install(KICK, handler, false);
        }

        static MachineCode get() {
            return CODE;
        }

        /** Asks the processor: leaf 0xd of cpuid names the components of vector state, their size, and xgetbv's talents. */
        private static Vectors probe(CodePages pages) {
            EngineCode code = new EngineCode(new Vectors(3, 512, false), KICK, 0);
            long probe = pages.append(code.code());
            NativeCode.register(
                    Engine.class, List.of(NativeMethod.ofLongs("cpuid", 3, probe + code.offsetOf(code.cpuid))));
            OffHeap result = OffHeap.allocate(16);
            cpuid(0xd, 0, result.address());
            long enabled = Integer.toUnsignedLong(result.getInt(0)) | (long) result.getInt(12) << 32;
            int size = result.getInt(4);
            cpuid(0xd, 1, result.address());
            boolean tellsInUse = (result.getInt(0) & 1 << 2) != 0;
            return Vectors.ofComponents(enabled, size, tellsInUse);
        }
    }
}
