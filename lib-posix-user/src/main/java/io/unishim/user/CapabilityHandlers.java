package io.unishim.user;

import static io.unishim.abi.Capabilities.CAP_SETPCAP;
import static io.unishim.abi.Capabilities._LINUX_CAPABILITY_VERSION_1;
import static io.unishim.abi.Capabilities._LINUX_CAPABILITY_VERSION_2;
import static io.unishim.abi.Capabilities._LINUX_CAPABILITY_VERSION_3;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.call.SupportLevel.FULL;

import io.unishim.call.Support;
import io.unishim.linux.CapabilityCalls;
import io.unishim.memory.UserInt;
import io.unishim.task.CapabilitySets;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

final class CapabilityHandlers implements CapabilityCalls {
    @Override
    @Support(FULL)
    public long capget(Task task, UserInt header, UserInt data) {
        int halves = halves(header);
        if (data.isNull() || halves < 0) {
            return data.isNull() ? 0 : halves;
        }
        int tid = header.get(1);
        if (tid < 0) {
            return -EINVAL;
        }
        Task whose = tid == 0 ? task : find(task, tid);
        if (whose == null) {
            return -ESRCH;
        }
        CapabilitySets sets = Credentials.of(whose).capabilities();
        for (int half = 0; half < halves; half++) {
            data.set(3 * half, (int) (sets.effective() >>> 32 * half));
            data.set(3 * half + 1, (int) (sets.permitted() >>> 32 * half));
            data.set(3 * half + 2, (int) (sets.inheritable() >>> 32 * half));
        }
        return 0;
    }

    @Override
    @Support(FULL)
    public long capset(Task task, UserInt header, UserInt data) {
        int halves = halves(header);
        if (halves < 0) {
            return halves;
        }
        int tid = header.get(1);
        if (tid != 0 && tid != task.tid()) {
            return -EPERM;
        }
        long effective = word(data, 0, halves);
        long permitted = word(data, 1, halves);
        long inheritable = word(data, 2, halves);
        Credentials old = Credentials.of(task);
        CapabilitySets sets = old.capabilities();
        if (!sets.has(CAP_SETPCAP) && !within(inheritable, sets.inheritable() | sets.permitted())
                || !within(inheritable, sets.inheritable() | sets.bounding())
                || !within(permitted, sets.permitted())
                || !within(effective, permitted)) {
            return -EPERM;
        }
        long ambient = sets.ambient() & permitted & inheritable;
        CapabilitySets now = new CapabilitySets(inheritable, permitted, effective, sets.bounding(), ambient);
        task.put(Credentials.KEY, old.withCapabilities(now));
        return 0;
    }

    /** How many 32-bit halves the header's version has; an unknown one is replaced by the one Linux prefers. */
    private static int halves(UserInt header) {
        return switch (header.get(0)) {
            case _LINUX_CAPABILITY_VERSION_1 -> 1;
            case _LINUX_CAPABILITY_VERSION_2, _LINUX_CAPABILITY_VERSION_3 -> 2;
            default -> {
                header.set(0, _LINUX_CAPABILITY_VERSION_3);
                yield -EINVAL;
            }
        };
    }

    private static @Nullable Task find(Task task, int tid) {
        return tid == task.tid() ? task : task.shim().tasks().task(tid);
    }

    private static long word(UserInt data, int which, int halves) {
        long high = halves == 2 ? Integer.toUnsignedLong(data.get(3 + which)) << 32 : 0;
        return (high | Integer.toUnsignedLong(data.get(which))) & CapabilitySets.EVERY;
    }

    private static boolean within(long inner, long outer) {
        return (inner & ~outer) == 0;
    }
}
