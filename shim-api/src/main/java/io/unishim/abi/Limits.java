package io.unishim.abi;

/**
 * Limits of the kernel. See {@code execve(2)}, {@code path_resolution(7)}, {@code pipe(7)},
 * {@code readv(2)} and {@code write(2)}.
 */
public final class Limits {
    // linux/limits.h

    /** Bytes of a path, the final NUL included. */
    public static final int PATH_MAX = 4096;
    /** Bytes of one component of a path. */
    public static final int NAME_MAX = 255;
    /** Bytes of arguments and environment that are granted whatever {@code RLIMIT_STACK} says. */
    public static final int ARG_MAX = 131072;
    /** Writes to a pipe of at most so many bytes are not mixed with others. */
    public static final int PIPE_BUF = 4096;
    /** Supplementary groups. */
    public static final int NGROUPS_MAX = 65536;
    /** Links to a file, where the file system sets no other limit. */
    public static final int LINK_MAX = 127;
    /** Bytes of an extended attribute's name. */
    public static final int XATTR_NAME_MAX = 255;
    /** Bytes of an extended attribute's value. */
    public static final int XATTR_SIZE_MAX = 65536;
    /** Bytes of the list of their names. */
    public static final int XATTR_LIST_MAX = 65536;

    // Stated in man pages, not in headers for programs

    /** Buffers of one readv or writev; {@code linux/uio.h} calls it {@code UIO_MAXIOV}. */
    public static final int IOV_MAX = 1024;
    /** The most bytes one read or write moves. */
    public static final int MAX_RW_COUNT = 0x7ffff000;
    /** Bytes of a page on x86-64, and on most arm64. */
    public static final int PAGE_SIZE = 4096;
    /** Bytes of one argument of execve, the final NUL included. */
    public static final int MAX_ARG_STRLEN = 131072;
    /** Symbolic links of one path; more are {@code ELOOP}. The kernel calls it {@code MAXSYMLINKS}. */
    public static final int MAX_SYMLINKS = 40;
    /** Bytes of one field of uname, the final NUL included. */
    public static final int UTSNAME_LENGTH = 65;
    /** Bytes of a thread's name, the final NUL included. */
    public static final int TASK_COMM_LENGTH = 16;
    /** A pipe's capacity unless set. */
    public static final int PIPE_DEFAULT_SIZE = 65536;

    private Limits() {}
}
