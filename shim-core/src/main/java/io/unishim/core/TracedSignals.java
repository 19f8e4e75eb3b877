package io.unishim.core;

import io.unishim.abi.Signals;
import io.unishim.struct.SigInfo;
import java.util.StringJoiner;

/** Signals as strace writes them. */
final class TracedSignals {
    private static final ConstantNames NAMES = new ConstantNames(Signals.class, "SIG");
    private static final ConstantNames SENT = new ConstantNames(Signals.class, "SI_");
    private static final ConstantNames CHILD = new ConstantNames(Signals.class, "CLD_");
    private static final ConstantNames SEGV = new ConstantNames(Signals.class, "SEGV_");
    private static final int LAST_STANDARD = 31;
    private static final int MANY = 32;

    private TracedSignals() {}

    /** @return {@code SIGINT}, {@code SIGRT_2}, or the number of what is no signal */
    static String name(int number) {
        if (number <= 0 || number > LAST_STANDARD) {
            return number > LAST_STANDARD && number <= Signals.NSIG
                    ? "SIGRT_" + (number - 32)
                    : Integer.toString(number);
        }
        return NAMES.oneOf(number);
    }

    /** @return {@code [INT CHLD]}, or {@code ~[KILL STOP]} for a set that holds most. @param set bit n-1 is signal n */
    static String set(long set) {
        boolean most = Long.bitCount(set) > MANY;
        StringJoiner text = new StringJoiner(" ", most ? "~[" : "[", "]");
        for (int signal = 1; signal <= Signals.NSIG; signal++) {
            if ((set >>> signal - 1 & 1) == (most ? 0 : 1)) {
                text.add(signal <= LAST_STANDARD ? name(signal).substring("SIG".length()) : "RT_" + (signal - 32));
            }
        }
        return text.toString();
    }

    /** @return the members that count for such a signal */
    static String info(SigInfo info) {
        String head = "{si_signo=" + name(info.signo()) + ", si_code=";
        boolean sent = info.code() <= 0;
        String pid = ", si_pid=" + info.pid() + ", si_uid=" + Integer.toUnsignedString(info.uid());
        if (sent) {
            boolean queued = info.code() == Signals.SI_QUEUE;
            return head + SENT.oneOf(info.code()) + (info.code() == Signals.SI_TIMER ? "" : pid)
                    + (queued ? ", si_value=" + TracedArguments.address(info.second()) : "") + "}";
        }
        if (info.code() == Signals.SI_KERNEL) {
            return head + "SI_KERNEL}";
        }
        return switch (info.signo()) {
            case Signals.SIGCHLD -> head + CHILD.oneOf(info.code()) + pid + ", si_status=" + (int) info.second() + "}";
            case Signals.SIGSEGV -> head + SEGV.oneOf(info.code()) + fault(info);
            default -> head + info.code() + fault(info);
        };
    }

    private static String fault(SigInfo info) {
        return ", si_addr=" + TracedArguments.address(info.first()) + "}";
    }
}
