package io.unishim.user;

import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Securebits.SECBIT_KEEP_CAPS;
import static io.unishim.abi.Securebits.SECBIT_NOROOT;
import static io.unishim.abi.StatModes.S_ISGID;
import static io.unishim.abi.StatModes.S_ISUID;
import static io.unishim.abi.StatModes.S_IXGRP;

import io.unishim.call.ErrnoException;
import io.unishim.task.CapabilitySets;
import io.unishim.task.Credentials;
import io.unishim.task.ExecutionRules;
import io.unishim.task.Ids;
import io.unishim.task.Promotion;
import io.unishim.task.Task;
import io.unishim.task.TaskAttributes;

/** How set-id bits and capabilities of files change who executes them (man 2 execve, man 7 capabilities). */
final class Promotions implements ExecutionRules {
    private static final int ROOT = 0;
    private static final int GROUP_BITS = S_ISGID | S_IXGRP;

    @Override
    public Promotion promotion(Task task, Subject file) {
        TaskAttributes attributes = task.stateOrNull(TaskAttributes.KEY);
        return promotion(Credentials.of(task), attributes != null && attributes.noNewPrivileges(), file);
    }

    /** What {@code execve(2)} computes, in its order. */
    static Promotion promotion(Credentials old, boolean noNewPrivileges, Subject file) {
        boolean heeded = file.trusted() && !noNewPrivileges;
        int mode = heeded ? file.stat().mode() : 0;
        int euid = (mode & S_ISUID) != 0 ? file.stat().uid() : old.euid();
        int egid = (mode & GROUP_BITS) == GROUP_BITS ? file.stat().gid() : old.egid();

        FileCapabilities own = file.trusted() ? FileCapabilities.parse(file.capabilities()) : null;
        CapabilitySets sets = old.capabilities();
        long permitted = own == null ? 0 : granted(sets, own);
        boolean effective = own != null && own.effective();
        boolean privileged = (old.securebits() & SECBIT_NOROOT) == 0;
        // A file with capabilities of its own gives them alone, even if it is set-user-ID root.
        boolean asRoot = privileged && !(own != null && old.uid() != ROOT && euid == ROOT);
        if (asRoot && (old.uid() == ROOT || euid == ROOT)) {
            permitted = sets.bounding() | sets.inheritable();
        }
        effective |= asRoot && euid == ROOT;

        boolean gained = !within(permitted, sets.permitted());
        boolean clears = (mode & S_ISUID) != 0 || (mode & GROUP_BITS) == GROUP_BITS || gained;
        if (noNewPrivileges && (gained || changed(old, euid, egid))) {
            euid = old.uid();
            egid = old.gid();
            permitted &= sets.permitted();
        }
        boolean changed = changed(old, euid, egid);
        long ambient = own != null || changed ? 0 : sets.ambient();
        permitted |= ambient;
        CapabilitySets now =
                sets.withAmbient(ambient).withPermitted(permitted).withEffective(effective ? permitted : ambient);
        Credentials next = old.withUsers(new Ids(old.uid(), euid, euid, euid))
                .withGroups(new Ids(old.gid(), egid, egid, egid))
                .withCapabilities(now)
                .withSecurebits(old.securebits() & ~SECBIT_KEEP_CAPS);

        boolean more = old.uid() != ROOT && (effective || !within(permitted, ambient));
        boolean secure = changed || euid != old.uid() || egid != old.gid() || more;
        boolean asBefore = old.euid() == old.uid() && old.egid() == old.gid();
        boolean promoted = Trust.isPromotion(old, next);
        return new Promotion(next, secure, asBefore && file.readable() && !promoted, !secure && !promoted, clears);
    }

    private static boolean changed(Credentials old, int euid, int egid) {
        return euid != old.euid() || !old.inGroup(egid);
    }

    private static boolean within(long set, long limit) {
        return (set & ~limit) == 0;
    }

    /** A file that relies on its capabilities is not executed without them. */
    private static long granted(CapabilitySets sets, FileCapabilities own) {
        long granted = sets.bounding() & own.permitted() | sets.inheritable() & own.inheritable();
        if (own.effective() && !within(own.permitted(), granted)) {
            throw new ErrnoException(EPERM, "execve");
        }
        return granted;
    }
}
