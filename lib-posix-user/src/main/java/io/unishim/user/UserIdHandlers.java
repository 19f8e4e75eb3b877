package io.unishim.user;

import static io.unishim.abi.Capabilities.CAP_SETUID;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.linux.UserIdCalls;
import io.unishim.memory.UserInt;
import io.unishim.task.Credentials;
import io.unishim.task.Ids;
import io.unishim.task.Task;

final class UserIdHandlers implements UserIdCalls {
    private static final int NONE = -1;

    @Override
    @Support(FULL)
    public long getuid(Task task) {
        return Integer.toUnsignedLong(Credentials.of(task).uid());
    }

    @Override
    @Support(FULL)
    public long geteuid(Task task) {
        return Integer.toUnsignedLong(Credentials.of(task).euid());
    }

    @Override
    @Support(FULL)
    public long setuid(Task task, int uid) {
        Credentials old = Credentials.of(task);
        if (uid == NONE) {
            return -EINVAL;
        }
        Ids now = IdRules.set(old.users(), uid, old.hasCapability(CAP_SETUID));
        return now == null ? -EPERM : change(task, old, now);
    }

    @Override
    @Support(FULL)
    public long setreuid(Task task, int ruid, int euid) {
        Credentials old = Credentials.of(task);
        Ids now = IdRules.setre(old.users(), ruid, euid, old.hasCapability(CAP_SETUID));
        return now == null ? -EPERM : change(task, old, now);
    }

    @Override
    @Support(FULL)
    public long setresuid(Task task, int ruid, int euid, int suid) {
        Credentials old = Credentials.of(task);
        Ids now = IdRules.setres(old.users(), ruid, euid, suid, old.hasCapability(CAP_SETUID));
        return now == null ? -EPERM : change(task, old, now);
    }

    @Override
    @Support(FULL)
    public long getresuid(Task task, UserInt ruid, UserInt euid, UserInt suid) {
        return IdRules.tell(Credentials.of(task).users(), ruid, euid, suid);
    }

    @Override
    @Support(FULL)
    public long setfsuid(Task task, int uid) {
        Credentials old = Credentials.of(task);
        Ids now = IdRules.setfs(old.users(), uid, old.hasCapability(CAP_SETUID));
        if (now != null) {
            Trust.commit(task, old, CapabilityRules.withFsUser(old, now));
        }
        return Integer.toUnsignedLong(old.fsuid());
    }

    private static long change(Task task, Credentials old, Ids users) {
        Trust.commit(task, old, CapabilityRules.withUsers(old, users));
        return 0;
    }
}
