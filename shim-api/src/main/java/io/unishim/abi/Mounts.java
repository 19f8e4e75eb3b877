package io.unishim.abi;

/**
 * Mounting, and what {@code statfs(2)} says of a mount. See {@code mount(2)}, {@code umount2(2)},
 * {@code fsopen(2)}'s neighbours and {@code statfs(2)}. (The {@code MS_*} of msync are in {@link Mman}.)
 */
public final class Mounts {
    // mount(2)

    /** Read only. */
    public static final int MS_RDONLY = 0x1;
    /** Ignore set-id bits. */
    public static final int MS_NOSUID = 0x2;
    /** No devices. */
    public static final int MS_NODEV = 0x4;
    /** No execution. */
    public static final int MS_NOEXEC = 0x8;
    /** Write at once. */
    public static final int MS_SYNCHRONOUS = 0x10;
    /** Change a mount. */
    public static final int MS_REMOUNT = 0x20;
    /** Mandatory locks; no effect today. */
    public static final int MS_MANDLOCK = 0x40;
    /** Write directories at once. */
    public static final int MS_DIRSYNC = 0x80;
    /** Follow no symbolic link. */
    public static final int MS_NOSYMFOLLOW = 0x100;
    /** No access times. */
    public static final int MS_NOATIME = 0x400;
    /** No access times of directories. */
    public static final int MS_NODIRATIME = 0x800;
    /** Mount a directory elsewhere. */
    public static final int MS_BIND = 0x1000;
    /** Move a mount. */
    public static final int MS_MOVE = 0x2000;
    /** With all mounts below. */
    public static final int MS_REC = 0x4000;
    /** Say less in the log. */
    public static final int MS_SILENT = 0x8000;
    /** Access control lists. */
    public static final int MS_POSIXACL = 0x10000;
    /** Cannot be bound. */
    public static final int MS_UNBINDABLE = 0x20000;
    /** Passes on nothing. */
    public static final int MS_PRIVATE = 0x40000;
    /** Receives only. */
    public static final int MS_SLAVE = 0x80000;
    /** Passes on and receives. */
    public static final int MS_SHARED = 0x100000;
    /** Access times if older than the last change. */
    public static final int MS_RELATIME = 0x200000;
    /** All access times. */
    public static final int MS_STRICTATIME = 0x1000000;
    /** Times are kept in memory. */
    public static final int MS_LAZYTIME = 0x2000000;

    // umount2(2)

    /** By force. */
    public static final int MNT_FORCE = 0x1;
    /** Now from the tree, later for good. */
    public static final int MNT_DETACH = 0x2;
    /** Mark as expired. */
    public static final int MNT_EXPIRE = 0x4;
    /** Do not follow the last symbolic link. */
    public static final int UMOUNT_NOFOLLOW = 0x8;

    // statfs(2): f_flags

    /** Read only. */
    public static final int ST_RDONLY = 0x1;
    /** Set-id bits are ignored. */
    public static final int ST_NOSUID = 0x2;
    /** No devices. */
    public static final int ST_NODEV = 0x4;
    /** No execution. */
    public static final int ST_NOEXEC = 0x8;
    /** Writes at once. */
    public static final int ST_SYNCHRONOUS = 0x10;
    /** f_flags is filled in; the kernel sets it always, C libraries remove it. */
    public static final int ST_VALID = 0x20;
    /** Mandatory locks. */
    public static final int ST_MANDLOCK = 0x40;
    /** No access times. */
    public static final int ST_NOATIME = 0x400;
    /** No access times of directories. */
    public static final int ST_NODIRATIME = 0x800;
    /** Access times if older than the last change. */
    public static final int ST_RELATIME = 0x1000;
    /** Symbolic links are not followed. */
    public static final int ST_NOSYMFOLLOW = 0x2000;

    // statfs(2): f_type

    /** epoll, eventfd and their like. */
    public static final int ANON_INODE_FS_MAGIC = 0x9041934;
    /** binfmt_misc. */
    public static final int BINFMTFS_MAGIC = 0x42494e4d;
    /** Btrfs. */
    public static final int BTRFS_SUPER_MAGIC = 0x9123683e;
    /** Control groups, first version. */
    public static final int CGROUP_SUPER_MAGIC = 0x27e0eb;
    /** Control groups. */
    public static final int CGROUP2_SUPER_MAGIC = 0x63677270;
    /** debugfs. */
    public static final int DEBUGFS_MAGIC = 0x64626720;
    /** Pseudo-terminals. */
    public static final int DEVPTS_SUPER_MAGIC = 0x1cd1;
    /** ext2, ext3 and ext4. */
    public static final int EXT4_SUPER_MAGIC = 0xef53;
    /** FUSE. */
    public static final int FUSE_SUPER_MAGIC = 0x65735546;
    /** Huge pages. */
    public static final int HUGETLBFS_MAGIC = 0x958458f6;
    /** FAT. */
    public static final int MSDOS_SUPER_MAGIC = 0x4d44;
    /** NFS. */
    public static final int NFS_SUPER_MAGIC = 0x6969;
    /** Namespaces. */
    public static final int NSFS_MAGIC = 0x6e736673;
    /** Overlay. */
    public static final int OVERLAYFS_SUPER_MAGIC = 0x794c7630;
    /** Pipes. */
    public static final int PIPEFS_MAGIC = 0x50495045;
    /** /proc. */
    public static final int PROC_SUPER_MAGIC = 0x9fa0;
    /** ramfs. */
    public static final int RAMFS_MAGIC = 0x858458f6;
    /** securityfs. */
    public static final int SECURITYFS_MAGIC = 0x73636673;
    /** Sockets. */
    public static final int SOCKFS_MAGIC = 0x534f434b;
    /** /sys. */
    public static final int SYSFS_MAGIC = 0x62656572;
    /** tmpfs, memfds included. */
    public static final int TMPFS_MAGIC = 0x1021994;
    /** 9P. */
    public static final int V9FS_MAGIC = 0x1021997;
    /** XFS. */
    public static final int XFS_SUPER_MAGIC = 0x58465342;

    // open_tree(2), move_mount(2), fsopen(2), fsmount(2), mount_setattr(2)

    /** A copy. */
    public static final int OPEN_TREE_CLONE = 0x1;
    /** Close on exec. */
    public static final int OPEN_TREE_CLOEXEC = Fcntl.O_CLOEXEC;
    /** Follow symbolic links at the source. */
    public static final int MOVE_MOUNT_F_SYMLINKS = 0x1;
    /** Follow automounts at the source. */
    public static final int MOVE_MOUNT_F_AUTOMOUNTS = 0x2;
    /** The source may be an empty path. */
    public static final int MOVE_MOUNT_F_EMPTY_PATH = 0x4;
    /** Follow symbolic links at the target. */
    public static final int MOVE_MOUNT_T_SYMLINKS = 0x10;
    /** Follow automounts at the target. */
    public static final int MOVE_MOUNT_T_AUTOMOUNTS = 0x20;
    /** The target may be an empty path. */
    public static final int MOVE_MOUNT_T_EMPTY_PATH = 0x40;
    /** Pass the group on instead of moving. */
    public static final int MOVE_MOUNT_SET_GROUP = 0x100;
    /** Below what is mounted at the target. */
    public static final int MOVE_MOUNT_BENEATH = 0x200;
    /** Close on exec. */
    public static final int FSOPEN_CLOEXEC = 0x1;
    /** Close on exec. */
    public static final int FSPICK_CLOEXEC = 0x1;
    /** Do not follow the last symbolic link. */
    public static final int FSPICK_SYMLINK_NOFOLLOW = 0x2;
    /** Do not trigger automounts. */
    public static final int FSPICK_NO_AUTOMOUNT = 0x4;
    /** The path may be empty. */
    public static final int FSPICK_EMPTY_PATH = 0x8;
    /** Close on exec. */
    public static final int FSMOUNT_CLOEXEC = 0x1;
    /** An option without a value. */
    public static final int FSCONFIG_SET_FLAG = 0;
    /** An option with a string. */
    public static final int FSCONFIG_SET_STRING = 1;
    /** An option with bytes. */
    public static final int FSCONFIG_SET_BINARY = 2;
    /** An option with a path. */
    public static final int FSCONFIG_SET_PATH = 3;
    /** An option with a path that may be empty. */
    public static final int FSCONFIG_SET_PATH_EMPTY = 4;
    /** An option with a descriptor. */
    public static final int FSCONFIG_SET_FD = 5;
    /** Make it. */
    public static final int FSCONFIG_CMD_CREATE = 6;
    /** Change it. */
    public static final int FSCONFIG_CMD_RECONFIGURE = 7;
    /** Make it, and no existing one. */
    public static final int FSCONFIG_CMD_CREATE_EXCL = 8;
    /** Read only. */
    public static final int MOUNT_ATTR_RDONLY = 0x1;
    /** Ignore set-id bits. */
    public static final int MOUNT_ATTR_NOSUID = 0x2;
    /** No devices. */
    public static final int MOUNT_ATTR_NODEV = 0x4;
    /** No execution. */
    public static final int MOUNT_ATTR_NOEXEC = 0x8;
    /** The bits that say which access times. */
    public static final int MOUNT_ATTR__ATIME = 0x70;
    /** Access times if older than the last change. */
    public static final int MOUNT_ATTR_RELATIME = 0x0;
    /** No access times. */
    public static final int MOUNT_ATTR_NOATIME = 0x10;
    /** All access times. */
    public static final int MOUNT_ATTR_STRICTATIME = 0x20;
    /** No access times of directories. */
    public static final int MOUNT_ATTR_NODIRATIME = 0x80;
    /** Ids are mapped. */
    public static final int MOUNT_ATTR_IDMAP = 0x100000;
    /** Follow no symbolic link. */
    public static final int MOUNT_ATTR_NOSYMFOLLOW = 0x200000;
    /** The size of the first {@code struct mount_attr}. */
    public static final int MOUNT_ATTR_SIZE_VER0 = 32;

    // statmount(2), listmount(2)

    /** The size of the first {@code struct mnt_id_req}. */
    public static final int MNT_ID_REQ_SIZE_VER0 = 24;
    /** The size of the second {@code struct mnt_id_req}. */
    public static final int MNT_ID_REQ_SIZE_VER1 = 32;
    /** The caller's root, for listmount(2). */
    public static final long LSMT_ROOT = -1;
    /** The last ones first. */
    public static final int LISTMOUNT_REVERSE = 0x1;
    /** Device, magic number and flags of the file system. */
    public static final int STATMOUNT_SB_BASIC = 0x1;
    /** Numbers, attributes and propagation of the mount. */
    public static final int STATMOUNT_MNT_BASIC = 0x2;
    /** The group that it receives from. */
    public static final int STATMOUNT_PROPAGATE_FROM = 0x4;
    /** What of the file system is mounted. */
    public static final int STATMOUNT_MNT_ROOT = 0x8;
    /** Where. */
    public static final int STATMOUNT_MNT_POINT = 0x10;
    /** The type of the file system. */
    public static final int STATMOUNT_FS_TYPE = 0x20;
    /** The number of the mount namespace. */
    public static final int STATMOUNT_MNT_NS_ID = 0x40;
    /** The file system's own options. */
    public static final int STATMOUNT_MNT_OPTS = 0x80;
    /** What follows the type's dot. */
    public static final int STATMOUNT_FS_SUBTYPE = 0x100;
    /** The source. */
    public static final int STATMOUNT_SB_SOURCE = 0x200;
    /** The options, each with a NUL. */
    public static final int STATMOUNT_OPT_ARRAY = 0x400;
    /** The options of security modules, each with a NUL. */
    public static final int STATMOUNT_OPT_SEC_ARRAY = 0x800;
    /** What can be asked for. */
    public static final int STATMOUNT_SUPPORTED_MASK = 0x1000;
    /** How user ids are mapped. */
    public static final int STATMOUNT_MNT_UIDMAP = 0x2000;
    /** How group ids are mapped. */
    public static final int STATMOUNT_MNT_GIDMAP = 0x4000;

    private Mounts() {}
}
