package io.unishim.process;

import static io.unishim.abi.Capabilities.CAP_SYS_ADMIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Limits.MAX_RW_COUNT;
import static io.unishim.abi.Limits.PAGE_SIZE;
import static io.unishim.abi.Limits.UTSNAME_LENGTH;
import static io.unishim.abi.Random.GRND_INSECURE;
import static io.unishim.abi.Random.GRND_NONBLOCK;
import static io.unishim.abi.Random.GRND_RANDOM;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.call.Support;
import io.unishim.linux.SystemCalls;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserRef;
import io.unishim.struct.Sysinfo;
import io.unishim.struct.UtsName;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.util.function.Consumer;

/** The system as a whole. */
final class SystemHandlers implements SystemCalls {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long ONLY_ASK = 0xffffffffL;

    private final SystemNames names;
    private final ProcessControl control = new ProcessControl();

    SystemHandlers(SystemNames names) {
        this.names = names;
    }

    @Override
    @Support(FULL)
    public long uname(Task task, UserRef<UtsName> buf) {
        buf.set(names.seenBy(TaskTraits.of(task).personality));
        return 0;
    }

    @Override
    @Support(value = PARTIAL, note = "memory is that of the JVM's heap; loads and swap are 0")
    public long sysinfo(Task task, UserRef<Sysinfo> info) {
        Runtime jvm = Runtime.getRuntime();
        long total = jvm.maxMemory();
        long free = total - (jvm.totalMemory() - jvm.freeMemory());
        int tasks = 0;
        for (Process each : task.shim().tasks().processes()) {
            tasks += each.tasks().size();
        }
        long now = task.shim().time().monotonicNanos();
        long seconds = now / NANOS_PER_SECOND + (now % NANOS_PER_SECOND == 0 ? 0 : 1);
        info.set(new Sysinfo(seconds, total, free, tasks));
        return 0;
    }

    @Override
    @Support(value = PARTIAL, note = "there are no messages: SYSLOG_ACTION_READ does not wait for one")
    public long syslog(Task task, int type, long bufp, int len) {
        return KernelMessages.syslog(task, type, bufp, len);
    }

    @Override
    @Support(FULL)
    public long sethostname(Task task, UserBuffer name) {
        return rename(task, name, names::host);
    }

    @Override
    @Support(FULL)
    public long setdomainname(Task task, UserBuffer name) {
        return rename(task, name, names::domain);
    }

    private static long rename(Task task, UserBuffer name, Consumer<String> setter) {
        if (!Credentials.of(task).hasCapability(CAP_SYS_ADMIN)) {
            return -EPERM;
        }
        int length = (int) name.length();
        if (length < 0 || length >= UTSNAME_LENGTH) {
            return -EINVAL;
        }
        byte[] bytes = new byte[length];
        if (length > 0 && name.get(0, bytes, 0, length) != length) {
            throw MemoryFault.FAULT;
        }
        setter.accept(new String(bytes, UTF_8));
        return 0;
    }

    @Override
    @Support(FULL)
    public long getrandom(Task task, UserBuffer buf, int flags) {
        int weakest = GRND_RANDOM | GRND_INSECURE;
        if ((flags & ~(GRND_NONBLOCK | weakest)) != 0 || (flags & weakest) == weakest) {
            return -EINVAL;
        }
        long length = Long.compareUnsigned(buf.length(), MAX_RW_COUNT) > 0 ? MAX_RW_COUNT : buf.length();
        long done = 0;
        while (done < length) {
            byte[] some = new byte[(int) Math.min(length - done, PAGE_SIZE)];
            task.shim().random().nextBytes(some);
            int put;
            try {
                put = buf.put(done, some, 0, some.length);
            } catch (MemoryFault bad) {
                if (done == 0) {
                    throw bad;
                }
                return done;
            }
            done += put;
            // man 7 random: a long read is cut short by a signal, never one of up to a page.
            if (put < some.length || task.interrupted()) {
                break;
            }
        }
        return done;
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "NAME, PDEATHSIG, DUMPABLE, KEEPCAPS, NO_NEW_PRIVS, CHILD_SUBREAPER, CAPBSET, CAP_AMBIENT,"
                    + " SECUREBITS, TIMERSLACK, THP_DISABLE, TID_ADDRESS, SECCOMP (never on), TSC (enabled),"
                    + " TIMING, MCE_KILL, IO_FLUSHER, TASK_PERF_EVENTS; SET_MM is -EPERM; the others are -EINVAL")
    public long prctl(Task task, int option, long arg2, long arg3, long arg4, long arg5) {
        return control.prctl(task, option, arg2, arg3, arg4, arg5);
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "READ_IMPLIES_EXEC, UNAME26 and PER_LINUX32 are heeded, ADDR_NO_RANDOMIZE and the others kept and"
                    + " told")
    public long personality(Task task, long persona) {
        TaskTraits of = TaskTraits.of(task);
        int old = of.personality;
        if ((persona & ONLY_ASK) != ONLY_ASK) {
            of.personality = (int) persona;
        }
        return Integer.toUnsignedLong(old);
    }
}
