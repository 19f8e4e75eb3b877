package io.unishim.process.seccomp;

import static io.unishim.abi.Prctl.SECCOMP_MODE_FILTER;
import static io.unishim.abi.Prctl.SECCOMP_RET_ALLOW;
import static io.unishim.abi.Prctl.SECCOMP_RET_ERRNO;
import static io.unishim.abi.Prctl.SECCOMP_RET_KILL_THREAD;
import static io.unishim.abi.Prctl.SECCOMP_RET_LOG;
import static io.unishim.abi.Prctl.SECCOMP_RET_TRACE;
import static io.unishim.abi.Prctl.SECCOMP_RET_TRAP;
import static io.unishim.abi.Prctl.SECCOMP_RET_USER_NOTIF;
import static io.unishim.abi.Signals.SIGSYS;
import static io.unishim.abi.Signals.SYS_SECCOMP;

import io.unishim.abi.Errnos;
import io.unishim.abi.Wait;
import io.unishim.struct.SigInfo;
import io.unishim.task.CallFilter;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A filter and those that were there before it: all are asked, and the strictest answer counts. */
final class FilterChain implements CallFilter {
    private static final int ACTION = 0xffff0000;
    private static final int DATA = 0xffff;
    private static final int MAX_ERRNO = 4095;

    /** What an earlier filter counts for besides its instructions. */
    private static final int PENALTY = 4;

    /** Of a struct seccomp_data. */
    private static final int DATA_SIZE = 64;

    private final Signalling signals;
    private final @Nullable FilterChain earlier;
    private final BpfProgram program;
    private final @Nullable Notifier notifier;

    /** @param notifier who is asked where the program says so */
    FilterChain(Signalling signals, @Nullable FilterChain earlier, BpfProgram program, @Nullable Notifier notifier) {
        this.notifier = notifier;
        this.signals = signals;
        this.earlier = earlier;
        this.program = program;
    }

    /** @return the instructions of the chain as they count for what there may be of them */
    int weight() {
        int weight = 0;
        for (FilterChain each = this; each != null; each = each.earlier) {
            weight += each.program.length() + PENALTY;
        }
        return weight;
    }

    /** @return whether one of the chain has somebody to ask */
    boolean asks() {
        return notifier != null || earlier != null && earlier.asks();
    }

    /** Says that so many tasks more, or fewer, have this filter. */
    void users(int more) {
        for (FilterChain each = this; each != null; each = each.earlier) {
            if (each.notifier != null) {
                each.notifier.users(more);
            }
        }
    }

    /** @return whether a chain is this one or a part of it */
    boolean continues(@Nullable CallFilter other) {
        for (FilterChain each = this; each != null; each = each.earlier) {
            if (each == other) {
                return true;
            }
        }
        return other == null;
    }

    @Override
    public int mode() {
        return SECCOMP_MODE_FILTER;
    }

    @Override
    public int count() {
        return earlier == null ? 1 : 1 + earlier.count();
    }

    @Override
    public long judge(
            Task task,
            int architecture,
            int number,
            long instruction,
            long a0,
            long a1,
            long a2,
            long a3,
            long a4,
            long a5) {
        int verdict = SECCOMP_RET_ALLOW;
        Notifier asked = null;
        for (FilterChain each = this; each != null; each = each.earlier) {
            int one = each.program.run(number, architecture, instruction, a0, a1, a2, a3, a4, a5);
            if ((one & ACTION) < (verdict & ACTION)) {
                asked = each.notifier;
                verdict = one; // signed: SECCOMP_RET_KILL_PROCESS is the least
            }
        }
        return switch (verdict & ACTION) {
            case SECCOMP_RET_ALLOW, SECCOMP_RET_LOG -> ALLOWED;
            case SECCOMP_RET_ERRNO -> -Math.min(verdict & DATA, MAX_ERRNO);
            case SECCOMP_RET_TRACE -> -Errnos.ENOSYS; // nobody traces
            case SECCOMP_RET_USER_NOTIF ->
                asked == null
                        ? -Errnos.ENOSYS
                        : asked.ask(task, data(architecture, number, instruction, a0, a1, a2, a3, a4, a5));
            case SECCOMP_RET_TRAP -> trap(task, architecture, number, instruction, verdict & DATA);
            default -> kill(task, (verdict & ACTION) != SECCOMP_RET_KILL_THREAD);
        };
    }

    private static byte[] data(int architecture, int number, long instruction, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(DATA_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(number).putInt(architecture).putLong(instruction);
        for (long each : arguments) {
            data.putLong(each);
        }
        return data.array();
    }

    private long trap(Task task, int architecture, int number, long instruction, int reason) {
        long which = Integer.toUnsignedLong(number) | (long) architecture << Integer.SIZE;
        signals.force(task, SIGSYS, new SigInfo(SIGSYS, reason, SYS_SECCOMP, instruction, which, 0, 0));
        return SIGNALLED;
    }

    private static long kill(Task task, boolean all) {
        int status = Wait.signaled(SIGSYS, false);
        if (all) {
            task.process().tasks().forEach(each -> each.exit(status));
        }
        task.exit(status);
        return SIGNALLED;
    }
}
