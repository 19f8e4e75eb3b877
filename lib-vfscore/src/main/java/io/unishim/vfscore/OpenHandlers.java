package io.unishim.vfscore;

import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.CLOSE_RANGE_CLOEXEC;
import static io.unishim.abi.Fcntl.CLOSE_RANGE_UNSHARE;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_TMPFILE;
import static io.unishim.abi.Fcntl.O_TRUNC;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.Fcntl.RESOLVE_BENEATH;
import static io.unishim.abi.Fcntl.RESOLVE_CACHED;
import static io.unishim.abi.Fcntl.RESOLVE_IN_ROOT;
import static io.unishim.abi.Fcntl.RESOLVE_NO_MAGICLINKS;
import static io.unishim.abi.Fcntl.RESOLVE_NO_SYMLINKS;
import static io.unishim.abi.Fcntl.RESOLVE_NO_XDEV;

import io.unishim.call.Support;
import io.unishim.call.SupportLevel;
import io.unishim.file.Descriptors;
import io.unishim.linux.OpenCalls;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;
import io.unishim.vfscore.fd.DescriptorTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Making descriptors for files, and closing them. */
final class OpenHandlers implements OpenCalls {
    private static final int PERMISSION_BITS = 07777;
    private static final int TMPFILE = O_TMPFILE & ~O_DIRECTORY;
    private static final int HOW_SIZE = 24;
    private static final int LARGEST_HOW = 4096;
    private static final long RESOLVE_KNOWN = RESOLVE_NO_XDEV
            | RESOLVE_NO_MAGICLINKS
            | RESOLVE_NO_SYMLINKS
            | RESOLVE_BENEATH
            | RESOLVE_IN_ROOT
            | RESOLVE_CACHED;

    private final MemoryFiles memoryFiles;

    OpenHandlers(MemoryFiles memoryFiles) {
        this.memoryFiles = memoryFiles;
    }

    @Override
    @Support(SupportLevel.FULL)
    public long open(Task task, UserString pathname, int flags, int mode) {
        return openat(task, AT_FDCWD, pathname, flags, mode);
    }

    @Override
    @Support(SupportLevel.FULL)
    public long openat(Task task, int dirfd, UserString pathname, int flags, int mode) {
        int checked = OpenFlags.check(OpenFlags.lenient(flags));
        return checked < 0 ? checked : Opening.open(task, dirfd, pathname, checked, mode & PERMISSION_BITS, 0);
    }

    @Override
    @Support(value = SupportLevel.PARTIAL, note = "RESOLVE_CACHED always answers EAGAIN")
    public long openat2(Task task, int dirfd, UserString pathname, UserBuffer how) {
        if (how.length() < HOW_SIZE) {
            return -EINVAL;
        }
        if (how.length() > LARGEST_HOW) {
            return -E2BIG;
        }
        byte[] bytes = new byte[(int) how.length()];
        if (how.get(0, bytes, 0, bytes.length) < bytes.length) {
            return -EFAULT;
        }
        for (int i = HOW_SIZE; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return -E2BIG;
            }
        }
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return openat2(task, dirfd, pathname, words.getLong(0), words.getLong(8), words.getLong(16));
    }

    private static long openat2(Task task, int dirfd, UserString pathname, long flags, long mode, long resolve) {
        if ((flags & ~OpenFlags.VALID) != 0 || (resolve & ~RESOLVE_KNOWN) != 0) {
            return -EINVAL;
        }
        boolean creates = (flags & (O_CREAT | TMPFILE)) != 0;
        if (creates ? (mode & ~PERMISSION_BITS) != 0 : mode != 0) {
            return -EINVAL;
        }
        if ((resolve & RESOLVE_BENEATH) != 0 && (resolve & RESOLVE_IN_ROOT) != 0) {
            return -EINVAL;
        }
        int checked = OpenFlags.check((int) flags);
        if (checked < 0) {
            return checked;
        }
        if ((resolve & RESOLVE_CACHED) != 0) {
            return -EAGAIN;
        }
        return Opening.open(task, dirfd, pathname, checked, (int) mode, (int) resolve);
    }

    @Override
    @Support(SupportLevel.FULL)
    public long creat(Task task, UserString pathname, int mode) {
        return openat(task, AT_FDCWD, pathname, O_CREAT | O_WRONLY | O_TRUNC, mode);
    }

    @Override
    @Support(SupportLevel.FULL)
    public long close(Task task, int fd) {
        Descriptors table = task.process().stateOrNull(Descriptors.KEY);
        return table == null ? -EBADF : table.close(task, fd);
    }

    @Override
    @Support(SupportLevel.FULL)
    public long close_range(Task task, int first, int last, int flags) {
        if ((flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC)) != 0 || Integer.compareUnsigned(first, last) > 0) {
            return -EINVAL;
        }
        DescriptorTable table = DescriptorTable.of(task);
        if ((flags & CLOSE_RANGE_UNSHARE) != 0 && table.shared()) {
            task.process().put(Descriptors.KEY, table.copy());
            table.leave(task);
            table = DescriptorTable.of(task);
        }
        if (first < 0) {
            return 0; // above every number that can be open
        }
        int end = last < 0 ? Integer.MAX_VALUE : last;
        if ((flags & CLOSE_RANGE_CLOEXEC) != 0) {
            table.closeOnExecRange(first, end);
        } else {
            table.closeRange(task, first, end);
        }
        return 0;
    }

    @Override
    @Support(value = SupportLevel.PARTIAL, note = "MFD_HUGETLB answers EINVAL")
    public long memfd_create(Task task, UserString name, int flags) {
        return memoryFiles.create(task, name, flags);
    }
}
