package io.unishim.file;

import static io.unishim.abi.Capabilities.CAP_CHOWN;
import static io.unishim.abi.Capabilities.CAP_FOWNER;
import static io.unishim.abi.Errnos.EPERM;

import io.unishim.task.Credentials;
import io.unishim.task.Task;

/** Who owns an object that has no name, a pipe or a socket, and its permission bits: what {@code fstat(2)} shows of them. */
public final class Ownership {
    private static final int PERMISSIONS = 07777;

    private volatile int permissions;
    private volatile int uid;
    private volatile int gid;

    /**
     * Makes one for what a task makes.
     *
     * @param permissions of a new object
     * @param maker who owns it
     */
    public Ownership(int permissions, Task maker) {
        Credentials who = Credentials.of(maker);
        this.permissions = permissions;
        this.uid = who.fsuid();
        this.gid = who.fsgid();
    }

    /** Makes one. */
    public Ownership(int permissions, int uid, int gid) {
        this.permissions = permissions;
        this.uid = uid;
        this.gid = gid;
    }

    /** @return permission bits */
    public int permissions() {
        return permissions;
    }

    /** @return the owner */
    public int uid() {
        return uid;
    }

    /** @return the group */
    public int gid() {
        return gid;
    }

    /** Changes the permission bits. @return 0; {@code -EPERM} for who is neither the owner nor has CAP_FOWNER */
    public long change(Task task, int newPermissions) {
        Credentials who = Credentials.of(task);
        if (who.fsuid() != uid && !who.hasCapability(CAP_FOWNER)) {
            return -EPERM;
        }
        permissions = newPermissions & PERMISSIONS;
        return 0;
    }

    /** Changes owner and group; -1 keeps one. @return 0; {@code -EPERM} without CAP_CHOWN, but for what is so already */
    public long change(Task task, int newUid, int newGid) {
        Credentials who = Credentials.of(task);
        boolean owns = who.fsuid() == uid;
        boolean uidStays = newUid == -1 || owns && newUid == uid;
        boolean gidMay = newGid == -1 || owns && (newGid == gid || newGid == who.fsgid());
        if (!(uidStays && gidMay) && !who.hasCapability(CAP_CHOWN)) {
            return -EPERM;
        }
        uid = newUid == -1 ? uid : newUid;
        gid = newGid == -1 ? gid : newGid;
        return 0;
    }
}
