package io.unishim.vfscore.tree;

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

    @Override
    public String toString() {
        String text = group == 0 ? "" : " shared:" + group;
        text = master == 0 ? text : text + " master:" + master;
        return unbindable ? text + " unbindable" : text;
    }
}
