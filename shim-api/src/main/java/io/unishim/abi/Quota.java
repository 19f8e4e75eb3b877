package io.unishim.abi;

/** Limits of what users, groups and projects may store. See {@code quotactl(2)}. */
public final class Quota {
    /** Users'. */
    public static final int USRQUOTA = 0;
    /** Groups'. */
    public static final int GRPQUOTA = 1;
    /** How far a command is shifted, above the kind. */
    public static final int SUBCMDSHIFT = 8;
    /** The bits of the kind. */
    public static final int SUBCMDMASK = 0xff;
    /** Write what is known of usage. */
    public static final int Q_SYNC = 0x800001;
    /** Begin to count and to limit. */
    public static final int Q_QUOTAON = 0x800002;
    /** End it. */
    public static final int Q_QUOTAOFF = 0x800003;
    /** The format of what is stored. */
    public static final int Q_GETFMT = 0x800004;
    /** How long a soft limit may be exceeded. */
    public static final int Q_GETINFO = 0x800005;
    /** Change that. */
    public static final int Q_SETINFO = 0x800006;
    /** Limits and usage of one. */
    public static final int Q_GETQUOTA = 0x800007;
    /** Change the limits of one. */
    public static final int Q_SETQUOTA = 0x800008;

    private Quota() {}
}
