package io.unishim.process;

import static io.unishim.abi.Signals.SIGBUS;
import static io.unishim.abi.Signals.SIGCHLD;
import static io.unishim.abi.Signals.SIGFPE;
import static io.unishim.abi.Signals.SIGILL;
import static io.unishim.abi.Signals.SIGIO;
import static io.unishim.abi.Signals.SIGSEGV;
import static io.unishim.abi.Signals.SIGSYS;
import static io.unishim.abi.Signals.SIGTRAP;
import static io.unishim.abi.Signals.SI_KERNEL;
import static io.unishim.abi.Signals.SI_SIGIO;
import static io.unishim.abi.Signals.SI_TIMER;
import static io.unishim.abi.Signals.SI_USER;

import io.unishim.struct.SigInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** {@code struct signalfd_siginfo} (man 2 signalfd): where each member of a siginfo goes, by what kind of signal it is. */
final class SignalfdSiginfo {
    /** Bytes. */
    static final int SIZE = 128;

    private static final int POLL_CODES = 6;

    private SignalfdSiginfo() {}

    static void encode(SigInfo info, byte[] into) {
        Arrays.fill(into, (byte) 0);
        ByteBuffer out = ByteBuffer.wrap(into).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, info.signo()).putInt(4, info.errno()).putInt(8, info.code());
        int code = info.code();
        if (code > SI_USER && code < SI_KERNEL) {
            ofKernel(info, out);
        } else if (code == SI_TIMER) {
            // Timer, overruns.
            out.putInt(24, (int) info.first()).putInt(32, (int) (info.first() >>> 32));
            value(info.second(), out);
        } else if (code == SI_SIGIO) {
            poll(info, out);
        } else {
            sender(info, out);
            if (code < 0) {
                value(info.second(), out);
            }
        }
    }

    /** The kernel's siginfo_layout, for codes that say what happened. */
    private static void ofKernel(SigInfo info, ByteBuffer out) {
        if (info.code() > codes(info.signo())) {
            if (info.code() <= POLL_CODES) {
                poll(info, out);
            } else {
                sender(info, out);
            }
            return;
        }
        switch (info.signo()) {
            case SIGCHLD -> {
                sender(info, out);
                out.putInt(40, (int) info.second()).putLong(56, info.third()).putLong(64, info.fourth());
            }
            case SIGIO -> poll(info, out);
            case SIGSYS -> {
                out.putInt(84, (int) info.second()).putLong(88, info.first());
                out.putInt(96, (int) (info.second() >>> 32));
            }
            default -> out.putLong(72, info.first());
        }
    }

    /** How many codes a signal has of its own (NSIGILL and its kin); 0 for most. */
    private static int codes(int signal) {
        return switch (signal) {
            case SIGILL -> 11;
            case SIGFPE -> 15;
            case SIGSEGV -> 10;
            case SIGBUS -> 5;
            case SIGTRAP, SIGCHLD, SIGIO -> POLL_CODES;
            case SIGSYS -> 2;
            default -> 0;
        };
    }

    private static void sender(SigInfo info, ByteBuffer out) {
        out.putInt(12, info.pid()).putInt(16, info.uid());
    }

    private static void value(long value, ByteBuffer out) {
        out.putInt(44, (int) value).putLong(48, value);
    }

    private static void poll(SigInfo info, ByteBuffer out) {
        out.putInt(28, (int) info.first()).putInt(20, (int) info.second());
    }
}
