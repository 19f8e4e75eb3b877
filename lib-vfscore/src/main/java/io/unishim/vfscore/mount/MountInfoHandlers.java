package io.unishim.vfscore.mount;

import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EOVERFLOW;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Mounts.LISTMOUNT_REVERSE;
import static io.unishim.abi.Mounts.LSMT_ROOT;
import static io.unishim.abi.Mounts.MNT_ID_REQ_SIZE_VER0;
import static io.unishim.abi.Mounts.MNT_ID_REQ_SIZE_VER1;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.linux.MountInfoCalls;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserMemory;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.FsContext;
import io.unishim.vfscore.tree.MountTable;
import io.unishim.vfscore.tree.PathText;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Serves {@link MountInfoCalls}. */
final class MountInfoHandlers implements MountInfoCalls {
    /** The number of the one mount namespace: that of Linux's first one. */
    static final long NAMESPACE = 8;

    private static final String NOTE = "one mount namespace";
    private static final int PAGE = 4096;
    private static final int MOST = 1_000_000;

    /** The kernel's MNT_UNIQUE_ID_OFFSET: the first unique number is the next one. */
    private static final long BELOW_ALL = 1L << 31;

    private final MountTable mounts;

    MountInfoHandlers(MountTable mounts) {
        this.mounts = mounts;
    }

    /**
     * {@code struct mnt_id_req}.
     *
     * @param mount the unique number of a mount
     * @param parameter what to tell, or where to go on
     */
    private record Request(long mount, long parameter) {}

    private interface Then {
        long answer(Request request);
    }

    /** Reads a request (the kernel's copy_mnt_id_req), and goes on if it means the namespace that there is. */
    private static long read(Task task, long address, Then then) {
        UserMemory memory = task.memory();
        int size = memory.getInt(address);
        if (size < 0 || size > PAGE) {
            return -E2BIG;
        }
        if (size < MNT_ID_REQ_SIZE_VER0) {
            return -EINVAL;
        }
        byte[] given = new byte[size];
        memory.readFully(address, given);
        byte[] bytes = Arrays.copyOf(given, Math.max(size, MNT_ID_REQ_SIZE_VER1));
        for (int i = MNT_ID_REQ_SIZE_VER1; i < size; i++) {
            if (bytes[i] != 0) {
                return -E2BIG;
            }
        }
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int descriptor = words.getInt(4);
        Request request = new Request(words.getLong(8), words.getLong(16));
        long namespace = words.getLong(24);
        if (Long.compareUnsigned(request.mount, BELOW_ALL) <= 0 || descriptor != 0 && namespace != 0) {
            return -EINVAL;
        }
        if (descriptor != 0) {
            return Rights.open(task, descriptor) == null ? -EBADF : -EINVAL; // there are no descriptors of namespaces
        }
        return namespace != 0 && namespace != NAMESPACE ? -ENOENT : then.answer(request);
    }

    private static VfsPath root(Task task) {
        return Objects.requireNonNull(FsContext.of(task)).root();
    }

    /** @return where a mount is below a place, as bytes; or null if it is not */
    private static byte @Nullable [] pathBelow(VfsPath place, VfsMount mount) {
        return PathText.bytes(new VfsPath(mount, mount.root()), place);
    }

    private @Nullable VfsMount find(long uniqueId) {
        for (VfsMount each : mounts.all()) {
            if (each.uniqueId() == uniqueId) {
                return each;
            }
        }
        return null;
    }

    @Override
    @Support(value = PARTIAL, note = NOTE)
    public long statmount(Task task, long req, UserBuffer buf, int flags) {
        return flags != 0 ? -EINVAL : read(task, req, request -> tell(task, request, buf));
    }

    private long tell(Task task, Request request, UserBuffer buffer) {
        if (Statmount.wantsStrings(request.parameter) && buffer.length() == Statmount.SIZE) {
            return -EOVERFLOW;
        }
        VfsMount mount = find(request.mount);
        if (mount == null) {
            return -ENOENT;
        }
        byte[] path = pathBelow(root(task), mount);
        if (path == null && !Rights.mayMount(task)) {
            return -EPERM;
        }
        Statmount told = new Statmount(request.parameter, buffer.length());
        return told.tell(mount, path, mounts.dominating(mount, root(task))) ? told.copyTo(buffer) : -EOVERFLOW;
    }

    @Override
    @Support(value = PARTIAL, note = NOTE)
    public long listmount(Task task, long req, long mnt_ids, long nr_mnt_ids, int flags) {
        if ((flags & ~LISTMOUNT_REVERSE) != 0) {
            return -EINVAL;
        }
        if (Long.compareUnsigned(nr_mnt_ids, MOST) > 0) {
            return -EOVERFLOW;
        }
        boolean reverse = flags != 0;
        return read(task, req, request -> list(task, request, mnt_ids, (int) nr_mnt_ids, reverse));
    }

    private long list(Task task, Request request, long target, int most, boolean reverse) {
        long last = request.parameter;
        if (last != 0 && Long.compareUnsigned(last, BELOW_ALL) <= 0) {
            return -EINVAL;
        }
        VfsPath top = root(task);
        if (request.mount != LSMT_ROOT) {
            VfsMount mount = find(request.mount);
            if (mount == null) {
                return -ENOENT;
            }
            if (pathBelow(top, mount) == null && !Rights.mayMount(task)) {
                return -EPERM;
            }
            top = new VfsPath(mount, mount.root());
        }
        List<VfsMount> all = new ArrayList<>(mounts.all());
        if (reverse) {
            Collections.reverse(all);
        }
        int count = 0;
        for (VfsMount each : all) {
            long id = each.uniqueId();
            int order = Long.compareUnsigned(id, last);
            boolean comes = last == 0 || (reverse ? order < 0 : order > 0);
            if (comes && count < most && id != request.mount && pathBelow(top, each) != null) {
                task.memory().putLong(target + 8L * count++, id);
            }
        }
        return count;
    }
}
