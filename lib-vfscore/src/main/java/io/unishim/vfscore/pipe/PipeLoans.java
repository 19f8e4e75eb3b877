package io.unishim.vfscore.pipe;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Signals.SIGPIPE;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserIovec;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.task.Waiter;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How {@code splice(2)} and its kin get at what is in a pipe, and at the room in it. Who takes data to a file borrows the
 * pipe's data, who brings some from a file its room: until it is given back, others wait as if there were none.
 */
final class PipeLoans {
    /** Wakes those who wait for the end of a loan, and is no event of {@code poll(2)}: nothing became ready. */
    private static final int LOAN_OVER = 1 << 16;

    /** Linux does not say what happened when pages were moved: who watches for anything is woken. */
    private static final int ANYTHING = 0;

    private PipeLoans() {}

    /** Waits in a queue until a look, with the pipe locked, gives something else than {@code -EAGAIN}. */
    private static long await(Task task, Pipe pipe, WaitQueue queue, boolean waits, LongSupplier look) {
        long result = locked(pipe, look);
        if (result != -EAGAIN || !waits) {
            return result;
        }
        Waiter waiter = task.waiter();
        queue.add(waiter);
        try {
            while ((result = locked(pipe, look)) == -EAGAIN) {
                int why = waiter.await(Waiter.FOREVER);
                if (why != 0) {
                    return why;
                }
            }
            return result;
        } finally {
            queue.remove(waiter);
        }
    }

    private static long locked(Pipe pipe, LongSupplier look) {
        pipe.lock.lock();
        try {
            return look.getAsLong();
        } finally {
            pipe.lock.unlock();
        }
    }

    private static boolean hasData(Pipe pipe) {
        PipeRing ring = pipe.ring;
        return ring != null && !ring.isEmpty() && !pipe.dataLent;
    }

    private static int freePages(Pipe pipe) {
        PipeRing ring = pipe.ring;
        if (pipe.roomLent) {
            return 0;
        }
        return ring == null ? pipe.size / PipeRing.PAGE : ring.capacity() / PipeRing.PAGE - ring.usedPages();
    }

    private static boolean ended(Pipe pipe) {
        return pipe.writers == 0 && !pipe.dataLent;
    }

    // Data.

    /** Waits for data. @return 0, also if none comes any more; or a negative errno */
    static long awaitData(Task task, Pipe pipe, boolean waits) {
        return await(task, pipe, pipe.queue(true, false), waits, () -> hasData(pipe) || ended(pipe) ? 0 : -EAGAIN);
    }

    /**
     * Borrows what is in the pipe.
     *
     * @param some whether data was taken already: then it does not wait for more
     * @return 1 if it did; 0 if there is none and none is to be waited for; or a negative errno
     */
    static long borrowData(Task task, Pipe pipe, boolean waits, boolean some) {
        return await(task, pipe, pipe.queue(true, false), waits, () -> {
            if (hasData(pipe)) {
                pipe.dataLent = true;
                return 1;
            }
            return some || ended(pipe) ? 0 : -EAGAIN;
        });
    }

    /** Copies the first bytes of what was borrowed. @return how many */
    static int peek(Pipe pipe, byte[] target, int most) {
        return (int) locked(pipe, () -> pipe.ring == null ? 0 : pipe.ring.peek(target, most));
    }

    /** Gives back what was borrowed. @param taken bytes that are gone */
    static void returnData(Pipe pipe, int taken) {
        pipe.lock.lock();
        try {
            pipe.dataLent = false;
            if (pipe.ring != null && taken > 0) {
                pipe.ring.consume(taken);
            }
        } finally {
            pipe.lock.unlock();
        }
        pipe.wakeReaders(LOAN_OVER);
        if (taken > 0) {
            pipe.wakeWriters(ANYTHING);
        }
    }

    // Room.

    /** Waits for room. @return 0; {@code -EPIPE} and a signal if nobody reads; or another negative errno */
    static long awaitRoom(Task task, Pipe pipe, boolean waits) {
        return room(task, pipe, waits, () -> pipe.readers == 0 ? -EPIPE : freePages(pipe) > 0 ? 0 : -EAGAIN);
    }

    /** Borrows the room in the pipe. @return the bytes in its free pages, or as {@link #awaitRoom} */
    static long borrowRoom(Task task, Pipe pipe, boolean waits) {
        return room(task, pipe, waits, () -> {
            int pages = freePages(pipe);
            if (pipe.readers == 0 || pages == 0) {
                return pipe.readers == 0 ? -EPIPE : -EAGAIN;
            }
            pipe.roomLent = true;
            return (long) pages * PipeRing.PAGE;
        });
    }

    private static long room(Task task, Pipe pipe, boolean waits, LongSupplier look) {
        long result = await(task, pipe, pipe.queue(false, true), waits, look);
        if (result == -EPIPE) {
            Signalling.self(task, SIGPIPE);
        }
        return result;
    }

    /** Puts pages into borrowed room. @param first how long the first one is at most @return the bytes for which there was room */
    static int addPages(Pipe pipe, byte[] bytes, int count, int first) {
        return (int) locked(pipe, () -> {
            PipeRing ring = pipe.usedRing();
            int done = 0;
            UserBuffer source = UserBuffer.of(bytes);
            while (done < count && !ring.isFull()) {
                done += ring.addPage(source, done, Math.min(done == 0 ? first : PipeRing.PAGE, count - done));
            }
            return done;
        });
    }

    /** Gives borrowed room back. @param filled whether there is data in it now */
    static void returnRoom(Pipe pipe, boolean filled) {
        locked(pipe, () -> {
            pipe.roomLent = false;
            return 0;
        });
        if (filled) {
            pipe.wakeReaders(ANYTHING);
        }
        pipe.wakeWriters(LOAN_OVER);
    }

    /** Puts memory into the pipe as pages of their own, for {@code vmsplice(2)}. */
    static long write(Task task, Pipe pipe, UserIovec iov, boolean waits) {
        long done = 0;
        while (done == 0) {
            long why = awaitRoom(task, pipe, waits);
            if (why != 0) {
                return why;
            }
            done = locked(pipe, () -> freePages(pipe) == 0 ? 0 : addPages(pipe.usedRing(), iov));
        }
        pipe.wakeReaders(ANYTHING);
        return done;
    }

    private static long addPages(PipeRing ring, UserIovec iov) {
        long total = iov.length();
        long done = 0;
        for (int i = 0; i < iov.segments(); i++) {
            UserBuffer each = iov.segment(i);
            for (long at = 0; at < each.length() && done < total && !ring.isFull(); ) {
                int step = (int) Math.min(PipeRing.PAGE, Math.min(each.length() - at, total - done));
                int got;
                try {
                    got = ring.addPage(each, at, step);
                } catch (MemoryFault fault) {
                    if (done == 0) {
                        throw fault;
                    }
                    return done;
                }
                done += got;
                at += got;
                if (got < step) {
                    return done;
                }
            }
        }
        return done;
    }

    // Both.

    /** Moves pages to another pipe, or copies them if {@code keep}. @return as {@link Splicing#move}; {@code -EAGAIN} to wait */
    static long move(Pipe from, Pipe to, long length, boolean keep) {
        ReentrantLock first = from.order < to.order ? from.lock : to.lock;
        ReentrantLock second = first == from.lock ? to.lock : from.lock;
        int done = 0;
        first.lock();
        second.lock();
        try {
            if (!hasData(from)) {
                return ended(from) ? 0 : -EAGAIN;
            }
            if (to.readers == 0 || freePages(to) == 0) {
                return -EAGAIN;
            }
            done = from.usedRing().moveTo(to.usedRing(), (int) Math.min(length, Integer.MAX_VALUE), keep);
        } finally {
            second.unlock();
            first.unlock();
        }
        if (done > 0) {
            to.wakeReaders(ANYTHING);
            if (!keep) {
                from.wakeWriters(ANYTHING);
            }
        }
        return done;
    }
}
