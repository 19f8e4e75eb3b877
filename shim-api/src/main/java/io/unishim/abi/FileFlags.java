package io.unishim.abi;

/** Flags of files beyond their permission bits, as {@code ioctl_iflags(2)} and {@code file_getattr(2)} have them. */
public final class FileFlags {
    // FS_IOC_GETFLAGS, FS_IOC_SETFLAGS

    /** Nothing may be changed. */
    public static final int FS_IMMUTABLE_FL = 0x10;
    /** Only what is added at the end may be written. */
    public static final int FS_APPEND_FL = 0x20;
    /** Not for {@code dump(8)}. */
    public static final int FS_NODUMP_FL = 0x40;
    /** Reading leaves the access time alone. */
    public static final int FS_NOATIME_FL = 0x80;

    // struct fsxattr and struct file_attr: fa_xflags

    /** Nothing may be changed. */
    public static final int FS_XFLAG_IMMUTABLE = 0x8;
    /** Only what is added at the end may be written. */
    public static final int FS_XFLAG_APPEND = 0x10;
    /** Writes go to the medium at once. */
    public static final int FS_XFLAG_SYNC = 0x20;
    /** Reading leaves the access time alone. */
    public static final int FS_XFLAG_NOATIME = 0x40;
    /** Not for {@code dump(8)}. */
    public static final int FS_XFLAG_NODUMP = 0x80;

    // file_getattr(2), file_setattr(2)

    /** The size of the first {@code struct file_attr}. */
    public static final int FILE_ATTR_SIZE_VER0 = 24;

    private FileFlags() {}
}
