package io.unishim.vfscore.mqueue;

import static io.unishim.abi.Capabilities.CAP_SYS_RESOURCE;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EMFILE;
import static io.unishim.abi.Errnos.ENOSPC;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Resource.RLIMIT_MSGQUEUE;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.linux.LimitCallsFamily;
import io.unishim.memory.UserRef;
import io.unishim.struct.MqAttr;
import io.unishim.struct.Rlimit;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.pseudo.PseudoInode;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.Vfs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The names of the queues: one directory, the same wherever it is mounted. */
final class MqueueFs extends PseudoFs {
    /** What an unprivileged user may ask for, and what holds if nobody asks: the defaults of /proc/sys/fs/mqueue. */
    private static final long MOST_MESSAGES = 10;

    private static final long MOST_BYTES = 8192;
    private static final int MOST_QUEUES = 256;

    /** What nobody may exceed (HARD_MSGMAX, HARD_MSGSIZEMAX). */
    private static final long HARD_MESSAGES = 65_536;

    private static final long HARD_BYTES = 16L << 20;

    /** What the kernel counts for a message besides its bytes. */
    private static final long OVERHEAD = 48;

    private static final long PRIORITIES = 32_768;
    private static final long MAGIC = 0x19800202;
    private static final MqAttr USUAL = new MqAttr(0, MOST_MESSAGES, MOST_BYTES, 0);

    private final Map<Long, MqueueNode> byOrder = new ConcurrentSkipListMap<>();
    private final Map<Integer, Long> bytesOfUsers = new ConcurrentHashMap<>();
    private final AtomicLong order = new AtomicLong();

    MqueueFs(Vfs vfs) {
        super(vfs, "mqueue", MAGIC, fileSystem -> new Root((MqueueFs) fileSystem));
    }

    private static final class Root extends PseudoDirectory {
        private static final int EVERYONE = 01777;

        private final MqueueFs queues;

        Root(MqueueFs queues) {
            super(queues, EVERYONE);
            this.queues = queues;
        }

        @Override
        protected @Nullable PseudoInode find(Task task, String name) {
            for (MqueueNode each : queues.byOrder.values()) {
                if (each.name().equals(name)) {
                    return each;
                }
            }
            return null;
        }

        @Override
        protected List<Transient> transients(Task task) {
            List<Transient> found = new ArrayList<>();
            queues.byOrder.forEach((at, node) -> found.add(new Transient(at, node.name(), S_IFREG, node.number())));
            return found;
        }

        @Override
        public long create(Task task, Name name, int mode, long device, Found found) {
            return (mode & S_IFMT) == S_IFREG ? queues.make(task, name, mode, USUAL, found) : -EPERM;
        }

        @Override
        public long unlink(Task task, Name name, Inode victim) {
            ((MqueueNode) victim).unlinked();
            return 0;
        }

        MqueueNode adopted(MqueueNode node) {
            return adopt(node.name(), node);
        }
    }

    static MqAttr usual() {
        return USUAL;
    }

    /** Makes a queue; the root's lock is held, and the name does not exist. */
    long make(Task task, Name name, int mode, MqAttr wanted, Found found) {
        Credentials who = Credentials.of(task);
        boolean trusted = who.hasCapability(CAP_SYS_RESOURCE);
        if (byOrder.size() >= MOST_QUEUES && !trusted) {
            return -ENOSPC;
        }
        if (wanted.maxmsg() <= 0
                || wanted.msgsize() <= 0
                || wanted.maxmsg() > (trusted ? HARD_MESSAGES : MOST_MESSAGES)
                || wanted.msgsize() > (trusted ? HARD_BYTES : MOST_BYTES)) {
            return -EINVAL;
        }
        long bytes = wanted.maxmsg() * (wanted.msgsize() + OVERHEAD) + Math.min(wanted.maxmsg(), PRIORITIES) * OVERHEAD;
        if (!take(task, who.uid(), bytes)) {
            return -EMFILE;
        }
        long at = order.getAndIncrement();
        String text = new String(name.copy(), StandardCharsets.UTF_8);
        Mqueue queue = new Mqueue(task.shim(), wanted);
        int uid = who.uid();
        MqueueNode node = new MqueueNode(
                this, text, mode, queue, who.fsuid(), who.fsgid(), () -> give(uid, bytes), () -> byOrder.remove(at));
        byOrder.put(at, ((Root) root()).adopted(node));
        return found.inode(node);
    }

    private boolean take(Task task, int uid, long bytes) {
        UserRef<Rlimit> limit = UserRef.room(Rlimit.LAYOUT);
        long told = task.shim().calls(LimitCallsFamily.FAMILY).getrlimit(task, RLIMIT_MSGQUEUE, limit);
        long most = told == 0 ? limit.get().soft() : -1;
        synchronized (bytesOfUsers) {
            long sum = bytesOfUsers.getOrDefault(uid, 0L) + bytes;
            if (Long.compareUnsigned(sum, most) > 0) {
                return false;
            }
            bytesOfUsers.put(uid, sum);
            return true;
        }
    }

    private void give(int uid, long bytes) {
        synchronized (bytesOfUsers) {
            bytesOfUsers.merge(uid, -bytes, Long::sum);
        }
    }
}
