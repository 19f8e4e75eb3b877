package io.unishim.struct;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code siginfo_t} (man 2 sigaction): 128 bytes, of which a signal's kind decides which members count.
 *
 * @param signo the signal
 * @param errno seldom used, 0
 * @param code SI_USER, SEGV_MAPERR, CLD_EXITED and their kin
 * @param first the word at offset 16: pid and uid, or the address of a fault, or a timer's id and overruns
 * @param second the word at offset 24: the value of a queued signal, or a child's status
 * @param third the word at offset 32: a child's user time
 * @param fourth the word at offset 40: a child's system time
 */
public record SigInfo(int signo, int errno, int code, long first, long second, long third, long fourth) {
    /** 128 bytes. */
    public static final StructLayout<SigInfo> LAYOUT = new Layout();

    /** @return one that a process sent, by {@code kill(2)} or the like */
    public static SigInfo from(int signo, int code, int pid, int uid) {
        return new SigInfo(signo, 0, code, Integer.toUnsignedLong(pid) | (long) uid << 32, 0, 0, 0);
    }

    /** @return one for an access to a bad address or another fault */
    public static SigInfo fault(int signo, int code, long address) {
        return new SigInfo(signo, 0, code, address, 0, 0, 0);
    }

    /** @return one that was queued with a value */
    public static SigInfo queued(int signo, int code, int pid, int uid, long value) {
        return new SigInfo(signo, 0, code, Integer.toUnsignedLong(pid) | (long) uid << 32, value, 0, 0);
    }

    /** @return the sender's process id, where a process sent it */
    public int pid() {
        return (int) first;
    }

    /** @return the sender's user id, where a process sent it */
    public int uid() {
        return (int) (first >>> 32);
    }

    private static final class Layout extends StructLayout<SigInfo> {
        Layout() {
            super("siginfo", 128);
        }

        @Override
        public SigInfo decode(ByteBuffer in, int at) {
            return new SigInfo(
                    in.getInt(at),
                    in.getInt(at + 4),
                    in.getInt(at + 8),
                    in.getLong(at + 16),
                    in.getLong(at + 24),
                    in.getLong(at + 32),
                    in.getLong(at + 40));
        }

        @Override
        public void encode(SigInfo value, ByteBuffer out, int at) {
            out.putInt(at, value.signo).putInt(at + 4, value.errno).putInt(at + 8, value.code);
            out.putLong(at + 16, value.first).putLong(at + 24, value.second);
            out.putLong(at + 32, value.third).putLong(at + 40, value.fourth);
        }
    }
}
