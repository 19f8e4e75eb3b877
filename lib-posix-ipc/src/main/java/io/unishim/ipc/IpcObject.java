package io.unishim.ipc;

import static io.unishim.abi.Capabilities.CAP_IPC_OWNER;
import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Ipc.IPC_PRIVATE;

import io.unishim.struct.IpcPerm;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.util.concurrent.locks.ReentrantLock;

/** What all three kinds have: an id, a key, an owner, permissions (man 7 sysvipc, "Resource access permissions"). */
abstract class IpcObject {
    /** As many indexes as an id has room for; the rest of it tells apart what had one index in turn. */
    static final int INDEXES = 1 << 15;

    static final int READ = 0444;
    static final int WRITE = 0222;

    private static final int PERMISSIONS = 0777;
    private static final int NOBODY = -1;

    /** Holds all of the object together. */
    final ReentrantLock lock = new ReentrantLock();

    private final int cuid;
    private final int cgid;
    private int id;

    // Looked at without the lock by who looks for a key.
    private volatile int key;
    private volatile int uid;
    private volatile int gid;
    private volatile int mode;

    /** Whether nobody can find it any more. */
    private boolean removed;

    /** Seconds since 1970. */
    private long changed;

    IpcObject(Task maker, int key, int flags) {
        Credentials who = Credentials.of(maker);
        this.key = key;
        this.cuid = who.euid();
        this.cgid = who.egid();
        this.uid = cuid;
        this.gid = cgid;
        this.mode = flags & PERMISSIONS;
        this.changed = now(maker);
    }

    static long now(Task task) {
        return Math.floorDiv(task.shim().time().realtimeNanos(), 1_000_000_000L);
    }

    void id(int newId) {
        id = newId;
    }

    int id() {
        return id;
    }

    int index() {
        return id % INDEXES;
    }

    int key() {
        return key;
    }

    boolean removed() {
        return removed;
    }

    /** Whoever waits at it learns that it is gone. The lock is held. */
    void remove() {
        removed = true;
    }

    /** From now on no key finds it. */
    void makePrivate() {
        key = IPC_PRIVATE;
    }

    int mode() {
        return mode;
    }

    void mode(int newMode) {
        mode = newMode;
    }

    long changed() {
        return changed;
    }

    void changed(Task task) {
        changed = now(task);
    }

    IpcPerm perm() {
        return new IpcPerm(key, uid, gid, cuid, cgid, mode, (short) (id / INDEXES));
    }

    /** @param wanted permission bits of any class, of which one suffices. @return 0 or {@code -EACCES} */
    long permission(Task task, int wanted) {
        Credentials who = Credentials.of(task);
        int asked = wanted >> 6 | wanted >> 3 | wanted;
        int granted = mode;
        if (owns(who)) {
            granted >>= 6;
        } else if (who.inGroup(cgid) || who.inGroup(gid)) {
            granted >>= 3;
        }
        return (asked & ~granted & 07) == 0 || who.hasCapability(CAP_IPC_OWNER) ? 0 : -EACCES;
    }

    boolean owns(Credentials who) {
        return who.euid() == cuid || who.euid() == uid;
    }

    /** @return 0 or {@code -EPERM}: who may change and remove it */
    long control(Task task) {
        Credentials who = Credentials.of(task);
        return owns(who) || who.hasCapability(CAP_SYS_ADMIN) ? 0 : -EPERM;
    }

    /** IPC_SET. @return 0 or {@code -EINVAL} for an owner that cannot be */
    long set(Task task, IpcPerm wanted) {
        if (wanted.uid() == NOBODY || wanted.gid() == NOBODY) {
            return -EINVAL;
        }
        uid = wanted.uid();
        gid = wanted.gid();
        mode = mode & ~PERMISSIONS | wanted.mode() & PERMISSIONS;
        changed(task);
        return 0;
    }
}
