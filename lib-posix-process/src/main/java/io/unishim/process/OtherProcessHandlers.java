package io.unishim.process;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Kcmp.KCMP_EPOLL_TFD;
import static io.unishim.abi.Kcmp.KCMP_FILE;
import static io.unishim.abi.Kcmp.KCMP_FILES;
import static io.unishim.abi.Kcmp.KCMP_FS;
import static io.unishim.abi.Kcmp.KCMP_IO;
import static io.unishim.abi.Kcmp.KCMP_SIGHAND;
import static io.unishim.abi.Kcmp.KCMP_SYSVSEM;
import static io.unishim.abi.Kcmp.KCMP_VM;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.file.Places;
import io.unishim.file.Watching;
import io.unishim.linux.OtherProcessCalls;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Serves {@link OtherProcessCalls}. */
final class OtherProcessHandlers implements OtherProcessCalls {
    private static final int SLOT_SIZE = 12;

    @Override
    @Support(FULL)
    public long process_vm_readv(
            Task task, int pid, long local_iov, long liovcnt, long remote_iov, long riovcnt, long flags) {
        return copy(task, pid, local_iov, liovcnt, remote_iov, riovcnt, flags, false);
    }

    @Override
    @Support(FULL)
    public long process_vm_writev(
            Task task, int pid, long local_iov, long liovcnt, long remote_iov, long riovcnt, long flags) {
        return copy(task, pid, local_iov, liovcnt, remote_iov, riovcnt, flags, true);
    }

    /** In Linux's order: the local side is looked at first, and nothing to copy needs no process. */
    private static long copy(
            Task task,
            int pid,
            long localVector,
            long localCount,
            long remoteVector,
            long remoteCount,
            long flags,
            boolean writes) {
        if (flags != 0) {
            return -EINVAL;
        }
        Vectors local = Vectors.read(task, localVector, localCount);
        if (local == null) {
            return -EINVAL;
        }
        if (local.length() == 0) {
            return 0;
        }
        Vectors remote = Vectors.read(task, remoteVector, remoteCount);
        if (remote == null) {
            return -EINVAL;
        }
        if (remote.length() == 0) {
            return 0;
        }
        Task other = task.shim().tasks().task(pid);
        if (other == null) {
            return -ESRCH;
        }
        if (!Permissions.trace(task, other.process())) {
            return -EPERM;
        }
        return Vectors.copy(local, task.memory(), remote, other.memory(), writes);
    }

    @Override
    @Support(value = PARTIAL, note = "nobody has what KCMP_IO and KCMP_SYSVSEM compare, so all are" + " alike")
    public long kcmp(Task task, int pid1, int pid2, int type, long idx1, long idx2) {
        Task one = task.shim().tasks().task(pid1);
        Task other = task.shim().tasks().task(pid2);
        if (one == null || other == null) {
            return -ESRCH;
        }
        if (!Permissions.trace(task, one.process()) || !Permissions.trace(task, other.process())) {
            return -EPERM;
        }
        Process first = one.process();
        Process second = other.process();
        return switch (type) {
            case KCMP_FILE -> files(open(first, idx1), open(second, idx2));
            case KCMP_VM -> compare(first.memory(), second.memory());
            case KCMP_FILES -> compare(first.stateOrNull(Descriptors.KEY), second.stateOrNull(Descriptors.KEY));
            case KCMP_FS -> compare(first.stateOrNull(Places.KEY), second.stateOrNull(Places.KEY));
            case KCMP_SIGHAND -> compare(first, second);
            case KCMP_IO, KCMP_SYSVSEM -> 0;
            case KCMP_EPOLL_TFD -> watched(task, open(first, idx1), second, idx2);
            default -> -EINVAL;
        };
    }

    private static @Nullable OpenFileDescription open(Process process, long fd) {
        return (int) fd != fd ? null : Descriptors.get(process, (int) fd);
    }

    private static long files(@Nullable OpenFileDescription one, @Nullable OpenFileDescription other) {
        return one == null || other == null ? -EBADF : compare(one, other);
    }

    /** @param slot {@code struct kcmp_epoll_slot}: an epoll instance's descriptor, a number that it watches, which of these */
    private static long watched(Task task, @Nullable OpenFileDescription one, Process second, long slot) {
        byte[] bytes = new byte[SLOT_SIZE];
        task.memory().readFully(slot, bytes);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        OpenFileDescription instance = open(second, in.getInt(0));
        if (one == null || instance == null) {
            return -EBADF;
        }
        if (!(instance.file() instanceof Watching watching)) {
            return -EINVAL;
        }
        OpenFileDescription other = watching.watched(in.getInt(4), in.getInt(8));
        return other == null ? -ENOENT : compare(one, other);
    }

    /** Some order that lasts as long as the objects; two may by chance have none. */
    private static long compare(@Nullable Object one, @Nullable Object other) {
        if (one == other) {
            return 0;
        }
        int order = Integer.compare(System.identityHashCode(one), System.identityHashCode(other));
        return order == 0 ? 3 : order < 0 ? 1 : 2;
    }
}
