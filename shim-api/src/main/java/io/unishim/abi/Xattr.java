package io.unishim.abi;

/**
 * Extended attributes. See {@code xattr(7)} and {@code setxattr(2)}; their limits are in {@link Limits}.
 */
public final class Xattr {
    // setxattr(2)

    /** Fail with {@code EEXIST} if it exists. */
    public static final int XATTR_CREATE = 0x1;
    /** Fail with {@code ENODATA} if it does not. */
    public static final int XATTR_REPLACE = 0x2;

    // xattr(7): the name spaces, as prefixes of names

    /** Security modules. */
    public static final String XATTR_SECURITY_PREFIX = "security.";
    /** The kernel, such as access control lists. */
    public static final String XATTR_SYSTEM_PREFIX = "system.";
    /** Processes with {@code CAP_SYS_ADMIN}. */
    public static final String XATTR_TRUSTED_PREFIX = "trusted.";
    /** Everybody who may write the file. */
    public static final String XATTR_USER_PREFIX = "user.";

    // acl(5)

    /** Who besides owner, group and others may do what. */
    public static final String XATTR_NAME_POSIX_ACL_ACCESS = "system.posix_acl_access";
    /** What a directory gives to what is made in it. */
    public static final String XATTR_NAME_POSIX_ACL_DEFAULT = "system.posix_acl_default";

    private Xattr() {}
}
