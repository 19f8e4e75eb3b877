package io.unishim.vfscore.tree;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EOPNOTSUPP;

import io.unishim.task.Credentials;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An access control list (man 5 acl): who else than owner, group and others may do what. Never changed; its entries stand in
 * the order that the kernel wants.
 *
 * @param entries owner, named users, group, named groups, mask, others
 */
public record Acl(List<Entry> entries) {
    /** Who an entry is for, as the values of {@code system.posix_acl_access} say it. */
    private static final int USER_OBJ = 0x1;

    private static final int USER = 0x2;
    private static final int GROUP_OBJ = 0x4;
    private static final int GROUP = 0x8;
    private static final int MASK = 0x10;
    private static final int OTHER = 0x20;

    private static final int VERSION = 2;
    private static final int HEADER = 4;
    private static final int ENTRY = 8;
    private static final int NOBODY = -1;
    private static final int ALL = 07;

    /**
     * One line.
     *
     * @param tag USER_OBJ and its kin
     * @param permissions an or of R_OK, W_OK and X_OK
     * @param id of a named user or group, else -1
     */
    private record Entry(int tag, int permissions, int id) {
        boolean named() {
            return tag == USER || tag == GROUP;
        }

        Entry with(int newPermissions) {
            return new Entry(tag, newPermissions, id);
        }
    }

    /** An access control list, and the permission bits that go with it. */
    public record WithMode(@Nullable Acl acl, int mode) {}

    // From and to bytes.

    /** @return 0 if bytes may be a list; {@code -EINVAL}, {@code -EOPNOTSUPP} for another version */
    public static long readable(byte[] value) {
        if (value.length < HEADER) {
            return -EINVAL;
        }
        if (words(value).getInt(0) != VERSION) {
            return -EOPNOTSUPP;
        }
        return (value.length - HEADER) % ENTRY != 0 || !tagsKnown(value) ? -EINVAL : 0;
    }

    private static ByteBuffer words(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean tagsKnown(byte[] value) {
        for (Entry each : entries(value)) {
            boolean known = (each.tag & (USER_OBJ | USER | GROUP_OBJ | GROUP | MASK | OTHER)) == each.tag
                    && Integer.bitCount(each.tag) == 1;
            if (!known || each.named() && each.id == NOBODY) {
                return false;
            }
        }
        return true;
    }

    private static List<Entry> entries(byte[] value) {
        ByteBuffer words = words(value);
        List<Entry> all = new ArrayList<>();
        for (int at = HEADER; at < value.length; at += ENTRY) {
            int tag = Short.toUnsignedInt(words.getShort(at));
            boolean named = tag == USER || tag == GROUP;
            all.add(new Entry(tag, Short.toUnsignedInt(words.getShort(at + 2)), named ? words.getInt(at + 4) : NOBODY));
        }
        return all;
    }

    /** @return the list that {@link #readable} bytes hold, or null if it is empty: none */
    public static @Nullable Acl of(byte[] value) {
        List<Entry> all = entries(value);
        return all.isEmpty() ? null : new Acl(List.copyOf(all));
    }

    /** @return the value of the extended attribute */
    public byte[] bytes() {
        byte[] value = new byte[HEADER + ENTRY * entries.size()];
        ByteBuffer words = words(value).putInt(VERSION);
        entries.forEach(each -> words.putShort((short) each.tag)
                .putShort((short) each.permissions)
                .putInt(each.id));
        return value;
    }

    /** @return whether owner, group and others have one entry each, and a mask is there if somebody is named */
    public boolean valid() {
        int expected = USER_OBJ;
        boolean named = false;
        for (Entry each : entries) {
            if ((each.permissions & ~ALL) != 0 || (each.tag & expected) == 0) {
                return false;
            }
            named |= each.named();
            expected = switch (each.tag) {
                case USER_OBJ, USER -> USER | GROUP_OBJ;
                case GROUP_OBJ, GROUP -> GROUP | MASK | (named ? 0 : OTHER);
                case MASK -> OTHER;
                default -> 0;
            };
        }
        return expected == 0;
    }

    // What it allows.

    /** @return 0 or {@code -EACCES} for somebody who is not the owner, capabilities aside */
    long check(Credentials who, int gid, int wanted) {
        boolean inGroup = false;
        for (Entry each : entries) {
            switch (each.tag) {
                case USER -> {
                    if (each.id == who.fsuid()) {
                        return granted(each.permissions & mask(), wanted);
                    }
                }
                case GROUP_OBJ, GROUP -> {
                    if (who.inGroup(each.tag == GROUP ? each.id : gid)) {
                        inGroup = true;
                        if ((wanted & ~each.permissions) == 0) {
                            return granted(mask(), wanted);
                        }
                    }
                }
                case OTHER -> {
                    return inGroup ? -EACCES : granted(each.permissions, wanted);
                }
                default -> {}
            }
        }
        return -EACCES;
    }

    private static long granted(int permissions, int wanted) {
        return (wanted & ~permissions) == 0 ? 0 : -EACCES;
    }

    private int mask() {
        for (Entry each : entries) {
            if (each.tag == MASK) {
                return each.permissions;
            }
        }
        return ALL;
    }

    // Permission bits.

    private boolean masked() {
        return entries.stream().anyMatch(each -> each.tag == MASK);
    }

    /** @return the permission bits that say the same, and no list if they say all of it (the kernel's posix_acl_update_mode) */
    public WithMode intoMode(int mode) {
        int bits = mode & ~0777;
        boolean more = masked();
        for (Entry each : entries) {
            bits |= switch (each.tag) {
                case USER_OBJ -> each.permissions << 6;
                case GROUP_OBJ -> more ? 0 : each.permissions << 3;
                case MASK -> each.permissions << 3;
                case OTHER -> each.permissions;
                default -> 0;
            };
            more |= each.named();
        }
        return new WithMode(more ? this : null, bits);
    }

    /** @return the list after {@code chmod(2)} */
    public Acl withMode(int mode) {
        int group = masked() ? MASK : GROUP_OBJ;
        List<Entry> all = new ArrayList<>();
        for (Entry each : entries) {
            boolean ofGroup = each.tag == group;
            all.add(
                    each.tag == USER_OBJ
                            ? each.with(mode >> 6 & ALL)
                            : ofGroup ? each.with(mode >> 3 & ALL) : each.tag == OTHER ? each.with(mode & ALL) : each);
        }
        return new Acl(List.copyOf(all));
    }

    /**
     * Has something made below a directory that gives this list to what is made in it: the less of both (the kernel's
     * posix_acl_create_masq).
     *
     * @param mode as asked for, without regard of the umask
     * @return the list, or none if the permission bits say all of it; and the permission bits
     */
    public WithMode forNew(int mode) {
        int group = masked() ? MASK : GROUP_OBJ;
        List<Entry> all = new ArrayList<>();
        for (Entry each : entries) {
            int asked =
                    each.tag == USER_OBJ ? mode >> 6 : each.tag == OTHER ? mode : each.tag == group ? mode >> 3 : ALL;
            all.add(each.with(each.permissions & asked));
        }
        return new Acl(List.copyOf(all)).intoMode(mode);
    }
}
