package io.unishim.vfscore.mount;

import static io.unishim.abi.Mounts.MS_DIRSYNC;
import static io.unishim.abi.Mounts.MS_LAZYTIME;
import static io.unishim.abi.Mounts.MS_RDONLY;
import static io.unishim.abi.Mounts.MS_SYNCHRONOUS;
import static io.unishim.abi.Mounts.STATMOUNT_FS_SUBTYPE;
import static io.unishim.abi.Mounts.STATMOUNT_FS_TYPE;
import static io.unishim.abi.Mounts.STATMOUNT_MNT_BASIC;
import static io.unishim.abi.Mounts.STATMOUNT_MNT_GIDMAP;
import static io.unishim.abi.Mounts.STATMOUNT_MNT_NS_ID;
import static io.unishim.abi.Mounts.STATMOUNT_MNT_OPTS;
import static io.unishim.abi.Mounts.STATMOUNT_MNT_POINT;
import static io.unishim.abi.Mounts.STATMOUNT_MNT_ROOT;
import static io.unishim.abi.Mounts.STATMOUNT_MNT_UIDMAP;
import static io.unishim.abi.Mounts.STATMOUNT_OPT_ARRAY;
import static io.unishim.abi.Mounts.STATMOUNT_OPT_SEC_ARRAY;
import static io.unishim.abi.Mounts.STATMOUNT_PROPAGATE_FROM;
import static io.unishim.abi.Mounts.STATMOUNT_SB_BASIC;
import static io.unishim.abi.Mounts.STATMOUNT_SB_SOURCE;
import static io.unishim.abi.Mounts.STATMOUNT_SUPPORTED_MASK;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.PathText;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A {@code struct statmount} that is being filled in, and the strings behind it (the kernel's do_statmount). */
final class Statmount {
    /** Of the structure without the strings. */
    static final int SIZE = 512;

    private static final int STRINGS = STATMOUNT_MNT_ROOT
            | STATMOUNT_MNT_POINT
            | STATMOUNT_FS_TYPE
            | STATMOUNT_MNT_OPTS
            | STATMOUNT_FS_SUBTYPE
            | STATMOUNT_SB_SOURCE
            | STATMOUNT_OPT_ARRAY
            | STATMOUNT_OPT_SEC_ARRAY
            | STATMOUNT_MNT_UIDMAP
            | STATMOUNT_MNT_GIDMAP;
    private static final int SUPPORTED = STRINGS
            | STATMOUNT_SB_BASIC
            | STATMOUNT_MNT_BASIC
            | STATMOUNT_PROPAGATE_FROM
            | STATMOUNT_MNT_NS_ID
            | STATMOUNT_SUPPORTED_MASK;
    private static final int SHOWN = MS_RDONLY | MS_SYNCHRONOUS | MS_DIRSYNC | MS_LAZYTIME;

    private final ByteBuffer told = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final long wanted;
    private final long room;
    private boolean overflows;
    private long mask;

    /**
     * @param wanted STATMOUNT_*
     * @param room bytes, for structure and strings
     */
    Statmount(long wanted, long room) {
        this.wanted = wanted;
        this.room = room;
    }

    static boolean wantsStrings(long wanted) {
        return (wanted & STRINGS) != 0;
    }

    private boolean wants(int what) {
        return (wanted & what) != 0;
    }

    /**
     * Fills it in.
     *
     * @param path where the mount is below the reader's root, or null
     * @param from the group that it receives from, as far as the reader may know
     * @return whether there is room for all
     */
    boolean tell(VfsMount mount, byte @Nullable [] path, int from) {
        FileSystem what = mount.fileSystem();
        if (wants(STATMOUNT_SB_BASIC)) {
            mask |= STATMOUNT_SB_BASIC;
            told.putInt(16, (int) (what.device() >> 8 & 0xfff)).putInt(20, (int) (what.device() & 0xff));
            told.putLong(24, what.statfs().type()).putInt(32, what.flags() & SHOWN);
        }
        if (wants(STATMOUNT_MNT_BASIC)) {
            tellOfMount(mount);
        }
        if (wants(STATMOUNT_PROPAGATE_FROM)) {
            mask |= STATMOUNT_PROPAGATE_FROM;
            told.putLong(96, from);
        }
        if (wantsStrings(wanted)) {
            strings.write(0); // what is not told begins here
        }
        String options = what.options();
        byte[] own = options.isEmpty() ? null : options.substring(1).getBytes(UTF_8);
        string(STATMOUNT_FS_TYPE, 36, what.type().getBytes(UTF_8));
        string(STATMOUNT_MNT_ROOT, 104, PathText.inFileSystem(mount.root()).getBytes(UTF_8));
        string(STATMOUNT_MNT_POINT, 108, path);
        string(STATMOUNT_MNT_OPTS, 4, own);
        array(own);
        string(STATMOUNT_SB_SOURCE, 124, mount.source().getBytes(UTF_8));
        if (wants(STATMOUNT_MNT_NS_ID)) {
            mask |= STATMOUNT_MNT_NS_ID;
            told.putLong(112, MountInfoHandlers.NAMESPACE);
        }
        if (wants(STATMOUNT_SUPPORTED_MASK)) {
            mask |= STATMOUNT_SUPPORTED_MASK;
            told.putLong(144, SUPPORTED);
        }
        return !overflows;
    }

    private void tellOfMount(VfsMount mount) {
        mask |= STATMOUNT_MNT_BASIC;
        VfsPath point = mount.point();
        VfsMount parent = point == null ? mount : point.mount();
        told.putLong(40, mount.uniqueId()).putLong(48, parent.uniqueId());
        told.putInt(56, mount.id()).putInt(60, parent.id());
        told.putLong(64, Attributes.of(mount)).putLong(72, mount.propagationFlags());
        told.putLong(80, mount.peerGroup()).putLong(88, mount.masterGroup());
    }

    /** Options between NULs instead of commas, and how many. */
    private void array(byte @Nullable [] options) {
        if (wants(STATMOUNT_OPT_ARRAY) && options != null) {
            byte[] each = options.clone();
            int count = 1;
            for (int i = 0; i < each.length; i++) {
                if (each[i] == ',') {
                    each[i] = 0;
                    count++;
                }
            }
            told.putInt(128, count);
            string(STATMOUNT_OPT_ARRAY, 132, each);
        }
    }

    private void string(int what, int offset, byte @Nullable [] text) {
        if (wants(what) && text != null && text.length > 0) {
            int start = strings.size();
            strings.writeBytes(text);
            overflows |= SIZE + strings.size() >= room;
            strings.write(0);
            told.putInt(offset, start);
            mask |= what;
        }
    }

    /** @return 0 */
    long copyTo(UserBuffer buffer) {
        byte[] behind = strings.toByteArray();
        int first = (int) Math.min(SIZE, room);
        told.putLong(8, mask).putInt(0, first + behind.length);
        boolean copied = behind.length == 0 || buffer.put(SIZE, behind, 0, behind.length) == behind.length;
        if (!copied || buffer.put(0, told.array(), 0, first) < first) {
            throw MemoryFault.FAULT;
        }
        return 0;
    }
}
