package io.unishim.vfscore;

import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Sched.CLONE_FILES;
import static io.unishim.abi.Sched.CLONE_FS;
import static io.unishim.abi.Sched.CLONE_NEWCGROUP;
import static io.unishim.abi.Sched.CLONE_NEWIPC;
import static io.unishim.abi.Sched.CLONE_NEWNET;
import static io.unishim.abi.Sched.CLONE_NEWNS;
import static io.unishim.abi.Sched.CLONE_NEWPID;
import static io.unishim.abi.Sched.CLONE_NEWTIME;
import static io.unishim.abi.Sched.CLONE_NEWUSER;
import static io.unishim.abi.Sched.CLONE_NEWUTS;
import static io.unishim.abi.Sched.CLONE_SIGHAND;
import static io.unishim.abi.Sched.CLONE_SYSVSEM;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CLONE_VM;

import io.unishim.file.Descriptors;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.fd.DescriptorTable;
import io.unishim.vfscore.tree.FsContext;

/** What processes share by {@code clone(2)}: tables of descriptors and directories (the kernel's ksys_unshare). */
final class Sharing {
    private static final long OF_THREADS = CLONE_THREAD | CLONE_SIGHAND | CLONE_VM;
    private static final long OF_FILES = CLONE_FS | CLONE_FILES;
    private static final long PRIVILEGED =
            CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWCGROUP | CLONE_NEWTIME;
    private static final long KNOWN = OF_THREADS | OF_FILES | CLONE_SYSVSEM | PRIVILEGED | CLONE_NEWUSER;

    private Sharing() {}

    static long end(Task task, long flags) {
        Process process = task.process();
        boolean threads = process.tasks().size() > 1;
        if ((flags & ~KNOWN) != 0 || threads && (flags & (OF_THREADS | OF_FILES | CLONE_NEWUSER)) != 0) {
            return -EINVAL;
        }
        if ((flags & (PRIVILEGED | CLONE_NEWUSER)) != 0) {
            boolean denied =
                    (flags & CLONE_NEWUSER) == 0 && !Credentials.of(task).hasCapability(CAP_SYS_ADMIN);
            return denied ? -EPERM : -EINVAL;
        }
        DescriptorTable table = DescriptorTable.of(task);
        if ((flags & CLONE_FILES) != 0) {
            leave(task, table);
        }
        if ((flags & CLONE_FS) != 0) {
            new FsContext(FsContext.of(task)).install(process);
        }
        return 0;
    }

    /** Gives a process that shares its table one of its own. */
    static void leave(Task task, DescriptorTable table) {
        if (table.shared()) {
            task.process().put(Descriptors.KEY, table.copy());
            table.leave(task);
        }
    }
}
