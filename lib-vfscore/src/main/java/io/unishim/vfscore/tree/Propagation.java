package io.unishim.vfscore.tree;

import static io.unishim.abi.Mounts.MS_PRIVATE;
import static io.unishim.abi.Mounts.MS_SHARED;
import static io.unishim.abi.Mounts.MS_SLAVE;
import static io.unishim.abi.Mounts.MS_UNBINDABLE;

/**
 * What a mount passes on to others and receives from them (man 7 mount_namespaces, "SHARED SUBTREES"). Groups are numbers:
 * the mounts of a group pass everything on to each other, and to those that have it as their master.
 */
final class Propagation {
    /** Its peer group, or 0: it passes nothing on. */
    int group;

    /** The group that it receives from, or 0. */
    int master;

    /** Whether it cannot be bound. */
    boolean unbindable;

    boolean shared() {
        return group != 0;
    }

    void set(int newGroup, int newMaster, boolean newUnbindable) {
        group = newGroup;
        master = newMaster;
        unbindable = newUnbindable;
    }

    /** @return MS_SHARED and its kin */
    int flags() {
        int flags = (shared() ? MS_SHARED : 0) | (master != 0 ? MS_SLAVE : 0) | (unbindable ? MS_UNBINDABLE : 0);
        return flags == 0 ? MS_PRIVATE : flags;
    }

    @Override
    public String toString() {
        String text = group == 0 ? "" : " shared:" + group;
        text = master == 0 ? text : text + " master:" + master;
        return unbindable ? text + " unbindable" : text;
    }
}
