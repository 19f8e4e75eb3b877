package io.unishim.vfscore.mount;

import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Mounts.MOUNT_ATTR_IDMAP;
import static io.unishim.abi.Mounts.MOUNT_ATTR_NOATIME;
import static io.unishim.abi.Mounts.MOUNT_ATTR_NODEV;
import static io.unishim.abi.Mounts.MOUNT_ATTR_NODIRATIME;
import static io.unishim.abi.Mounts.MOUNT_ATTR_NOEXEC;
import static io.unishim.abi.Mounts.MOUNT_ATTR_NOSUID;
import static io.unishim.abi.Mounts.MOUNT_ATTR_NOSYMFOLLOW;
import static io.unishim.abi.Mounts.MOUNT_ATTR_RDONLY;
import static io.unishim.abi.Mounts.MOUNT_ATTR_RELATIME;
import static io.unishim.abi.Mounts.MOUNT_ATTR_SIZE_VER0;
import static io.unishim.abi.Mounts.MOUNT_ATTR_STRICTATIME;
import static io.unishim.abi.Mounts.MOUNT_ATTR__ATIME;
import static io.unishim.abi.Mounts.MS_PRIVATE;
import static io.unishim.abi.Mounts.MS_SHARED;
import static io.unishim.abi.Mounts.MS_SLAVE;
import static io.unishim.abi.Mounts.MS_UNBINDABLE;
import static io.unishim.abi.Mounts.ST_NOATIME;
import static io.unishim.abi.Mounts.ST_NODIRATIME;
import static io.unishim.abi.Mounts.ST_NOSYMFOLLOW;
import static io.unishim.abi.Mounts.ST_RELATIME;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.VfsMount;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A change of a mount's attributes, checked: the kernel's {@code struct mount_kattr}.
 *
 * @param clear ST_* to clear first
 * @param set ST_* to set then
 * @param propagation MS_SHARED or one of its kin, or 0
 */
record Attributes(int clear, int set, int propagation) {
    private static final int PROPAGATION = MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE;
    private static final int PAGE = 4096;

    /** What MOUNT_ATTR_* and ST_* say with the same bit. */
    private static final int SAME = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;

    /** What {@code fsmount(2)} knows. */
    private static final int VALID = SAME | MOUNT_ATTR__ATIME | MOUNT_ATTR_NODIRATIME | MOUNT_ATTR_NOSYMFOLLOW;

    /** Takes the change that was read. */
    interface Then {
        long change(Attributes attributes);
    }

    /**
     * Reads a {@code struct mount_attr} (the kernel's wants_mount_setattr).
     *
     * @param anew whether nobody has seen the mount yet, so that how ids are mapped may be forgotten
     * @return what {@code then} gives; 0 if there is nothing to change; or a negative errno
     */
    static long read(Task task, UserBuffer attributes, boolean anew, Then then) {
        long size = attributes.length();
        if (size < 0 || size > PAGE) {
            return -E2BIG;
        }
        if (size < MOUNT_ATTR_SIZE_VER0) {
            return -EINVAL;
        }
        if (!Rights.mayMount(task)) {
            return -EPERM;
        }
        byte[] bytes = new byte[(int) size];
        if (attributes.get(0, bytes, 0, bytes.length) < bytes.length) {
            throw MemoryFault.FAULT;
        }
        for (int i = MOUNT_ATTR_SIZE_VER0; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return -E2BIG;
            }
        }
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (words.getLong(0) == 0 && words.getLong(8) == 0 && words.getLong(16) == 0) {
            return 0;
        }
        Attributes checked = check(words.getLong(0), words.getLong(8), words.getLong(16));
        if (checked == null || !anew && (words.getLong(8) & MOUNT_ATTR_IDMAP) != 0) {
            return -EINVAL;
        }
        if ((words.getLong(0) & MOUNT_ATTR_IDMAP) != 0) {
            // There are no user namespaces, so that no descriptor is one.
            long namespace = words.getLong(24);
            boolean number = namespace >= 0 && namespace <= Integer.MAX_VALUE;
            return number && Rights.open(task, (int) namespace) == null ? -EBADF : -EINVAL;
        }
        return then.change(checked);
    }

    /** @return the change, or null: {@code -EINVAL} */
    private static @Nullable Attributes check(long set, long clear, long propagation) {
        if ((propagation & ~PROPAGATION) != 0
                || Long.bitCount(propagation) > 1
                || ((set | clear) & ~(VALID | MOUNT_ATTR_IDMAP)) != 0) {
            return null;
        }
        int cleared = ownFlags((int) clear);
        int now = ownFlags((int) set);
        if ((clear & MOUNT_ATTR__ATIME) == 0) {
            return (set & MOUNT_ATTR__ATIME) != 0 ? null : new Attributes(cleared, now, (int) propagation);
        }
        int time = accessTime((int) set);
        return (clear & MOUNT_ATTR__ATIME) != MOUNT_ATTR__ATIME || time < 0
                ? null
                : new Attributes(cleared | ST_RELATIME | ST_NOATIME, now | time, (int) propagation);
    }

    /** @return ST_* for MOUNT_ATTR_*, but for access times */
    private static int ownFlags(int attributes) {
        int own = attributes & SAME;
        own |= (attributes & MOUNT_ATTR_NODIRATIME) != 0 ? ST_NODIRATIME : 0;
        return own | ((attributes & MOUNT_ATTR_NOSYMFOLLOW) != 0 ? ST_NOSYMFOLLOW : 0);
    }

    private static int accessTime(int attributes) {
        return switch (attributes & MOUNT_ATTR__ATIME) {
            case MOUNT_ATTR_RELATIME -> ST_RELATIME;
            case MOUNT_ATTR_NOATIME -> ST_NOATIME;
            case MOUNT_ATTR_STRICTATIME -> 0;
            default -> -EINVAL;
        };
    }

    /** @return the flags of a new mount, ST_*, or {@code -EINVAL} for attributes that it cannot have */
    static int ofNew(int attributes) {
        int time = accessTime(attributes);
        return (attributes & ~VALID) != 0 || time < 0 ? -EINVAL : ownFlags(attributes) | time;
    }

    /** @return MOUNT_ATTR_* of a mount */
    static int of(VfsMount mount) {
        int flags = mount.flags();
        int time = (flags & ST_NOATIME) != 0
                ? MOUNT_ATTR_NOATIME
                : (flags & ST_RELATIME) != 0 ? MOUNT_ATTR_RELATIME : MOUNT_ATTR_STRICTATIME;
        int more = (flags & ST_NODIRATIME) != 0 ? MOUNT_ATTR_NODIRATIME : 0;
        more |= (flags & ST_NOSYMFOLLOW) != 0 ? MOUNT_ATTR_NOSYMFOLLOW : 0;
        return flags & SAME | time | more;
    }
}
