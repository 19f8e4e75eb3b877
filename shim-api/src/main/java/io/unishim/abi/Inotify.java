package io.unishim.abi;

/**
 * Flags and events of {@code inotify_init1(2)} and {@code inotify_add_watch(2)}. See {@code inotify(7)}.
 */
public final class Inotify {
    // inotify_init1(2)

    /** Do not wait. */
    public static final int IN_NONBLOCK = 04000;
    /** Close on exec. */
    public static final int IN_CLOEXEC = 02000000;

    // Events

    /** Read. */
    public static final int IN_ACCESS = 0x1;
    /** Written. */
    public static final int IN_MODIFY = 0x2;
    /** Metadata changed. */
    public static final int IN_ATTRIB = 0x4;
    /** Closed after opening for writing. */
    public static final int IN_CLOSE_WRITE = 0x8;
    /** Closed after opening for reading. */
    public static final int IN_CLOSE_NOWRITE = 0x10;
    /** Opened. */
    public static final int IN_OPEN = 0x20;
    /** Moved out of the directory. */
    public static final int IN_MOVED_FROM = 0x40;
    /** Moved into the directory. */
    public static final int IN_MOVED_TO = 0x80;
    /** Made in the directory. */
    public static final int IN_CREATE = 0x100;
    /** Removed from the directory. */
    public static final int IN_DELETE = 0x200;
    /** The watched file itself was removed. */
    public static final int IN_DELETE_SELF = 0x400;
    /** The watched file itself was moved. */
    public static final int IN_MOVE_SELF = 0x800;
    /** Both kinds of closing. */
    public static final int IN_CLOSE = 0x18;
    /** Both ends of a move. */
    public static final int IN_MOVE = 0xc0;
    /** All of these. */
    public static final int IN_ALL_EVENTS = 0xfff;

    // Events that come unasked

    /** The file system was unmounted. */
    public static final int IN_UNMOUNT = 0x2000;
    /** Events were lost. */
    public static final int IN_Q_OVERFLOW = 0x4000;
    /** The watch is gone. */
    public static final int IN_IGNORED = 0x8000;
    /** Added: it is a directory. */
    public static final int IN_ISDIR = 0x40000000;

    // inotify_add_watch(2): added to the mask

    /** Only if it is a directory. */
    public static final int IN_ONLYDIR = 0x1000000;
    /** Do not follow the last symbolic link. */
    public static final int IN_DONT_FOLLOW = 0x2000000;
    /** No events for files that have lost their name. */
    public static final int IN_EXCL_UNLINK = 0x4000000;
    /** Fail with {@code EEXIST} if it is watched already. */
    public static final int IN_MASK_CREATE = 0x10000000;
    /** Add to the mask. */
    public static final int IN_MASK_ADD = 0x20000000;
    /** Once. */
    public static final int IN_ONESHOT = 0x80000000;

    private Inotify() {}
}
