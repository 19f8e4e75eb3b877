package io.unishim.abi;

/** Operations of {@code prctl(2)}, {@code arch_prctl(2)} and {@code seccomp(2)}. */
public final class Prctl {
    // prctl(2)

    /** Signal at the parent's end. */
    public static final int PR_SET_PDEATHSIG = 1;
    /** Signal at the parent's end? */
    public static final int PR_GET_PDEATHSIG = 2;
    /** May core be dumped? */
    public static final int PR_GET_DUMPABLE = 3;
    /** Whether core may be dumped. */
    public static final int PR_SET_DUMPABLE = 4;
    /** Unaligned access (not x86-64). */
    public static final int PR_GET_UNALIGN = 5;
    /** Unaligned access (not x86-64). */
    public static final int PR_SET_UNALIGN = 6;
    /** Are capabilities kept over setuid? */
    public static final int PR_GET_KEEPCAPS = 7;
    /** Whether capabilities are kept over setuid. */
    public static final int PR_SET_KEEPCAPS = 8;
    /** Floating point emulation (ia64). */
    public static final int PR_GET_FPEMU = 9;
    /** Floating point emulation (ia64). */
    public static final int PR_SET_FPEMU = 10;
    /** Floating point exceptions (PowerPC). */
    public static final int PR_GET_FPEXC = 11;
    /** Floating point exceptions (PowerPC). */
    public static final int PR_SET_FPEXC = 12;
    /** How is processor time taken? */
    public static final int PR_GET_TIMING = 13;
    /** How processor time is taken. */
    public static final int PR_SET_TIMING = 14;
    /** The thread's name, 16 bytes. */
    public static final int PR_SET_NAME = 15;
    /** The thread's name, 16 bytes. */
    public static final int PR_GET_NAME = 16;
    /** Byte order (PowerPC). */
    public static final int PR_GET_ENDIAN = 19;
    /** Byte order (PowerPC). */
    public static final int PR_SET_ENDIAN = 20;
    /** The seccomp mode. */
    public static final int PR_GET_SECCOMP = 21;
    /** Set the seccomp mode. */
    public static final int PR_SET_SECCOMP = 22;
    /** Is a capability in the bounding set? */
    public static final int PR_CAPBSET_READ = 23;
    /** Drop it from the bounding set. */
    public static final int PR_CAPBSET_DROP = 24;
    /** May the time stamp counter be read? */
    public static final int PR_GET_TSC = 25;
    /** Whether the time stamp counter may be read. */
    public static final int PR_SET_TSC = 26;
    /** The securebits. */
    public static final int PR_GET_SECUREBITS = 27;
    /** Set the securebits. */
    public static final int PR_SET_SECUREBITS = 28;
    /** How late timers may be. */
    public static final int PR_SET_TIMERSLACK = 29;
    /** How late may timers be? */
    public static final int PR_GET_TIMERSLACK = 30;
    /** Stop performance counters. */
    public static final int PR_TASK_PERF_EVENTS_DISABLE = 31;
    /** Start performance counters. */
    public static final int PR_TASK_PERF_EVENTS_ENABLE = 32;
    /** What a broken page does. */
    public static final int PR_MCE_KILL = 33;
    /** What does a broken page do? */
    public static final int PR_MCE_KILL_GET = 34;
    /** Change the memory map's fields. */
    public static final int PR_SET_MM = 35;
    /** Orphans below become children of this process. */
    public static final int PR_SET_CHILD_SUBREAPER = 36;
    /** Do orphans below become children of this process? */
    public static final int PR_GET_CHILD_SUBREAPER = 37;
    /** exec gives no more rights from here on. */
    public static final int PR_SET_NO_NEW_PRIVS = 38;
    /** Does exec give no more rights? */
    public static final int PR_GET_NO_NEW_PRIVS = 39;
    /** The address of set_tid_address. */
    public static final int PR_GET_TID_ADDRESS = 40;
    /** No transparent huge pages. */
    public static final int PR_SET_THP_DISABLE = 41;
    /** No transparent huge pages? */
    public static final int PR_GET_THP_DISABLE = 42;
    /** Gone. */
    public static final int PR_MPX_ENABLE_MANAGEMENT = 43;
    /** Gone. */
    public static final int PR_MPX_DISABLE_MANAGEMENT = 44;
    /** Floating point mode (MIPS). */
    public static final int PR_SET_FP_MODE = 45;
    /** Floating point mode (MIPS). */
    public static final int PR_GET_FP_MODE = 46;
    /** The ambient capabilities. */
    public static final int PR_CAP_AMBIENT = 47;
    /** Vector length (arm64). */
    public static final int PR_SVE_SET_VL = 50;
    /** Vector length (arm64). */
    public static final int PR_SVE_GET_VL = 51;
    /** Is speculation mitigated? */
    public static final int PR_GET_SPECULATION_CTRL = 52;
    /** Mitigate speculation. */
    public static final int PR_SET_SPECULATION_CTRL = 53;
    /** Pointer authentication (arm64). */
    public static final int PR_PAC_RESET_KEYS = 54;
    /** Tagged addresses (arm64). */
    public static final int PR_SET_TAGGED_ADDR_CTRL = 55;
    /** Tagged addresses (arm64). */
    public static final int PR_GET_TAGGED_ADDR_CTRL = 56;
    /** The process cleans memory by I/O. */
    public static final int PR_SET_IO_FLUSHER = 57;
    /** Does the process clean memory by I/O? */
    public static final int PR_GET_IO_FLUSHER = 58;
    /** Calls from outside a range of code become {@code SIGSYS}. */
    public static final int PR_SET_SYSCALL_USER_DISPATCH = 59;
    /** Pointer authentication (arm64). */
    public static final int PR_PAC_SET_ENABLED_KEYS = 60;
    /** Pointer authentication (arm64). */
    public static final int PR_PAC_GET_ENABLED_KEYS = 61;
    /** Core scheduling. */
    public static final int PR_SCHED_CORE = 62;
    /** Vector length (arm64). */
    public static final int PR_SME_SET_VL = 63;
    /** Vector length (arm64). */
    public static final int PR_SME_GET_VL = 64;
    /** Memory is writable or executable, never both (Linux 6.3). */
    public static final int PR_SET_MDWE = 65;
    /** Is memory writable or executable, never both? (Linux 6.3) */
    public static final int PR_GET_MDWE = 66;
    /** Merge equal pages (Linux 6.4). */
    public static final int PR_SET_MEMORY_MERGE = 67;
    /** Are equal pages merged? (Linux 6.4) */
    public static final int PR_GET_MEMORY_MERGE = 68;
    /** Shadow stack (Linux 6.13, arm64). */
    public static final int PR_GET_SHADOW_STACK_STATUS = 74;
    /** Shadow stack (Linux 6.13, arm64). */
    public static final int PR_SET_SHADOW_STACK_STATUS = 75;
    /** Shadow stack (Linux 6.13, arm64). */
    public static final int PR_LOCK_SHADOW_STACK_STATUS = 76;
    /** timer_create with a chosen id (Linux 6.15). */
    public static final int PR_TIMER_CREATE_RESTORE_IDS = 77;
    /** Size of the process's futex table (Linux 6.16). */
    public static final int PR_FUTEX_HASH = 78;
    /** Who may trace this process (Yama). */
    public static final int PR_SET_PTRACER = 0x59616d61;
    /** Attributes of a mapping. */
    public static final int PR_SET_VMA = 0x53564d41;
    /** The auxiliary vector (Linux 6.4). */
    public static final int PR_GET_AUXV = 0x41555856;

    // prctl(2): arguments

    /** {@link #PR_SET_MDWE}: memory does not become executable, and none is mapped that is writable and executable. */
    public static final int PR_MDWE_REFUSE_EXEC_GAIN = 1;
    /** {@link #PR_SET_MDWE}: children do without. */
    public static final int PR_MDWE_NO_INHERIT = 2;
    /** {@link #PR_SET_MM}: the auxiliary vector. */
    public static final int PR_SET_MM_AUXV = 12;
    /** {@link #PR_SET_VMA}: a name for anonymous memory. */
    public static final int PR_SET_VMA_ANON_NAME = 0;
    /** Is it set? */
    public static final int PR_CAP_AMBIENT_IS_SET = 1;
    /** Set it. */
    public static final int PR_CAP_AMBIENT_RAISE = 2;
    /** Clear it. */
    public static final int PR_CAP_AMBIENT_LOWER = 3;
    /** Clear all. */
    public static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
    /** May be read. */
    public static final int PR_TSC_ENABLE = 1;
    /** Reading it is a fault. */
    public static final int PR_TSC_SIGSEGV = 2;
    /** By ticks. */
    public static final int PR_TIMING_STATISTICAL = 0;
    /** Exactly. */
    public static final int PR_TIMING_TIMESTAMP = 1;
    /** Off. */
    public static final int PR_SYS_DISPATCH_OFF = 0;
    /** On. */
    public static final int PR_SYS_DISPATCH_ON = 1;
    /** Speculative store bypass. */
    public static final int PR_SPEC_STORE_BYPASS = 0;
    /** Indirect branches. */
    public static final int PR_SPEC_INDIRECT_BRANCH = 1;
    /** Flushing of the first cache. */
    public static final int PR_SPEC_L1D_FLUSH = 2;
    /** The processor needs none. */
    public static final int PR_SPEC_NOT_AFFECTED = 0;
    /** It may be set for each thread. */
    public static final int PR_SPEC_PRCTL = 1;
    /** Speculate. */
    public static final int PR_SPEC_ENABLE = 2;
    /** Do not. */
    public static final int PR_SPEC_DISABLE = 4;
    /** Do not, for good. */
    public static final int PR_SPEC_FORCE_DISABLE = 8;

    // arch_prctl(2), x86-64

    /** Set the GS base. */
    public static final int ARCH_SET_GS = 0x1001;
    /** Set the FS base: thread-local storage. */
    public static final int ARCH_SET_FS = 0x1002;
    /** The FS base. */
    public static final int ARCH_GET_FS = 0x1003;
    /** The GS base. */
    public static final int ARCH_GET_GS = 0x1004;
    /** May CPUID be used? */
    public static final int ARCH_GET_CPUID = 0x1011;
    /** Whether CPUID is a fault. */
    public static final int ARCH_SET_CPUID = 0x1012;
    /** Which processor state the kernel knows. */
    public static final int ARCH_GET_XCOMP_SUPP = 0x1021;
    /** Which processor state is permitted. */
    public static final int ARCH_GET_XCOMP_PERM = 0x1022;
    /** Ask for processor state. */
    public static final int ARCH_REQ_XCOMP_PERM = 0x1023;
    /** Never in Linux, but glibc before 2.39 asks at its start; the answer is {@code EINVAL}. */
    public static final int ARCH_CET_STATUS = 0x3001;
    /** Shadow stack on (Linux 6.6). */
    public static final int ARCH_SHSTK_ENABLE = 0x5001;
    /** Shadow stack off (Linux 6.6). */
    public static final int ARCH_SHSTK_DISABLE = 0x5002;
    /** Forbid changes (Linux 6.6). */
    public static final int ARCH_SHSTK_LOCK = 0x5003;
    /** Allow changes (Linux 6.6). */
    public static final int ARCH_SHSTK_UNLOCK = 0x5004;
    /** Which are on (Linux 6.6). */
    public static final int ARCH_SHSTK_STATUS = 0x5005;

    // seccomp(2)

    /** No filter. */
    public static final int SECCOMP_MODE_DISABLED = 0;
    /** read, write, exit and sigreturn alone. */
    public static final int SECCOMP_MODE_STRICT = 1;
    /** A program decides. */
    public static final int SECCOMP_MODE_FILTER = 2;
    /** Go to {@link #SECCOMP_MODE_STRICT}. */
    public static final int SECCOMP_SET_MODE_STRICT = 0;
    /** Add a program. */
    public static final int SECCOMP_SET_MODE_FILTER = 1;
    /** Does the kernel know an action? */
    public static final int SECCOMP_GET_ACTION_AVAIL = 2;
    /** Sizes of the structures of notifications. */
    public static final int SECCOMP_GET_NOTIF_SIZES = 3;
    /** All threads. */
    public static final int SECCOMP_FILTER_FLAG_TSYNC = 0x1;
    /** Log all actions but allow. */
    public static final int SECCOMP_FILTER_FLAG_LOG = 0x2;
    /** Leave speculation on. */
    public static final int SECCOMP_FILTER_FLAG_SPEC_ALLOW = 0x4;
    /** Give back a descriptor for notifications. */
    public static final int SECCOMP_FILTER_FLAG_NEW_LISTENER = 0x8;
    /** Answer {@code -ESRCH}, not the thread's number, if one cannot follow. */
    public static final int SECCOMP_FILTER_FLAG_TSYNC_ESRCH = 0x10;
    /** End the process. */
    public static final int SECCOMP_RET_KILL_PROCESS = 0x80000000;
    /** End the thread. */
    public static final int SECCOMP_RET_KILL_THREAD = 0x0;
    /** {@code SIGSYS}. */
    public static final int SECCOMP_RET_TRAP = 0x30000;
    /** Fail with the errno in the low bits. */
    public static final int SECCOMP_RET_ERRNO = 0x50000;
    /** Ask a supervisor. */
    public static final int SECCOMP_RET_USER_NOTIF = 0x7fc00000;
    /** Ask a tracer. */
    public static final int SECCOMP_RET_TRACE = 0x7ff00000;
    /** Allow and log. */
    public static final int SECCOMP_RET_LOG = 0x7ffc0000;
    /** Allow. */
    public static final int SECCOMP_RET_ALLOW = 0x7fff0000;

    private Prctl() {}
}
