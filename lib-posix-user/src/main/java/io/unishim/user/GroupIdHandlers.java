package io.unishim.user;

import static io.unishim.abi.Capabilities.CAP_SETGID;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Limits.NGROUPS_MAX;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.linux.GroupIdCalls;
import io.unishim.memory.UserInt;
import io.unishim.task.Credentials;
import io.unishim.task.Ids;
import io.unishim.task.Task;

final class GroupIdHandlers implements GroupIdCalls {
    private static final int NONE = -1;

    @Override
    @Support(FULL)
    public long getgid(Task task) {
        return Integer.toUnsignedLong(Credentials.of(task).gid());
    }

    @Override
    @Support(FULL)
    public long getegid(Task task) {
        return Integer.toUnsignedLong(Credentials.of(task).egid());
    }

    @Override
    @Support(FULL)
    public long setgid(Task task, int gid) {
        Credentials old = Credentials.of(task);
        if (gid == NONE) {
            return -EINVAL;
        }
        Ids now = IdRules.set(old.groups(), gid, old.hasCapability(CAP_SETGID));
        return now == null ? -EPERM : change(task, old, now);
    }

    @Override
    @Support(FULL)
    public long setregid(Task task, int rgid, int egid) {
        Credentials old = Credentials.of(task);
        Ids now = IdRules.setre(old.groups(), rgid, egid, old.hasCapability(CAP_SETGID));
        return now == null ? -EPERM : change(task, old, now);
    }

    @Override
    @Support(FULL)
    public long setresgid(Task task, int rgid, int egid, int sgid) {
        Credentials old = Credentials.of(task);
        Ids now = IdRules.setres(old.groups(), rgid, egid, sgid, old.hasCapability(CAP_SETGID));
        return now == null ? -EPERM : change(task, old, now);
    }

    @Override
    @Support(FULL)
    public long getresgid(Task task, UserInt rgid, UserInt egid, UserInt sgid) {
        return IdRules.tell(Credentials.of(task).groups(), rgid, egid, sgid);
    }

    @Override
    @Support(FULL)
    public long setfsgid(Task task, int gid) {
        Credentials old = Credentials.of(task);
        Ids now = IdRules.setfs(old.groups(), gid, old.hasCapability(CAP_SETGID));
        if (now != null) {
            change(task, old, now);
        }
        return Integer.toUnsignedLong(old.fsgid());
    }

    @Override
    @Support(FULL)
    public long getgroups(Task task, int size, UserInt list) {
        Credentials credentials = Credentials.of(task);
        int count = credentials.supplementaryCount();
        if (size < 0 || size != 0 && size < count) {
            return -EINVAL;
        }
        for (int i = 0; size != 0 && i < count; i++) {
            list.set(i, credentials.supplementary(i));
        }
        return count;
    }

    @Override
    @Support(FULL)
    public long setgroups(Task task, int size, UserInt list) {
        Credentials old = Credentials.of(task);
        if (!old.hasCapability(CAP_SETGID)) {
            return -EPERM;
        }
        if (size < 0 || size > NGROUPS_MAX) {
            return -EINVAL;
        }
        int[] groups = new int[size];
        for (int i = 0; i < size; i++) {
            groups[i] = list.get(i);
            if (groups[i] == NONE) {
                return -EINVAL;
            }
        }
        task.put(Credentials.KEY, old.withSupplementary(groups));
        return 0;
    }

    private static long change(Task task, Credentials old, Ids groups) {
        Trust.commit(task, old, old.withGroups(groups));
        return 0;
    }
}
