package io.unishim.abi;

/**
 * Signals as the kernel counts them: 1 to 64, real-time ones from 32.
 *
 * <p>The first two real-time signals belong to the C library, so that a program's own {@code SIGRTMIN} is
 * 34. See {@code signal(7)}, {@code sigaction(2)}, {@code sigaltstack(2)} and {@code signalfd(2)}.
 */
public final class Signals {
    // signal(7)

    /** The terminal hung up. */
    public static final int SIGHUP = 1;
    /** Interrupted from the keyboard. */
    public static final int SIGINT = 2;
    /** Quit from the keyboard; dumps core. */
    public static final int SIGQUIT = 3;
    /** Illegal instruction. */
    public static final int SIGILL = 4;
    /** Trace or breakpoint. */
    public static final int SIGTRAP = 5;
    /** abort(3). */
    public static final int SIGABRT = 6;
    /** Another name of {@link #SIGABRT}. */
    public static final int SIGIOT = SIGABRT;
    /** Memory access gone wrong. */
    public static final int SIGBUS = 7;
    /** Arithmetic gone wrong. */
    public static final int SIGFPE = 8;
    /** Ends the process, always. */
    public static final int SIGKILL = 9;
    /** For the program's own use. */
    public static final int SIGUSR1 = 10;
    /** Invalid memory reference. */
    public static final int SIGSEGV = 11;
    /** For the program's own use. */
    public static final int SIGUSR2 = 12;
    /** Writing to what nobody reads. */
    public static final int SIGPIPE = 13;
    /** Timer of alarm(2). */
    public static final int SIGALRM = 14;
    /** Asked to end. */
    public static final int SIGTERM = 15;
    /** Unused. */
    public static final int SIGSTKFLT = 16;
    /** A child ended or stopped. */
    public static final int SIGCHLD = 17;
    /** Go on. */
    public static final int SIGCONT = 18;
    /** Stops the process, always. */
    public static final int SIGSTOP = 19;
    /** Stopped from the keyboard. */
    public static final int SIGTSTP = 20;
    /** Read from the terminal in the background. */
    public static final int SIGTTIN = 21;
    /** Wrote to the terminal in the background. */
    public static final int SIGTTOU = 22;
    /** Urgent data at a socket. */
    public static final int SIGURG = 23;
    /** Over the limit of processor time. */
    public static final int SIGXCPU = 24;
    /** Over the limit of file size. */
    public static final int SIGXFSZ = 25;
    /** Timer of processor time in user mode. */
    public static final int SIGVTALRM = 26;
    /** Timer of processor time. */
    public static final int SIGPROF = 27;
    /** The terminal's size changed. */
    public static final int SIGWINCH = 28;
    /** Input or output has become possible. */
    public static final int SIGIO = 29;
    /** Another name of {@link #SIGIO}. */
    public static final int SIGPOLL = SIGIO;
    /** Power failure. */
    public static final int SIGPWR = 30;
    /** Bad system call. */
    public static final int SIGSYS = 31;
    /** The first real-time signal, by the kernel's count. */
    public static final int SIGRTMIN = 32;
    /** How many signals there are: the last one, too. */
    public static final int NSIG = 64;
    /** Bytes of a set of signals, the {@code sigsetsize} of the rt_ calls. */
    public static final int SIGSET_BYTES = 8;

    // rt_sigprocmask(2)

    /** Add to the mask. */
    public static final int SIG_BLOCK = 0;
    /** Take from the mask. */
    public static final int SIG_UNBLOCK = 1;
    /** Set the mask. */
    public static final int SIG_SETMASK = 2;

    // rt_sigaction(2): handlers which are no addresses

    /** The default action. */
    public static final long SIG_DFL = 0L;
    /** Ignore. */
    public static final long SIG_IGN = 1L;

    // rt_sigaction(2): flags; long where bit 31 is set, since flags are 64 bits wide

    /** {@link #SIGCHLD} only for children that end. */
    public static final int SA_NOCLDSTOP = 0x1;
    /** Children do not become zombies. */
    public static final int SA_NOCLDWAIT = 0x2;
    /** The handler takes three arguments. */
    public static final int SA_SIGINFO = 0x4;
    /** Never supported: tells whether the kernel clears unknown flags. */
    public static final int SA_UNSUPPORTED = 0x400;
    /** Leave tag bits in addresses. */
    public static final int SA_EXPOSE_TAGBITS = 0x800;
    /** The field sa_restorer is set. */
    public static final int SA_RESTORER = 0x4000000;
    /** On the alternate stack. */
    public static final int SA_ONSTACK = 0x8000000;
    /** Start calls over; see {@link Restart}. */
    public static final int SA_RESTART = 0x10000000;
    /** The signal is not blocked in its handler. */
    public static final int SA_NODEFER = 0x40000000;
    /** Back to the default on entry. */
    public static final long SA_RESETHAND = 0x80000000L;

    // sigaltstack(2)

    /** In use. */
    public static final int SS_ONSTACK = 0x1;
    /** Off. */
    public static final int SS_DISABLE = 0x2;
    /** Off while a handler runs. */
    public static final int SS_AUTODISARM = 0x80000000;
    /** The least size of the stack. */
    public static final int MINSIGSTKSZ = 2048;
    /** A usual size of the stack. */
    public static final int SIGSTKSZ = 8192;

    // siginfo: si_code, any signal

    /** kill(2). */
    public static final int SI_USER = 0;
    /** The kernel. */
    public static final int SI_KERNEL = 128;
    /** sigqueue(3). */
    public static final int SI_QUEUE = -1;
    /** A POSIX timer. */
    public static final int SI_TIMER = -2;
    /** A message queue. */
    public static final int SI_MESGQ = -3;
    /** Asynchronous input or output is done. */
    public static final int SI_ASYNCIO = -4;
    /** {@link #SIGIO} queued. */
    public static final int SI_SIGIO = -5;
    /** tkill(2) or tgkill(2). */
    public static final int SI_TKILL = -6;
    /** exec ended the other threads. */
    public static final int SI_DETHREAD = -7;
    /** Name look-up is done. */
    public static final int SI_ASYNCNL = -60;

    // siginfo: si_code of SIGILL

    /** Operation code. */
    public static final int ILL_ILLOPC = 1;
    /** Operand. */
    public static final int ILL_ILLOPN = 2;
    /** Addressing mode. */
    public static final int ILL_ILLADR = 3;
    /** Trap. */
    public static final int ILL_ILLTRP = 4;
    /** Privileged operation. */
    public static final int ILL_PRVOPC = 5;
    /** Privileged register. */
    public static final int ILL_PRVREG = 6;
    /** Coprocessor. */
    public static final int ILL_COPROC = 7;
    /** Internal stack. */
    public static final int ILL_BADSTK = 8;

    // siginfo: si_code of SIGFPE

    /** Division by zero. */
    public static final int FPE_INTDIV = 1;
    /** Overflow. */
    public static final int FPE_INTOVF = 2;
    /** Floating point: division by zero. */
    public static final int FPE_FLTDIV = 3;
    /** Floating point: overflow. */
    public static final int FPE_FLTOVF = 4;
    /** Floating point: underflow. */
    public static final int FPE_FLTUND = 5;
    /** Floating point: inexact. */
    public static final int FPE_FLTRES = 6;
    /** Floating point: invalid. */
    public static final int FPE_FLTINV = 7;
    /** Subscript out of range. */
    public static final int FPE_FLTSUB = 8;

    // siginfo: si_code of SIGSEGV

    /** Nothing is mapped there. */
    public static final int SEGV_MAPERR = 1;
    /** No permission. */
    public static final int SEGV_ACCERR = 2;
    /** Bounds check. */
    public static final int SEGV_BNDERR = 3;
    /** Protection key. */
    public static final int SEGV_PKUERR = 4;

    // siginfo: si_code of SIGBUS

    /** Alignment. */
    public static final int BUS_ADRALN = 1;
    /** No such address: beyond the end of a mapped file. */
    public static final int BUS_ADRERR = 2;
    /** Hardware error of an object. */
    public static final int BUS_OBJERR = 3;
    /** Broken memory, touched. */
    public static final int BUS_MCEERR_AR = 4;
    /** Broken memory, found. */
    public static final int BUS_MCEERR_AO = 5;

    // siginfo: si_code of SIGTRAP

    /** Breakpoint. */
    public static final int TRAP_BRKPT = 1;
    /** Trace. */
    public static final int TRAP_TRACE = 2;
    /** Branch. */
    public static final int TRAP_BRANCH = 3;
    /** Hardware breakpoint. */
    public static final int TRAP_HWBKPT = 4;

    // siginfo: si_code of SIGCHLD

    /** Ended by exit. */
    public static final int CLD_EXITED = 1;
    /** Ended by a signal. */
    public static final int CLD_KILLED = 2;
    /** Ended by a signal, core dumped. */
    public static final int CLD_DUMPED = 3;
    /** Traced and trapped. */
    public static final int CLD_TRAPPED = 4;
    /** Stopped. */
    public static final int CLD_STOPPED = 5;
    /** Goes on. */
    public static final int CLD_CONTINUED = 6;

    // siginfo: si_code of SIGIO and SIGSYS

    /** There is input. */
    public static final int POLL_IN = 1;
    /** Output is possible. */
    public static final int POLL_OUT = 2;
    /** There is a message. */
    public static final int POLL_MSG = 3;
    /** Error. */
    public static final int POLL_ERR = 4;
    /** There is urgent input. */
    public static final int POLL_PRI = 5;
    /** Hung up. */
    public static final int POLL_HUP = 6;
    /** A filter of seccomp(2). */
    public static final int SYS_SECCOMP = 1;
    /** User dispatch of prctl(2). */
    public static final int SYS_USER_DISPATCH = 2;

    // timer_create(2): sigev_notify

    /** A signal. */
    public static final int SIGEV_SIGNAL = 0;
    /** Nothing. */
    public static final int SIGEV_NONE = 1;
    /** A thread; the C library's business. */
    public static final int SIGEV_THREAD = 2;
    /** A signal to one thread. */
    public static final int SIGEV_THREAD_ID = 4;

    // signalfd(2)

    /** Close on exec. */
    public static final int SFD_CLOEXEC = 02000000;
    /** Do not wait. */
    public static final int SFD_NONBLOCK = 04000;

    // By number; the constants above are checked against it by a test.
    private static final String[] NAMES = {
        "SIGHUP",
        "SIGINT",
        "SIGQUIT",
        "SIGILL",
        "SIGTRAP",
        "SIGABRT",
        "SIGBUS",
        "SIGFPE",
        "SIGKILL",
        "SIGUSR1",
        "SIGSEGV",
        "SIGUSR2",
        "SIGPIPE",
        "SIGALRM",
        "SIGTERM",
        "SIGSTKFLT",
        "SIGCHLD",
        "SIGCONT",
        "SIGSTOP",
        "SIGTSTP",
        "SIGTTIN",
        "SIGTTOU",
        "SIGURG",
        "SIGXCPU",
        "SIGXFSZ",
        "SIGVTALRM",
        "SIGPROF",
        "SIGWINCH",
        "SIGIO",
        "SIGPWR",
        "SIGSYS"
    };

    // pidfd_send_signal(2)

    /** To the thread alone (Linux 6.9). */
    public static final int PIDFD_SIGNAL_THREAD = 0x1;
    /** To the process. */
    public static final int PIDFD_SIGNAL_THREAD_GROUP = 0x2;
    /** To the group whose leader it is. */
    public static final int PIDFD_SIGNAL_PROCESS_GROUP = 0x4;

    private Signals() {}

    /**
     * The name as {@code strace(1)} writes it: "SIGTERM", "SIGRT_2" for the third real-time signal, and
     * the number itself if there is no such signal.
     */
    public static String nameOf(int signal) {
        if (signal >= 1 && signal <= NAMES.length) {
            return NAMES[signal - 1];
        }
        if (signal >= SIGRTMIN && signal <= NSIG) {
            return "SIGRT_" + (signal - SIGRTMIN);
        }
        return Integer.toString(signal);
    }

    /** Whether there is such a signal; 0, which kill(2) takes to probe, is none. */
    public static boolean isSignal(int signal) {
        return signal >= 1 && signal <= NSIG;
    }

    /** The signal's bit in a set of signals, which the kernel holds as 64 bits. */
    public static long bit(int signal) {
        return 1L << (signal - 1);
    }
}
