package io.unishim.task;

import java.util.Arrays;

/**
 * Who a task is and what it may do (man 7 credentials). Never changes: a call that changes a task's credentials hangs new
 * ones on it, so that whoever kept the old ones, such as a socket that remembers its peer, still has them.
 *
 * <p>Each task has its own; libc makes the tasks of a process agree.
 */
public final class Credentials {
    /** Where a task keeps them; see {@link #of}. */
    public static final StateKey<Credentials> KEY = StateKey.of("credentials");

    /** Those of root with every capability: what holds in a shim that has no library for users. */
    public static final Credentials ROOT = new Credentials(Ids.all(0), Ids.all(0), new int[0], CapabilitySets.ROOT, 0);

    private final Ids users;
    private final Ids groups;
    private final int[] supplementary;
    private final CapabilitySets capabilities;
    private final int securebits;

    // Of users and groups: each step of a walk along a path looks at them.
    private final int fsuid;
    private final int fsgid;

    private Credentials(Ids users, Ids groups, int[] supplementary, CapabilitySets capabilities, int securebits) {
        this.users = users;
        this.groups = groups;
        this.supplementary = supplementary;
        this.capabilities = capabilities;
        this.securebits = securebits;
        this.fsuid = users.fs();
        this.fsgid = groups.fs();
    }

    /**
     * Those of a user who just logged in.
     *
     * @param uid 0 has every capability, others none
     * @param gid the group
     * @param supplementary further groups
     * @return the credentials
     */
    public static Credentials ofUser(int uid, int gid, int... supplementary) {
        CapabilitySets sets = uid == 0 ? CapabilitySets.ROOT : CapabilitySets.USER;
        return new Credentials(Ids.all(uid), Ids.all(gid), sorted(supplementary), sets, 0);
    }

    /** @return a task's credentials; {@link #ROOT} if no library cares */
    public static Credentials of(Task task) {
        Credentials found = task.stateOrNull(KEY);
        return found == null ? ROOT : found;
    }

    /** @return all user ids */
    public Ids users() {
        return users;
    }

    /** @return all group ids but the supplementary ones */
    public Ids groups() {
        return groups;
    }

    /** @return all capability sets */
    public CapabilitySets capabilities() {
        return capabilities;
    }

    /** @return SECBIT_* */
    public int securebits() {
        return securebits;
    }

    /** @return the real user id */
    public int uid() {
        return users.real();
    }

    /** @return the effective user id */
    public int euid() {
        return users.effective();
    }

    /** @return the user id that the file system looks at */
    public int fsuid() {
        return fsuid;
    }

    /** @return the real group id */
    public int gid() {
        return groups.real();
    }

    /** @return the effective group id */
    public int egid() {
        return groups.effective();
    }

    /** @return the group id that the file system looks at */
    public int fsgid() {
        return fsgid;
    }

    /** @return how many supplementary groups there are */
    public int supplementaryCount() {
        return supplementary.length;
    }

    /** @return the i-th supplementary group, in ascending order */
    public int supplementary(int i) {
        return supplementary[i];
    }

    /** @return whether the file system takes the task for a member of the group */
    public boolean inGroup(int gid) {
        if (gid == fsgid) {
            return true;
        }
        for (int each : supplementary) {
            if (each == gid) {
                return true;
            }
        }
        return false;
    }

    /** @return whether the capability is effective */
    public boolean hasCapability(int capability) {
        return capabilities.has(capability);
    }

    /** @return whether all ids of another, real, effective and saved, are the real ones of this */
    public boolean owns(Credentials other) {
        return other.users.areAll(uid()) && other.groups.areAll(gid());
    }

    /** @return these with other user ids; capabilities do not follow */
    public Credentials withUsers(Ids newUsers) {
        return new Credentials(newUsers, groups, supplementary, capabilities, securebits);
    }

    /** @return these with other group ids */
    public Credentials withGroups(Ids newGroups) {
        return new Credentials(users, newGroups, supplementary, capabilities, securebits);
    }

    /** @return these with other supplementary groups, in any order */
    public Credentials withSupplementary(int... newSupplementary) {
        return new Credentials(users, groups, sorted(newSupplementary), capabilities, securebits);
    }

    /** @return these with other capabilities */
    public Credentials withCapabilities(CapabilitySets newCapabilities) {
        return new Credentials(users, groups, supplementary, newCapabilities, securebits);
    }

    /** @return these with other securebits */
    public Credentials withSecurebits(int newSecurebits) {
        return new Credentials(users, groups, supplementary, capabilities, newSecurebits);
    }

    /** A copy, ascending, as getgroups(2) on Linux lists them whatever setgroups(2) was given; ids are unsigned. */
    private static int[] sorted(int[] ids) {
        int[] copy = ids.clone();
        for (int i = 0; i < copy.length; i++) {
            copy[i] ^= Integer.MIN_VALUE;
        }
        Arrays.sort(copy);
        for (int i = 0; i < copy.length; i++) {
            copy[i] ^= Integer.MIN_VALUE;
        }
        return copy;
    }

    @Override
    public String toString() {
        return "uid " + Integer.toUnsignedString(uid()) + ", gid " + Integer.toUnsignedString(gid());
    }
}
