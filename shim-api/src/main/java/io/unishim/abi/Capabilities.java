package io.unishim.abi;

/** Capabilities of threads and files. See {@code capabilities(7)} and {@code capget(2)}. */
public final class Capabilities {
    // Capabilities, as numbers of bits

    /** Change owners. */
    public static final int CAP_CHOWN = 0;
    /** Ignore permissions. */
    public static final int CAP_DAC_OVERRIDE = 1;
    /** Ignore permissions to read and search. */
    public static final int CAP_DAC_READ_SEARCH = 2;
    /** Act as the owner of files. */
    public static final int CAP_FOWNER = 3;
    /** Keep set-id bits on change. */
    public static final int CAP_FSETID = 4;
    /** Signal any process. */
    public static final int CAP_KILL = 5;
    /** Change group ids. */
    public static final int CAP_SETGID = 6;
    /** Change user ids. */
    public static final int CAP_SETUID = 7;
    /** Change capabilities. */
    public static final int CAP_SETPCAP = 8;
    /** Set immutable and append-only. */
    public static final int CAP_LINUX_IMMUTABLE = 9;
    /** Bind ports below 1024. */
    public static final int CAP_NET_BIND_SERVICE = 10;
    /** Unused. */
    public static final int CAP_NET_BROADCAST = 11;
    /** Administer networks. */
    public static final int CAP_NET_ADMIN = 12;
    /** Raw and packet sockets. */
    public static final int CAP_NET_RAW = 13;
    /** Lock memory. */
    public static final int CAP_IPC_LOCK = 14;
    /** Ignore permissions of System V objects. */
    public static final int CAP_IPC_OWNER = 15;
    /** Load modules. */
    public static final int CAP_SYS_MODULE = 16;
    /** Ports and raw devices. */
    public static final int CAP_SYS_RAWIO = 17;
    /** chroot. */
    public static final int CAP_SYS_CHROOT = 18;
    /** Trace any process. */
    public static final int CAP_SYS_PTRACE = 19;
    /** Process accounting. */
    public static final int CAP_SYS_PACCT = 20;
    /** Administer the system: mount and much besides. */
    public static final int CAP_SYS_ADMIN = 21;
    /** Reboot. */
    public static final int CAP_SYS_BOOT = 22;
    /** Raise priorities. */
    public static final int CAP_SYS_NICE = 23;
    /** Exceed limits. */
    public static final int CAP_SYS_RESOURCE = 24;
    /** Set the clock. */
    public static final int CAP_SYS_TIME = 25;
    /** Configure terminals. */
    public static final int CAP_SYS_TTY_CONFIG = 26;
    /** Make devices. */
    public static final int CAP_MKNOD = 27;
    /** Take leases on any file. */
    public static final int CAP_LEASE = 28;
    /** Write audit records. */
    public static final int CAP_AUDIT_WRITE = 29;
    /** Control auditing. */
    public static final int CAP_AUDIT_CONTROL = 30;
    /** Set capabilities of files. */
    public static final int CAP_SETFCAP = 31;
    /** Override mandatory access control. */
    public static final int CAP_MAC_OVERRIDE = 32;
    /** Administer mandatory access control. */
    public static final int CAP_MAC_ADMIN = 33;
    /** Read the kernel's log. */
    public static final int CAP_SYSLOG = 34;
    /** Timers that wake the machine. */
    public static final int CAP_WAKE_ALARM = 35;
    /** Keep the machine awake. */
    public static final int CAP_BLOCK_SUSPEND = 36;
    /** Read audit records. */
    public static final int CAP_AUDIT_READ = 37;
    /** Performance monitoring. */
    public static final int CAP_PERFMON = 38;
    /** Load BPF programs. */
    public static final int CAP_BPF = 39;
    /** Checkpoint and restore. */
    public static final int CAP_CHECKPOINT_RESTORE = 40;
    /** The last of them. */
    public static final int CAP_LAST_CAP = 40;

    // capget(2): versions of the header

    /** 32 bits. */
    public static final int _LINUX_CAPABILITY_VERSION_1 = 0x19980330;
    /** 64 bits, withdrawn. */
    public static final int _LINUX_CAPABILITY_VERSION_2 = 0x20071026;
    /** 64 bits. */
    public static final int _LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    private Capabilities() {}
}
