package io.unishim.vfscore.proc;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Ioctls.NS_GET_NSTYPE;
import static io.unishim.abi.Ioctls.NS_GET_OWNER_UID;
import static io.unishim.abi.Ioctls.NS_GET_PARENT;
import static io.unishim.abi.Ioctls.NS_GET_USERNS;
import static io.unishim.abi.Sched.CLONE_NEWCGROUP;
import static io.unishim.abi.Sched.CLONE_NEWIPC;
import static io.unishim.abi.Sched.CLONE_NEWNET;
import static io.unishim.abi.Sched.CLONE_NEWNS;
import static io.unishim.abi.Sched.CLONE_NEWPID;
import static io.unishim.abi.Sched.CLONE_NEWTIME;
import static io.unishim.abi.Sched.CLONE_NEWUSER;
import static io.unishim.abi.Sched.CLONE_NEWUTS;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.pseudo.PseudoInode;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;
import java.util.Locale;

/** /proc/PID/ns: the namespaces of a process, which are those that all have (man 7 namespaces). */
final class NamespaceDirectory extends PseudoDirectory {
    private enum Kind {
        // With the numbers that the first ones have in the kernel (include/uapi/linux/nsfs.h).
        CGROUP("cgroup", 0xEFFFFFFBL, CLONE_NEWCGROUP),
        IPC("ipc", 0xEFFFFFFFL, CLONE_NEWIPC),
        MNT("mnt", 0xEFFFFFF8L, CLONE_NEWNS),
        NET("net", 0xEFFFFFF9L, CLONE_NEWNET),
        PID("pid", 0xEFFFFFFCL, CLONE_NEWPID),
        PID_FOR_CHILDREN("pid", 0xEFFFFFFCL, CLONE_NEWPID),
        TIME("time", 0xEFFFFFFAL, CLONE_NEWTIME),
        TIME_FOR_CHILDREN("time", 0xEFFFFFFAL, CLONE_NEWTIME),
        USER("user", 0xEFFFFFFDL, CLONE_NEWUSER),
        UTS("uts", 0xEFFFFFFEL, CLONE_NEWUTS);

        private final String type;
        private final long number;
        private final int clone;

        Kind(String type, long number, int clone) {
            this.type = type;
            this.number = number;
            this.clone = clone;
        }

        String text() {
            return type + ":[" + number + "]";
        }
    }

    NamespaceDirectory(PseudoFs proc, Process process, VfsMount detached) {
        super(proc, 0511);
        for (Kind each : Kind.values()) {
            add(each.name().toLowerCase(Locale.ROOT), new NamespaceLink(proc, process, each, detached));
        }
    }

    private static final class NamespaceLink extends InspectedLink {
        private final Kind kind;
        private final VfsMount detached;

        NamespaceLink(PseudoFs proc, Process process, Kind kind, VfsMount detached) {
            super(proc, process, 0777, reader -> kind.text());
            this.kind = kind;
            this.detached = detached;
        }

        @Override
        long lead(Task task, Found found) {
            found.path = new VfsPath(detached, new Namespace(pseudoFs(), kind));
            return 0;
        }
    }

    /** A namespace as an inode of its own, of which nothing can be read. */
    private static final class Namespace extends PseudoInode {
        final Kind kind;

        Namespace(PseudoFs proc, Kind kind) {
            super(proc, S_IFREG | 0444);
            this.kind = kind;
        }

        PseudoFs proc() {
            return pseudoFs();
        }

        @Override
        public long number() {
            return kind.number;
        }

        @Override
        public long open(Task task, VfsPath path, int flags, Found found) {
            return found.file(new Open(path, this));
        }
    }

    /** An open namespace: it answers what {@code ioctl_nsfs(2)} asks. */
    private static final class Open extends InodeFile {
        private final Namespace namespace;

        Open(VfsPath path, Namespace namespace) {
            super(path);
            this.namespace = namespace;
        }

        @Override
        public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
            boolean users = namespace.kind == Kind.USER;
            return switch (request) {
                case NS_GET_NSTYPE -> namespace.kind.clone;
                case NS_GET_USERNS -> users ? -EPERM : openUsers(task);
                case NS_GET_PARENT -> users || namespace.kind.type.equals("pid") ? -EPERM : -EINVAL;
                case NS_GET_OWNER_UID -> users ? tellOwner(task, argument) : -EINVAL;
                default -> -ENOTTY;
            };
        }

        private static long tellOwner(Task task, long address) {
            task.memory().putInt(address, 0);
            return 0;
        }

        private long openUsers(Task task) {
            Namespace users = new Namespace(namespace.proc(), Kind.USER);
            Open opened = new Open(new VfsPath(path().mount(), users), users);
            return task.process().state(Descriptors.KEY).install(new OpenFileDescription(opened, O_RDONLY), 0, true);
        }
    }
}
