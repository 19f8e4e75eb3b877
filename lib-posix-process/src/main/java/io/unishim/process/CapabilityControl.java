package io.unishim.process;

import static io.unishim.abi.Capabilities.CAP_LAST_CAP;
import static io.unishim.abi.Capabilities.CAP_SETPCAP;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Prctl.PR_CAP_AMBIENT_CLEAR_ALL;
import static io.unishim.abi.Prctl.PR_CAP_AMBIENT_IS_SET;
import static io.unishim.abi.Prctl.PR_CAP_AMBIENT_LOWER;
import static io.unishim.abi.Prctl.PR_CAP_AMBIENT_RAISE;
import static io.unishim.abi.Securebits.SECBIT_KEEP_CAPS;
import static io.unishim.abi.Securebits.SECBIT_KEEP_CAPS_LOCKED;
import static io.unishim.abi.Securebits.SECBIT_NO_CAP_AMBIENT_RAISE;

import io.unishim.task.CapabilitySets;
import io.unishim.task.Credentials;
import io.unishim.task.Task;

/** What {@code prctl(2)} does with capabilities (man 7 capabilities). */
final class CapabilityControl {
    /** The securebits that forbid a change of the bit to their right. */
    private static final int LOCKS = 0xaaa;

    /** Those of man 7 capabilities and, since Linux 6.14, the two pairs that script interpreters look at. */
    private static final int ALL = 0xfff;

    private static boolean unknown(long capability) {
        return capability < 0 || capability > CAP_LAST_CAP;
    }

    long bounded(Task task, long capability) {
        return unknown(capability)
                ? -EINVAL
                : Credentials.of(task).capabilities().bounding() >>> capability & 1;
    }

    long drop(Task task, long capability) {
        Credentials own = Credentials.of(task);
        if (!own.hasCapability(CAP_SETPCAP)) {
            return -EPERM;
        }
        if (unknown(capability)) {
            return -EINVAL;
        }
        CapabilitySets sets = own.capabilities();
        task.put(Credentials.KEY, own.withCapabilities(sets.withBounding(sets.bounding() & ~(1L << capability))));
        return 0;
    }

    long keeps(Task task) {
        return (Credentials.of(task).securebits() & SECBIT_KEEP_CAPS) != 0 ? 1 : 0;
    }

    long keep(Task task, long wanted) {
        Credentials own = Credentials.of(task);
        if (wanted != 0 && wanted != 1) {
            return -EINVAL;
        }
        if ((own.securebits() & SECBIT_KEEP_CAPS_LOCKED) != 0) {
            return -EPERM;
        }
        int others = own.securebits() & ~SECBIT_KEEP_CAPS;
        task.put(Credentials.KEY, own.withSecurebits(others | (wanted == 1 ? SECBIT_KEEP_CAPS : 0)));
        return 0;
    }

    long securebits(Task task) {
        return Credentials.of(task).securebits();
    }

    long securebits(Task task, long wanted) {
        Credentials own = Credentials.of(task);
        long now = own.securebits();
        boolean locked = ((now & LOCKS) >> 1 & (now ^ wanted)) != 0 || (now & LOCKS & ~wanted) != 0;
        if (locked || (wanted & ~ALL) != 0 || !own.hasCapability(CAP_SETPCAP)) {
            return -EPERM;
        }
        task.put(Credentials.KEY, own.withSecurebits((int) wanted));
        return 0;
    }

    long ambient(Task task, long what, long capability, boolean clean) {
        Credentials own = Credentials.of(task);
        CapabilitySets sets = own.capabilities();
        if (what == PR_CAP_AMBIENT_CLEAR_ALL) {
            return capability != 0 || !clean ? -EINVAL : ambient(task, own, 0);
        }
        if (unknown(capability) || !clean) {
            return -EINVAL;
        }
        long bit = 1L << capability;
        if (what == PR_CAP_AMBIENT_IS_SET) {
            return (sets.ambient() & bit) != 0 ? 1 : 0;
        }
        if (what == PR_CAP_AMBIENT_LOWER) {
            return ambient(task, own, sets.ambient() & ~bit);
        }
        if (what != PR_CAP_AMBIENT_RAISE) {
            return -EINVAL;
        }
        boolean may = (sets.permitted() & sets.inheritable() & bit) != 0
                && (own.securebits() & SECBIT_NO_CAP_AMBIENT_RAISE) == 0;
        return may ? ambient(task, own, sets.ambient() | bit) : -EPERM;
    }

    private static long ambient(Task task, Credentials own, long set) {
        task.put(Credentials.KEY, own.withCapabilities(own.capabilities().withAmbient(set)));
        return 0;
    }
}
