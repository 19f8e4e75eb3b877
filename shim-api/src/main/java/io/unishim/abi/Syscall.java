package io.unishim.abi;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every system call of Linux up to 6.18, with its number on x86-64 and on arm64.
 *
 * <p>The constant's name is Linux's own in upper case; its arguments are the two numbers. To learn what
 * a call does, see the man page of section 2 of that name, and {@code syscalls(2)} for the list. Calls
 * that Linux reserves, has removed or never implemented are here as well, since traces need their names.
 * The x32 ABI (numbers from 512, or with bit 30 set) is not.
 */
public enum Syscall {
    READ(0, 63),
    WRITE(1, 64),
    OPEN(2, Syscall.NONE),
    CLOSE(3, 57),
    STAT(4, Syscall.NONE),
    FSTAT(5, 80),
    LSTAT(6, Syscall.NONE),
    POLL(7, Syscall.NONE),
    LSEEK(8, 62),
    MMAP(9, 222),
    MPROTECT(10, 226),
    MUNMAP(11, 215),
    BRK(12, 214),
    RT_SIGACTION(13, 134),
    RT_SIGPROCMASK(14, 135),
    RT_SIGRETURN(15, 139),
    IOCTL(16, 29),
    PREAD64(17, 67),
    PWRITE64(18, 68),
    READV(19, 65),
    WRITEV(20, 66),
    ACCESS(21, Syscall.NONE),
    PIPE(22, Syscall.NONE),
    SELECT(23, Syscall.NONE),
    SCHED_YIELD(24, 124),
    MREMAP(25, 216),
    MSYNC(26, 227),
    MINCORE(27, 232),
    MADVISE(28, 233),
    SHMGET(29, 194),
    SHMAT(30, 196),
    SHMCTL(31, 195),
    DUP(32, 23),
    DUP2(33, Syscall.NONE),
    PAUSE(34, Syscall.NONE),
    NANOSLEEP(35, 101),
    GETITIMER(36, 102),
    ALARM(37, Syscall.NONE),
    SETITIMER(38, 103),
    GETPID(39, 172),
    SENDFILE(40, 71),
    SOCKET(41, 198),
    CONNECT(42, 203),
    ACCEPT(43, 202),
    SENDTO(44, 206),
    RECVFROM(45, 207),
    SENDMSG(46, 211),
    RECVMSG(47, 212),
    SHUTDOWN(48, 210),
    BIND(49, 200),
    LISTEN(50, 201),
    GETSOCKNAME(51, 204),
    GETPEERNAME(52, 205),
    SOCKETPAIR(53, 199),
    SETSOCKOPT(54, 208),
    GETSOCKOPT(55, 209),
    CLONE(56, 220),
    FORK(57, Syscall.NONE),
    VFORK(58, Syscall.NONE),
    EXECVE(59, 221),
    EXIT(60, 93),
    WAIT4(61, 260),
    KILL(62, 129),
    UNAME(63, 160),
    SEMGET(64, 190),
    SEMOP(65, 193),
    SEMCTL(66, 191),
    SHMDT(67, 197),
    MSGGET(68, 186),
    MSGSND(69, 189),
    MSGRCV(70, 188),
    MSGCTL(71, 187),
    FCNTL(72, 25),
    FLOCK(73, 32),
    FSYNC(74, 82),
    FDATASYNC(75, 83),
    TRUNCATE(76, 45),
    FTRUNCATE(77, 46),
    GETDENTS(78, Syscall.NONE),
    GETCWD(79, 17),
    CHDIR(80, 49),
    FCHDIR(81, 50),
    RENAME(82, Syscall.NONE),
    MKDIR(83, Syscall.NONE),
    RMDIR(84, Syscall.NONE),
    CREAT(85, Syscall.NONE),
    LINK(86, Syscall.NONE),
    UNLINK(87, Syscall.NONE),
    SYMLINK(88, Syscall.NONE),
    READLINK(89, Syscall.NONE),
    CHMOD(90, Syscall.NONE),
    FCHMOD(91, 52),
    CHOWN(92, Syscall.NONE),
    FCHOWN(93, 55),
    LCHOWN(94, Syscall.NONE),
    UMASK(95, 166),
    GETTIMEOFDAY(96, 169),
    GETRLIMIT(97, 163),
    GETRUSAGE(98, 165),
    SYSINFO(99, 179),
    TIMES(100, 153),
    PTRACE(101, 117),
    GETUID(102, 174),
    SYSLOG(103, 116),
    GETGID(104, 176),
    SETUID(105, 146),
    SETGID(106, 144),
    GETEUID(107, 175),
    GETEGID(108, 177),
    SETPGID(109, 154),
    GETPPID(110, 173),
    GETPGRP(111, Syscall.NONE),
    SETSID(112, 157),
    SETREUID(113, 145),
    SETREGID(114, 143),
    GETGROUPS(115, 158),
    SETGROUPS(116, 159),
    SETRESUID(117, 147),
    GETRESUID(118, 148),
    SETRESGID(119, 149),
    GETRESGID(120, 150),
    GETPGID(121, 155),
    SETFSUID(122, 151),
    SETFSGID(123, 152),
    GETSID(124, 156),
    CAPGET(125, 90),
    CAPSET(126, 91),
    RT_SIGPENDING(127, 136),
    RT_SIGTIMEDWAIT(128, 137),
    RT_SIGQUEUEINFO(129, 138),
    RT_SIGSUSPEND(130, 133),
    SIGALTSTACK(131, 132),
    UTIME(132, Syscall.NONE),
    MKNOD(133, Syscall.NONE),
    USELIB(134, Syscall.NONE),
    PERSONALITY(135, 92),
    USTAT(136, Syscall.NONE),
    STATFS(137, 43),
    FSTATFS(138, 44),
    SYSFS(139, Syscall.NONE),
    GETPRIORITY(140, 141),
    SETPRIORITY(141, 140),
    SCHED_SETPARAM(142, 118),
    SCHED_GETPARAM(143, 121),
    SCHED_SETSCHEDULER(144, 119),
    SCHED_GETSCHEDULER(145, 120),
    SCHED_GET_PRIORITY_MAX(146, 125),
    SCHED_GET_PRIORITY_MIN(147, 126),
    SCHED_RR_GET_INTERVAL(148, 127),
    MLOCK(149, 228),
    MUNLOCK(150, 229),
    MLOCKALL(151, 230),
    MUNLOCKALL(152, 231),
    VHANGUP(153, 58),
    MODIFY_LDT(154, Syscall.NONE),
    PIVOT_ROOT(155, 41),
    _SYSCTL(156, Syscall.NONE),
    PRCTL(157, 167),
    ARCH_PRCTL(158, Syscall.NONE),
    ADJTIMEX(159, 171),
    SETRLIMIT(160, 164),
    CHROOT(161, 51),
    SYNC(162, 81),
    ACCT(163, 89),
    SETTIMEOFDAY(164, 170),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    SWAPON(167, 224),
    SWAPOFF(168, 225),
    REBOOT(169, 142),
    SETHOSTNAME(170, 161),
    SETDOMAINNAME(171, 162),
    IOPL(172, Syscall.NONE),
    IOPERM(173, Syscall.NONE),
    CREATE_MODULE(174, Syscall.NONE),
    INIT_MODULE(175, 105),
    DELETE_MODULE(176, 106),
    GET_KERNEL_SYMS(177, Syscall.NONE),
    QUERY_MODULE(178, Syscall.NONE),
    QUOTACTL(179, 60),
    NFSSERVCTL(180, 42),
    // 181 to 185 are reserved and have no code behind them: the kernel answers ENOSYS.
    GETPMSG(181, Syscall.NONE),
    PUTPMSG(182, Syscall.NONE),
    AFS_SYSCALL(183, Syscall.NONE),
    TUXCALL(184, Syscall.NONE),
    SECURITY(185, Syscall.NONE),
    GETTID(186, 178),
    READAHEAD(187, 213),
    SETXATTR(188, 5),
    LSETXATTR(189, 6),
    FSETXATTR(190, 7),
    GETXATTR(191, 8),
    LGETXATTR(192, 9),
    FGETXATTR(193, 10),
    LISTXATTR(194, 11),
    LLISTXATTR(195, 12),
    FLISTXATTR(196, 13),
    REMOVEXATTR(197, 14),
    LREMOVEXATTR(198, 15),
    FREMOVEXATTR(199, 16),
    TKILL(200, 130),
    TIME(201, Syscall.NONE),
    FUTEX(202, 98),
    SCHED_SETAFFINITY(203, 122),
    SCHED_GETAFFINITY(204, 123),
    SET_THREAD_AREA(205, Syscall.NONE),
    IO_SETUP(206, 0),
    IO_DESTROY(207, 1),
    IO_GETEVENTS(208, 4),
    IO_SUBMIT(209, 2),
    IO_CANCEL(210, 3),
    GET_THREAD_AREA(211, Syscall.NONE),
    LOOKUP_DCOOKIE(212, 18),
    EPOLL_CREATE(213, Syscall.NONE),
    EPOLL_CTL_OLD(214, Syscall.NONE),
    EPOLL_WAIT_OLD(215, Syscall.NONE),
    REMAP_FILE_PAGES(216, 234),
    GETDENTS64(217, 61),
    SET_TID_ADDRESS(218, 96),
    RESTART_SYSCALL(219, 128),
    SEMTIMEDOP(220, 192),
    FADVISE64(221, 223),
    TIMER_CREATE(222, 107),
    TIMER_SETTIME(223, 110),
    TIMER_GETTIME(224, 108),
    TIMER_GETOVERRUN(225, 109),
    TIMER_DELETE(226, 111),
    CLOCK_SETTIME(227, 112),
    CLOCK_GETTIME(228, 113),
    CLOCK_GETRES(229, 114),
    CLOCK_NANOSLEEP(230, 115),
    EXIT_GROUP(231, 94),
    EPOLL_WAIT(232, Syscall.NONE),
    EPOLL_CTL(233, 21),
    TGKILL(234, 131),
    UTIMES(235, Syscall.NONE),
    // Never implemented.
    VSERVER(236, Syscall.NONE),
    MBIND(237, 235),
    SET_MEMPOLICY(238, 237),
    GET_MEMPOLICY(239, 236),
    MQ_OPEN(240, 180),
    MQ_UNLINK(241, 181),
    MQ_TIMEDSEND(242, 182),
    MQ_TIMEDRECEIVE(243, 183),
    MQ_NOTIFY(244, 184),
    MQ_GETSETATTR(245, 185),
    KEXEC_LOAD(246, 104),
    WAITID(247, 95),
    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    KEYCTL(250, 219),
    IOPRIO_SET(251, 30),
    IOPRIO_GET(252, 31),
    INOTIFY_INIT(253, Syscall.NONE),
    INOTIFY_ADD_WATCH(254, 27),
    INOTIFY_RM_WATCH(255, 28),
    MIGRATE_PAGES(256, 238),
    OPENAT(257, 56),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    FCHOWNAT(260, 54),
    FUTIMESAT(261, Syscall.NONE),
    NEWFSTATAT(262, 79),
    UNLINKAT(263, 35),
    RENAMEAT(264, 38),
    LINKAT(265, 37),
    SYMLINKAT(266, 36),
    READLINKAT(267, 78),
    FCHMODAT(268, 53),
    FACCESSAT(269, 48),
    PSELECT6(270, 72),
    PPOLL(271, 73),
    UNSHARE(272, 97),
    SET_ROBUST_LIST(273, 99),
    GET_ROBUST_LIST(274, 100),
    SPLICE(275, 76),
    TEE(276, 77),
    SYNC_FILE_RANGE(277, 84),
    VMSPLICE(278, 75),
    MOVE_PAGES(279, 239),
    UTIMENSAT(280, 88),
    EPOLL_PWAIT(281, 22),
    SIGNALFD(282, Syscall.NONE),
    TIMERFD_CREATE(283, 85),
    EVENTFD(284, Syscall.NONE),
    FALLOCATE(285, 47),
    TIMERFD_SETTIME(286, 86),
    TIMERFD_GETTIME(287, 87),
    ACCEPT4(288, 242),
    SIGNALFD4(289, 74),
    EVENTFD2(290, 19),
    EPOLL_CREATE1(291, 20),
    DUP3(292, 24),
    PIPE2(293, 59),
    INOTIFY_INIT1(294, 26),
    PREADV(295, 69),
    PWRITEV(296, 70),
    RT_TGSIGQUEUEINFO(297, 240),
    PERF_EVENT_OPEN(298, 241),
    RECVMMSG(299, 243),
    FANOTIFY_INIT(300, 262),
    FANOTIFY_MARK(301, 263),
    PRLIMIT64(302, 261),
    NAME_TO_HANDLE_AT(303, 264),
    OPEN_BY_HANDLE_AT(304, 265),
    CLOCK_ADJTIME(305, 266),
    SYNCFS(306, 267),
    SENDMMSG(307, 269),
    SETNS(308, 268),
    GETCPU(309, 168),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    KCMP(312, 272),
    FINIT_MODULE(313, 273),
    SCHED_SETATTR(314, 274),
    SCHED_GETATTR(315, 275),
    RENAMEAT2(316, 276),
    SECCOMP(317, 277),
    GETRANDOM(318, 278),
    MEMFD_CREATE(319, 279),
    KEXEC_FILE_LOAD(320, 294),
    BPF(321, 280),
    EXECVEAT(322, 281),
    USERFAULTFD(323, 282),
    MEMBARRIER(324, 283),
    MLOCK2(325, 284),
    COPY_FILE_RANGE(326, 285),
    PREADV2(327, 286),
    PWRITEV2(328, 287),
    PKEY_MPROTECT(329, 288),
    PKEY_ALLOC(330, 289),
    PKEY_FREE(331, 290),
    STATX(332, 291),
    IO_PGETEVENTS(333, 292),
    RSEQ(334, 293),
    // Entered by trampolines which the kernel itself places; no program calls them.
    URETPROBE(335, Syscall.NONE),
    UPROBE(336, Syscall.NONE),
    // From here on all architectures share one number.
    PIDFD_SEND_SIGNAL(424, 424),
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    PIDFD_OPEN(434, 434),
    CLONE3(435, 435),
    CLOSE_RANGE(436, 436),
    OPENAT2(437, 437),
    PIDFD_GETFD(438, 438),
    FACCESSAT2(439, 439),
    PROCESS_MADVISE(440, 440),
    EPOLL_PWAIT2(441, 441),
    MOUNT_SETATTR(442, 442),
    QUOTACTL_FD(443, 443),
    LANDLOCK_CREATE_RULESET(444, 444),
    LANDLOCK_ADD_RULE(445, 445),
    LANDLOCK_RESTRICT_SELF(446, 446),
    MEMFD_SECRET(447, 447),
    PROCESS_MRELEASE(448, 448),
    FUTEX_WAITV(449, 449),
    SET_MEMPOLICY_HOME_NODE(450, 450),
    CACHESTAT(451, 451),
    FCHMODAT2(452, 452),
    MAP_SHADOW_STACK(453, 453),
    FUTEX_WAKE(454, 454),
    FUTEX_WAIT(455, 455),
    FUTEX_REQUEUE(456, 456),
    STATMOUNT(457, 457),
    LISTMOUNT(458, 458),
    LSM_GET_SELF_ATTR(459, 459),
    LSM_SET_SELF_ATTR(460, 460),
    LSM_LIST_MODULES(461, 461),
    MSEAL(462, 462),
    SETXATTRAT(463, 463),
    GETXATTRAT(464, 464),
    LISTXATTRAT(465, 465),
    REMOVEXATTRAT(466, 466),
    OPEN_TREE_ATTR(467, 467),
    FILE_GETATTR(468, 468),
    FILE_SETATTR(469, 469);

    /** The number of a call on an architecture which lacks it. */
    public static final int NONE = -1;

    // Arrays, filled once: byNumber is on the path of every traced or unknown call.
    private static final @Nullable Syscall[] X86_64_TABLE;
    private static final @Nullable Syscall[] ARM64_TABLE;

    static {
        Syscall[] all = values();
        int x86 = NONE;
        int arm = NONE;
        for (Syscall call : all) {
            x86 = Math.max(x86, call.x86);
            arm = Math.max(arm, call.arm);
        }
        X86_64_TABLE = new @Nullable Syscall[x86 + 1];
        ARM64_TABLE = new @Nullable Syscall[arm + 1];
        for (Syscall call : all) {
            if (call.x86 != NONE) {
                X86_64_TABLE[call.x86] = call;
            }
            if (call.arm != NONE) {
                ARM64_TABLE[call.arm] = call;
            }
        }
    }

    private final int x86;
    private final int arm;

    // Made when first asked for, to keep loading cheap. A race makes an equal string twice, which is harmless.
    @SuppressWarnings("ImmutableEnumChecker")
    private @Nullable String linuxName;

    Syscall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    /** Linux's name of the call, such as "read": what {@code strace(1)} prints. */
    public String linuxName() {
        String name = linuxName;
        if (name == null) {
            name = name().toLowerCase(Locale.ROOT);
            linuxName = name;
        }
        return name;
    }

    /** The call's number on an architecture, or {@link #NONE}. */
    public int number(Arch arch) {
        return arch == Arch.X86_64 ? x86 : arm;
    }

    /** The call's number on x86-64. All calls exist there: arm64 has none of its own. */
    public int number() {
        return x86;
    }

    /** Whether the architecture has a number for this call. */
    public boolean existsOn(Arch arch) {
        return number(arch) != NONE;
    }

    /** The call of that number, or null if the number has no name. */
    public static @Nullable Syscall byNumber(Arch arch, int number) {
        @Nullable Syscall[] table = table(arch);
        return number >= 0 && number < table.length ? table[number] : null;
    }

    /** The call of that Linux name, such as "read", or null. */
    public static @Nullable Syscall byName(String linuxName) {
        return ByName.MAP.get(linuxName);
    }

    /** The name of that number for messages: "read", or as {@code strace(1)} writes it, "syscall_0x1f4". */
    public static String nameOf(Arch arch, int number) {
        Syscall call = byNumber(arch, number);
        return call != null ? call.linuxName() : "syscall_0x" + Integer.toHexString(number);
    }

    /** The greatest number that has a name on the architecture: a table of handlers needs one place more. */
    public static int newest(Arch arch) {
        return table(arch).length - 1;
    }

    private static @Nullable Syscall[] table(Arch arch) {
        return arch == Arch.X86_64 ? X86_64_TABLE : ARM64_TABLE;
    }

    /** Built by the first {@link #byName}, which most programs never call. */
    private static final class ByName {
        static final Map<String, Syscall> MAP = map();

        private static Map<String, Syscall> map() {
            Syscall[] all = Syscall.values();
            Map<String, Syscall> map = new HashMap<>(2 * all.length);
            for (Syscall call : all) {
                map.put(call.linuxName(), call);
            }
            return map;
        }
    }
}
