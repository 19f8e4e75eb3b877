package io.unishim.vfscore.tty;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Termios.TIOCPKT_DATA;
import static io.unishim.abi.Termios.VMIN;
import static io.unishim.abi.Termios.VTIME;

import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.task.Waiter;

/** Reading from one end, by one task at a time (the kernel's n_tty_read). */
final class Reading {
    /** Linux reads in pieces of this size, and is content with the first one, however large VMIN is. */
    private static final int PIECE = 64;

    private static final long NANOS_OF_VTIME = 100_000_000;
    private static final long NEVER_WAITS = Long.MIN_VALUE;

    private final Tty tty;
    private boolean active;
    private int waiting;
    private final byte[] status = new byte[1];

    Reading(Tty tty) {
        this.tty = tty;
    }

    /** @param file through which it is read @param waits without O_NONBLOCK */
    long read(Task task, TtyFile file, boolean waits, UserBuffer buffer) {
        Waiter waiter = task.waiter();
        tty.queue().add(waiter);
        tty.pty().lock();
        try {
            while (active) {
                if (!waits) {
                    return -EAGAIN;
                }
                waiting++;
                int why = tty.pty().await(task, Waiter.FOREVER);
                waiting--;
                if (why != 0) {
                    return why;
                }
            }
            active = true;
            try {
                long from = tty.input().tail;
                long result = alone(task, file, waits, buffer);
                if (tty.input().tail != from) {
                    tty.wasRead();
                }
                return result;
            } finally {
                active = false;
                if (waiting > 0) {
                    tty.pty().wake(tty, 0);
                }
            }
        } finally {
            tty.pty().unlock();
            tty.queue().remove(waiter);
        }
    }

    private long alone(Task task, TtyFile file, boolean waits, UserBuffer buffer) {
        boolean lines = tty.settings().local(io.unishim.abi.Termios.ICANON);
        int least = lines ? 0 : tty.settings().character(VMIN);
        long pause = lines ? 0 : tty.settings().character(VTIME) * NANOS_OF_VTIME;
        long deadline = Waiter.FOREVER;
        if (!lines && least == 0) {
            deadline = pause == 0 ? NEVER_WAITS : after(task, pause);
            least = 1;
            pause = 0;
        }
        boolean packets = tty.packets;
        long length = buffer.length();
        long piece = Math.min(length, PIECE);
        long done = 0;
        while (done < piece) {
            if (packets && tty.link().packetStatus != 0) {
                return done > 0 ? done : status(buffer);
            }
            if (!tty.available(false)) {
                long why = nothing(task, file, waits, deadline);
                if (why == 0) {
                    continue;
                }
                return done > 0 ? done : why == -ETIMEDOUT ? 0 : why;
            }
            if (tty.byLines()) {
                return tty.input().takeLine(buffer, done, (int) Math.min(Integer.MAX_VALUE, length));
            }
            if (packets && done == 0) {
                status[0] = TIOCPKT_DATA;
                done += buffer.put(0, status, 0, 1);
            }
            done += tty.input().takeBytes(buffer, done, (int) (piece - done));
            if (done >= least) {
                return done + tty.input().takeBytes(buffer, done, (int) Math.min(Integer.MAX_VALUE, length - done));
            }
            if (pause != 0) {
                deadline = after(task, pause);
            }
        }
        return done;
    }

    /** @return 0 if there may be something now; {@code -ETIMEDOUT} if the reader is to go with what it has */
    private long nothing(Task task, TtyFile file, boolean waits, long deadline) {
        if (tty.otherClosed) {
            return -EIO;
        }
        if (file.hungUp() || deadline == NEVER_WAITS) {
            return -ETIMEDOUT;
        }
        return waits ? tty.pty().await(task, deadline) : -EAGAIN;
    }

    /** A master in packet mode learns what happened to the slave. */
    private long status(UserBuffer buffer) {
        Tty slave = tty.link();
        status[0] = (byte) slave.packetStatus;
        slave.packetStatus = 0;
        return buffer.put(0, status, 0, 1);
    }

    private static long after(Task task, long nanos) {
        return task.shim().time().monotonicNanos() + nanos;
    }
}
