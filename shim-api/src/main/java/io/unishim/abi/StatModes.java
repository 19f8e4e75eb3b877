package io.unishim.abi;

/** File types, permissions and the flags of {@code statx(2)}. See {@code inode(7)}. */
public final class StatModes {
    // File type, in st_mode

    /** The bits that hold the type. */
    public static final int S_IFMT = 0170000;
    /** Socket. */
    public static final int S_IFSOCK = 0140000;
    /** Symbolic link. */
    public static final int S_IFLNK = 0120000;
    /** Regular file. */
    public static final int S_IFREG = 0100000;
    /** Block device. */
    public static final int S_IFBLK = 060000;
    /** Directory. */
    public static final int S_IFDIR = 040000;
    /** Character device. */
    public static final int S_IFCHR = 020000;
    /** FIFO or pipe. */
    public static final int S_IFIFO = 010000;

    // Permissions, in st_mode

    /** Set user id on execution. */
    public static final int S_ISUID = 04000;
    /** Set group id on execution; on a directory, new files inherit its group. */
    public static final int S_ISGID = 02000;
    /** Sticky: in such a directory only the owner removes a file. */
    public static final int S_ISVTX = 01000;
    /** The owner's three bits. */
    public static final int S_IRWXU = 0700;
    /** The owner reads. */
    public static final int S_IRUSR = 0400;
    /** The owner writes. */
    public static final int S_IWUSR = 0200;
    /** The owner executes. */
    public static final int S_IXUSR = 0100;
    /** The group's three bits. */
    public static final int S_IRWXG = 070;
    /** The group reads. */
    public static final int S_IRGRP = 040;
    /** The group writes. */
    public static final int S_IWGRP = 020;
    /** The group executes. */
    public static final int S_IXGRP = 010;
    /** The others' three bits. */
    public static final int S_IRWXO = 07;
    /** Others read. */
    public static final int S_IROTH = 04;
    /** Others write. */
    public static final int S_IWOTH = 02;
    /** Others execute. */
    public static final int S_IXOTH = 01;

    // statx(2): stx_mask, which fields

    /** The type in stx_mode. */
    public static final int STATX_TYPE = 0x1;
    /** The permissions in stx_mode. */
    public static final int STATX_MODE = 0x2;
    /** stx_nlink. */
    public static final int STATX_NLINK = 0x4;
    /** stx_uid. */
    public static final int STATX_UID = 0x8;
    /** stx_gid. */
    public static final int STATX_GID = 0x10;
    /** stx_atime. */
    public static final int STATX_ATIME = 0x20;
    /** stx_mtime. */
    public static final int STATX_MTIME = 0x40;
    /** stx_ctime. */
    public static final int STATX_CTIME = 0x80;
    /** stx_ino. */
    public static final int STATX_INO = 0x100;
    /** stx_size. */
    public static final int STATX_SIZE = 0x200;
    /** stx_blocks. */
    public static final int STATX_BLOCKS = 0x400;
    /** All that stat knows. */
    public static final int STATX_BASIC_STATS = 0x7ff;
    /** stx_btime. */
    public static final int STATX_BTIME = 0x800;
    /** {@link #STATX_BASIC_STATS} and {@link #STATX_BTIME}; it has stopped growing. */
    public static final int STATX_ALL = 0xfff;
    /** stx_mnt_id. */
    public static final int STATX_MNT_ID = 0x1000;
    /** stx_dio_mem_align and stx_dio_offset_align. */
    public static final int STATX_DIOALIGN = 0x2000;
    /** stx_mnt_id, in the form that is never used twice (Linux 6.8). */
    public static final int STATX_MNT_ID_UNIQUE = 0x4000;
    /** stx_subvol (Linux 6.10). */
    public static final int STATX_SUBVOL = 0x8000;
    /** stx_atomic_write_unit_min and its neighbours (Linux 6.11). */
    public static final int STATX_WRITE_ATOMIC = 0x10000;
    /** stx_dio_read_offset_align (Linux 6.14). */
    public static final int STATX_DIO_READ_ALIGN = 0x20000;
    /** Reserved: {@code EINVAL}. */
    public static final int STATX__RESERVED = 0x80000000;

    // statx(2): stx_attributes

    /** Compressed by the file system. */
    public static final int STATX_ATTR_COMPRESSED = 0x4;
    /** Cannot be changed. */
    public static final int STATX_ATTR_IMMUTABLE = 0x10;
    /** Can only be appended to. */
    public static final int STATX_ATTR_APPEND = 0x20;
    /** Left out of backups. */
    public static final int STATX_ATTR_NODUMP = 0x40;
    /** Needs a key. */
    public static final int STATX_ATTR_ENCRYPTED = 0x800;
    /** An automount point. */
    public static final int STATX_ATTR_AUTOMOUNT = 0x1000;
    /** The root of a mount. */
    public static final int STATX_ATTR_MOUNT_ROOT = 0x2000;
    /** Protected by fs-verity. */
    public static final int STATX_ATTR_VERITY = 0x100000;
    /** Mapped without the page cache. */
    public static final int STATX_ATTR_DAX = 0x200000;
    /** Can write atomically (Linux 6.11). */
    public static final int STATX_ATTR_WRITE_ATOMIC = 0x400000;

    // utimensat(2): tv_nsec

    /** The present time. */
    public static final int UTIME_NOW = 1073741823;
    /** Leave the time as it is. */
    public static final int UTIME_OMIT = 1073741822;

    private StatModes() {}
}
