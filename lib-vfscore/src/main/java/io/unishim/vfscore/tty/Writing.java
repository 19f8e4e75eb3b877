package io.unishim.vfscore.tty;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Restart.ERESTARTSYS;
import static io.unishim.abi.Termios.OPOST;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.task.Waiter;

/** Writing to one end, by one task at a time (the kernel's file_tty_write and n_tty_write). */
final class Writing {
    private static final int PIECE = 2048;

    private final Tty tty;
    private final byte[] bytes = new byte[PIECE];
    private boolean active;

    Writing(Tty tty) {
        this.tty = tty;
    }

    /** @return whether somebody writes, or waits to go on writing */
    boolean active() {
        return active;
    }

    /** @param file through which it is written @param waits without O_NONBLOCK */
    long write(Task task, TtyFile file, boolean waits, UserBuffer buffer) {
        Waiter waiter = task.waiter();
        tty.queue().add(waiter);
        tty.pty().lock();
        try {
            while (active) {
                if (!waits) {
                    return -EAGAIN;
                }
                int why = tty.pty().await(task, Waiter.FOREVER);
                if (why != 0) {
                    return why;
                }
            }
            active = true;
            try {
                return alone(task, file, waits, buffer);
            } finally {
                active = false;
                // As the kernel's tty_write_unlock: others may write now.
                tty.pty().wake(tty, POLLOUT);
            }
        } finally {
            tty.pty().unlock();
            tty.queue().remove(waiter);
        }
    }

    private long alone(Task task, TtyFile file, boolean waits, UserBuffer buffer) {
        long length = buffer.length();
        long done = 0;
        do {
            int size = (int) Math.min(PIECE, length - done);
            if (size > 0 && !copied(buffer, done, size)) {
                return done > 0 ? done : -EFAULT;
            }
            long result = piece(task, file, waits, size);
            if (result <= 0) {
                return done > 0 ? done : result;
            }
            done += result;
        } while (done < length);
        return done;
    }

    private boolean copied(UserBuffer buffer, long from, int size) {
        try {
            return buffer.get(from, bytes, 0, size) == size;
        } catch (MemoryFault fault) {
            return false;
        }
    }

    private long piece(Task task, TtyFile file, boolean waits, int size) {
        tty.discipline().echo().process();
        int done = 0;
        while (true) {
            long why = task.interrupted() ? -ERESTARTSYS : file.hungUp() ? -EIO : 0;
            if (why == 0) {
                done = send(done, size);
                tty.deliver();
                if (done == size) {
                    return done;
                }
                why = waits ? tty.pty().await(task, Waiter.FOREVER) : -EAGAIN;
            }
            if (why != 0) {
                return done > 0 ? done : why;
            }
        }
    }

    private int send(int from, int size) {
        Output output = tty.discipline().output();
        boolean processed = tty.settings().out(OPOST);
        int at = from;
        while (at < size) {
            int c = bytes[at] & 0xff;
            if (processed) {
                if (!output.process(c)) {
                    break;
                }
            } else {
                if (output.room() == 0) {
                    break;
                }
                output.send(c);
            }
            at++;
        }
        return at;
    }
}
