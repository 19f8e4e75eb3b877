package io.unishim.abi;

/**
 * Opening, locking and steering files: the constants of {@code fcntl.h} and its neighbours.
 *
 * <p>See {@code open(2)}, {@code openat2(2)}, {@code fcntl(2)}, {@code flock(2)}, {@code lseek(2)},
 * {@code renameat2(2)}, {@code fallocate(2)}, {@code posix_fadvise(2)}, {@code preadv2(2)} and
 * {@code close_range(2)}.
 */
public final class Fcntl {
    // open(2): access mode, creation and status flags

    /** Open for reading. */
    public static final int O_RDONLY = 0;
    /** Open for writing. */
    public static final int O_WRONLY = 01;
    /** Open for both. */
    public static final int O_RDWR = 02;
    /** The bits that hold the access mode; the value 3 itself asks for a descriptor good for ioctl alone. */
    public static final int O_ACCMODE = 03;
    /** Make the file if it is missing. */
    public static final int O_CREAT = 0100;
    /** Fail with {@code EEXIST} if the file exists. */
    public static final int O_EXCL = 0200;
    /** A terminal does not become the controlling one. */
    public static final int O_NOCTTY = 0400;
    /** Cut the file to nothing. */
    public static final int O_TRUNC = 01000;
    /** Each write goes to the end. */
    public static final int O_APPEND = 02000;
    /** Fail with {@code EAGAIN} rather than wait. */
    public static final int O_NONBLOCK = 04000;
    /** Writes return when the data is on the medium. */
    public static final int O_DSYNC = 010000;
    /** Signal the owner when input or output becomes possible; the kernel calls it {@code FASYNC}. */
    public static final int O_ASYNC = 020000;
    /** Bypass the page cache. */
    public static final int O_DIRECT = 040000;
    /** Files above 2 GiB. The kernel sets it on every open of a 64-bit program, and {@code F_GETFL} shows it. */
    public static final int O_LARGEFILE = 0100000;
    /** Fail with {@code ENOTDIR} unless it is a directory. */
    public static final int O_DIRECTORY = 0200000;
    /** Fail with {@code ELOOP} if the last component is a symbolic link. */
    public static final int O_NOFOLLOW = 0400000;
    /** Reading leaves the access time alone. */
    public static final int O_NOATIME = 01000000;
    /** Close on exec. */
    public static final int O_CLOEXEC = 02000000;
    /** Writes return when data and metadata are on the medium; includes {@link #O_DSYNC}. */
    public static final int O_SYNC = 04010000;
    /** A descriptor that names a place in the tree and nothing more. */
    public static final int O_PATH = 010000000;
    /** A file without a name in the directory given; includes {@link #O_DIRECTORY}. */
    public static final int O_TMPFILE = 020200000;

    // openat(2) and others of the *at family

    /** In place of a directory's descriptor: the working directory. */
    public static final int AT_FDCWD = -100;
    /** Do not follow the last symbolic link. */
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    /** faccessat2: ask with the effective ids. The same bit as {@link #AT_REMOVEDIR}. */
    public static final int AT_EACCESS = 0x200;
    /** unlinkat: remove a directory. */
    public static final int AT_REMOVEDIR = 0x200;
    /** linkat, name_to_handle_at: follow the last symbolic link. */
    public static final int AT_SYMLINK_FOLLOW = 0x400;
    /** Do not mount at an automount point. */
    public static final int AT_NO_AUTOMOUNT = 0x800;
    /** An empty path means the descriptor itself. */
    public static final int AT_EMPTY_PATH = 0x1000;
    /** statx: the bits that say how fresh the answer must be. */
    public static final int AT_STATX_SYNC_TYPE = 0x6000;
    /** statx: as fresh as stat. */
    public static final int AT_STATX_SYNC_AS_STAT = 0x0;
    /** statx: ask the server. */
    public static final int AT_STATX_FORCE_SYNC = 0x2000;
    /** statx: what is cached will do. */
    public static final int AT_STATX_DONT_SYNC = 0x4000;
    /** Apply to the whole subtree of mounts. */
    public static final int AT_RECURSIVE = 0x8000;
    /** name_to_handle_at: a handle for comparing, not for opening (Linux 6.5). */
    public static final int AT_HANDLE_FID = 0x200;
    /** name_to_handle_at: the number of the mount is never used again, and has 8 bytes (Linux 6.12). */
    public static final int AT_HANDLE_MNT_ID_UNIQUE = 0x1;
    /** name_to_handle_at: a handle that finds a way to the root (Linux 6.13). */
    public static final int AT_HANDLE_CONNECTABLE = 0x2;
    /** execveat: only check whether it would be allowed (Linux 6.14). */
    public static final int AT_EXECVE_CHECK = 0x10000;

    // access(2)

    /** The file exists. */
    public static final int F_OK = 0;
    /** It may be executed. */
    public static final int X_OK = 1;
    /** It may be written. */
    public static final int W_OK = 2;
    /** It may be read. */
    public static final int R_OK = 4;

    // fcntl(2): commands

    /** Duplicate to the lowest free descriptor not below the argument. */
    public static final int F_DUPFD = 0;
    /** Get the descriptor's flags. */
    public static final int F_GETFD = 1;
    /** Set the descriptor's flags. */
    public static final int F_SETFD = 2;
    /** Get access mode and status flags. */
    public static final int F_GETFL = 3;
    /** Set status flags. */
    public static final int F_SETFL = 4;
    /** Who holds a lock in the way? */
    public static final int F_GETLK = 5;
    /** Lock or unlock a range; {@code EAGAIN} if it is held. */
    public static final int F_SETLK = 6;
    /** Lock a range, waiting for it. */
    public static final int F_SETLKW = 7;
    /** Who gets {@code SIGIO} and {@code SIGURG}. */
    public static final int F_SETOWN = 8;
    /** Who gets {@code SIGIO} and {@code SIGURG}? */
    public static final int F_GETOWN = 9;
    /** Which signal instead of {@code SIGIO}. */
    public static final int F_SETSIG = 10;
    /** Which signal instead of {@code SIGIO}? */
    public static final int F_GETSIG = 11;
    /** Like {@link #F_SETOWN}, threads included. */
    public static final int F_SETOWN_EX = 15;
    /** Like {@link #F_GETOWN}, threads included. */
    public static final int F_GETOWN_EX = 16;
    /** Real and effective user of who said the owner. */
    public static final int F_GETOWNER_UIDS = 17;
    /** {@link #F_GETLK} for locks of the open file description. */
    public static final int F_OFD_GETLK = 36;
    /** {@link #F_SETLK} for locks of the open file description. */
    public static final int F_OFD_SETLK = 37;
    /** {@link #F_SETLKW} for locks of the open file description. */
    public static final int F_OFD_SETLKW = 38;
    /** Take or give back a lease. */
    public static final int F_SETLEASE = 1024;
    /** Which lease? */
    public static final int F_GETLEASE = 1025;
    /** Signal changes of a directory. */
    public static final int F_NOTIFY = 1026;
    /** Is this the same open file description? (Linux 6.10) */
    public static final int F_DUPFD_QUERY = 1027;
    /** Did the open make the file? (Linux 6.12) */
    public static final int F_CREATED_QUERY = 1028;
    /** Internal to lock managers. */
    public static final int F_CANCELLK = 1029;
    /** {@link #F_DUPFD} with close-on-exec set. */
    public static final int F_DUPFD_CLOEXEC = 1030;
    /** Set a pipe's capacity. */
    public static final int F_SETPIPE_SZ = 1031;
    /** A pipe's capacity. */
    public static final int F_GETPIPE_SZ = 1032;
    /** Add seals to a memfd. */
    public static final int F_ADD_SEALS = 1033;
    /** A memfd's seals. */
    public static final int F_GET_SEALS = 1034;
    /** The inode's hint of how long data lives. */
    public static final int F_GET_RW_HINT = 1035;
    /** Set the inode's hint of how long data lives. */
    public static final int F_SET_RW_HINT = 1036;
    /** The description's hint of how long data lives. */
    public static final int F_GET_FILE_RW_HINT = 1037;
    /** Set the description's hint of how long data lives. */
    public static final int F_SET_FILE_RW_HINT = 1038;

    // fcntl(2): arguments

    /** The descriptor flag: close on exec. */
    public static final int FD_CLOEXEC = 1;
    /** Shared lock, or lease for reading. */
    public static final int F_RDLCK = 0;
    /** Exclusive lock, or lease for writing. */
    public static final int F_WRLCK = 1;
    /** No lock. */
    public static final int F_UNLCK = 2;
    /** The owner is a thread. */
    public static final int F_OWNER_TID = 0;
    /** The owner is a process. */
    public static final int F_OWNER_PID = 1;
    /** The owner is a process group. */
    public static final int F_OWNER_PGRP = 2;

    // fcntl(2): F_NOTIFY

    /** A file was read. */
    public static final int DN_ACCESS = 0x1;
    /** A file was written or cut. */
    public static final int DN_MODIFY = 0x2;
    /** A file was made. */
    public static final int DN_CREATE = 0x4;
    /** A file was removed. */
    public static final int DN_DELETE = 0x8;
    /** A file was renamed. */
    public static final int DN_RENAME = 0x10;
    /** Attributes of a file were changed. */
    public static final int DN_ATTRIB = 0x20;
    /** More than once. */
    public static final int DN_MULTISHOT = 0x80000000;

    // fcntl(2): how long data lives

    /** Nothing is known. */
    public static final int RWH_WRITE_LIFE_NOT_SET = 0;
    /** The longest. */
    public static final int RWH_WRITE_LIFE_EXTREME = 5;

    // fcntl(2): seals of a memfd

    /** No further seals. */
    public static final int F_SEAL_SEAL = 0x1;
    /** No shrinking. */
    public static final int F_SEAL_SHRINK = 0x2;
    /** No growing. */
    public static final int F_SEAL_GROW = 0x4;
    /** No writing. */
    public static final int F_SEAL_WRITE = 0x8;
    /** No writing, save through mappings that exist. */
    public static final int F_SEAL_FUTURE_WRITE = 0x10;
    /** No change of the execute bits (Linux 6.3). */
    public static final int F_SEAL_EXEC = 0x20;

    // flock(2)

    /** Shared lock. */
    public static final int LOCK_SH = 1;
    /** Exclusive lock. */
    public static final int LOCK_EX = 2;
    /** Added: fail with {@code EAGAIN} rather than wait. */
    public static final int LOCK_NB = 4;
    /** Unlock. */
    public static final int LOCK_UN = 8;

    // lseek(2)

    /** From the start. */
    public static final int SEEK_SET = 0;
    /** From the present offset. */
    public static final int SEEK_CUR = 1;
    /** From the end. */
    public static final int SEEK_END = 2;
    /** To the next data. */
    public static final int SEEK_DATA = 3;
    /** To the next hole. */
    public static final int SEEK_HOLE = 4;

    // renameat2(2)

    /** Fail with {@code EEXIST} rather than replace. */
    public static final int RENAME_NOREPLACE = 0x1;
    /** Swap the two. */
    public static final int RENAME_EXCHANGE = 0x2;
    /** Leave a whiteout behind; for overlay file systems. */
    public static final int RENAME_WHITEOUT = 0x4;

    // openat2(2)

    /** Cross no mount point. */
    public static final int RESOLVE_NO_XDEV = 0x1;
    /** Follow no link of the kind of {@code /proc/self/fd/0}. */
    public static final int RESOLVE_NO_MAGICLINKS = 0x2;
    /** Follow no symbolic link. */
    public static final int RESOLVE_NO_SYMLINKS = 0x4;
    /** Stay below the starting directory. */
    public static final int RESOLVE_BENEATH = 0x8;
    /** The starting directory is the root. */
    public static final int RESOLVE_IN_ROOT = 0x10;
    /** Only if no file system need be asked. */
    public static final int RESOLVE_CACHED = 0x20;

    // fallocate(2)

    /** The file's size stays. */
    public static final int FALLOC_FL_KEEP_SIZE = 0x1;
    /** Make a hole. */
    public static final int FALLOC_FL_PUNCH_HOLE = 0x2;
    /** Reserved. */
    public static final int FALLOC_FL_NO_HIDE_STALE = 0x4;
    /** Take a range out, moving up what follows. */
    public static final int FALLOC_FL_COLLAPSE_RANGE = 0x8;
    /** Fill a range with zeros. */
    public static final int FALLOC_FL_ZERO_RANGE = 0x10;
    /** Insert a hole, moving back what follows. */
    public static final int FALLOC_FL_INSERT_RANGE = 0x20;
    /** Give a range blocks of its own. */
    public static final int FALLOC_FL_UNSHARE_RANGE = 0x40;
    /** Fill a range with zeros which are written (Linux 6.17). */
    public static final int FALLOC_FL_WRITE_ZEROES = 0x80;

    // posix_fadvise(2)

    /** Nothing known. */
    public static final int POSIX_FADV_NORMAL = 0;
    /** Random order. */
    public static final int POSIX_FADV_RANDOM = 1;
    /** In order. */
    public static final int POSIX_FADV_SEQUENTIAL = 2;
    /** Needed soon. */
    public static final int POSIX_FADV_WILLNEED = 3;
    /** Not needed soon. */
    public static final int POSIX_FADV_DONTNEED = 4;
    /** Needed once. */
    public static final int POSIX_FADV_NOREUSE = 5;

    // preadv2(2), pwritev2(2)

    /** Poll for completion. */
    public static final int RWF_HIPRI = 0x1;
    /** As if opened with {@link #O_DSYNC}. */
    public static final int RWF_DSYNC = 0x2;
    /** As if opened with {@link #O_SYNC}. */
    public static final int RWF_SYNC = 0x4;
    /** Fail with {@code EAGAIN} rather than wait. */
    public static final int RWF_NOWAIT = 0x8;
    /** As if opened with {@link #O_APPEND}. */
    public static final int RWF_APPEND = 0x10;
    /** As if opened without {@link #O_APPEND} (Linux 6.9). */
    public static final int RWF_NOAPPEND = 0x20;
    /** All or nothing (Linux 6.11). */
    public static final int RWF_ATOMIC = 0x40;
    /** Leave nothing in the page cache (Linux 6.14). */
    public static final int RWF_DONTCACHE = 0x80;
    /** No {@code SIGPIPE} (Linux 6.18). */
    public static final int RWF_NOSIGNAL = 0x100;

    // sync_file_range(2)

    /** Wait for writes under way. */
    public static final int SYNC_FILE_RANGE_WAIT_BEFORE = 1;
    /** Start writes. */
    public static final int SYNC_FILE_RANGE_WRITE = 2;
    /** Wait for the writes started. */
    public static final int SYNC_FILE_RANGE_WAIT_AFTER = 4;

    // close_range(2)

    /** Unshare the descriptor table first. */
    public static final int CLOSE_RANGE_UNSHARE = 0x2;
    /** Set close-on-exec rather than close. */
    public static final int CLOSE_RANGE_CLOEXEC = 0x4;

    private Fcntl() {}
}
