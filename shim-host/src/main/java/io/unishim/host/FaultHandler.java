package io.unishim.host;

import static io.unishim.abi.Signals.SIGBUS;
import static io.unishim.abi.Signals.SIGSEGV;

import io.unishim.abi.Syscall;
import io.unishim.memory.OffHeap;
import java.lang.ref.Reference;

/**
 * The first handler of the host's signals in this JVM: it mends our own access to bad memory, offers faults of program
 * threads to the engine, and leaves everything else to the JVM, whose handler gets all registers as the kernel set them.
 */
public final class FaultHandler {
    /** SA_SIGINFO, SA_RESTORER, SA_ONSTACK, SA_RESTART (man 2 sigaction). */
    private static final long FLAGS = 0x4 | 0x0400_0000 | 0x0800_0000 | 0x1000_0000;

    private static final int SIGSET_BYTES = 8;

    private static boolean installed;

    private FaultHandler() {}

    /** Puts the handler before the JVM's, once. */
    static synchronized void install() {
        if (!installed) {
            installed = true;
            HostCode code = HostCode.get();
            for (int signal : new int[] {SIGSEGV, SIGBUS}) {
                install(signal, code.handlerAddress(), true);
                // What neither we nor the engine want passes the net on its way to the JVM.
                code.net().jvm(signal, code.next().getLong(8 * signal));
                code.next().putLong(8 * signal, code.netAddress());
            }
        }
    }

    /**
     * Puts a handler in machine code before whoever handles a signal now; it stays for good. What it does not want it
     * gives on by jumping to the address at {@link #previous}, with {@code rdi}, {@code rsi} and {@code rdx} as it got
     * them.
     *
     * @param signal its number
     * @param handler address of the code, with the signature of {@code sa_sigaction}
     * @param restart whether system calls of the host that the signal interrupts are made again
     */
    public static synchronized void install(int signal, long handler, boolean restart) {
        OffHeap action = OffHeap.allocate(32);
        OffHeap old = OffHeap.allocate(32);
        long restorer = SignalReturn.address();
        action.putLong(0, handler);
        action.putLong(8, restart ? FLAGS : FLAGS & ~0x1000_0000L);
        action.putLong(16, restorer);
        action.putLong(24, -1L);
        int number = Syscall.RT_SIGACTION.number();
        check(signal, HostCalls.call(number, signal, 0, old.address(), SIGSET_BYTES));
        long before = old.getLong(0);
        // SIG_DFL and SIG_IGN are no addresses to jump to: a stub puts the default action back and lets it happen.
        HostCode.get().next().putLong(8 * signal, before <= 1 ? SignalReturn.defaultActionAddress() : before);
        check(signal, HostCalls.call(number, signal, action.address(), 0, SIGSET_BYTES));
        Reference.reachabilityFence(action);
    }

    /** @return the address of the word that holds the address of the handler that was there before */
    public static long previous(int signal) {
        return HostCode.get().next().address() + 8L * signal;
    }

    /**
     * Says where faults of threads with a GS base go, from the handler of SIGSEGV and SIGBUS.
     *
     * @param handler address of code that is entered with the GS base in {@code rax} and the arguments of {@code
     *     sa_sigaction}
     */
    public static void engine(long handler) {
        install();
        HostCode.get().next().putLong(HostCode.engineSlot(), handler);
    }

    private static void check(int signal, long result) {
        if (result < 0) {
            throw new IllegalStateException("rt_sigaction for signal " + signal + ": errno " + -result);
        }
    }
}
