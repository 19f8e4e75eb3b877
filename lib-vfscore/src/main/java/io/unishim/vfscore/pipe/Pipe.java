package io.unishim.vfscore.pipe;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EBUSY;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Fcntl.F_GETPIPE_SZ;
import static io.unishim.abi.Fcntl.F_SETPIPE_SZ;
import static io.unishim.abi.Fcntl.O_DIRECT;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Poll.POLLWRBAND;
import static io.unishim.abi.Poll.POLLWRNORM;
import static io.unishim.abi.Signals.SIGPIPE;

import io.unishim.file.OpenFileDescription;
import io.unishim.file.Ownership;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.BriefLock;
import io.unishim.task.PendingRead;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.task.Waiter;
import org.jspecify.annotations.Nullable;

/** A channel from writers to readers: a ring, who has it open, and who waits for it. */
final class Pipe {
    static final int READABLE = POLLIN | POLLRDNORM;
    static final int WRITABLE = POLLOUT | POLLWRNORM;

    private final Pipes pipes;
    final BriefLock lock = new BriefLock();

    /** Where it stands when two are locked. */
    final long order;

    private final WaitQueue readQueue = new WaitQueue();
    private final WaitQueue writeQueue = new WaitQueue();
    private final WaitQueue bothQueue = new WaitQueue();

    @Nullable
    PipeRing ring;

    private final PendingRead pending = new PendingRead(lock);

    int size = Pipes.DEFAULT_SIZE;
    int readers;
    int writers;

    /** Whether {@code splice(2)} is taking data to a file: see {@link PipeLoans}. */
    boolean dataLent;

    /** Whether {@code splice(2)} is bringing data from a file. */
    boolean roomLent;

    /** Those who are told of data, and of room, by signals; null until somebody wants to be. */
    private volatile @Nullable WaitQueue toldOfData;

    private volatile @Nullable WaitQueue toldOfRoom;

    private @Nullable Ownership ownership;

    private int readersSeen;
    private int writersSeen;

    /** Makes a pipe that nobody has open. */
    public Pipe(Pipes pipes) {
        this.pipes = pipes;
        this.order = pipes.nextOrder();
    }

    /** @return those who wait for what concerns a side, or both of a FIFO that was opened so */
    WaitQueue queue(boolean reads, boolean writes) {
        return !writes ? readQueue : reads ? bothQueue : writeQueue;
    }

    /** @return who owns a pipe without a name: whoever makes its first end */
    synchronized Ownership ownership(Task maker) {
        Ownership owned = ownership;
        if (owned == null) {
            owned = new Ownership(0600, maker);
            ownership = owned;
        }
        return owned;
    }

    /** @return those who are told by signals of data, or of room */
    synchronized WaitQueue signalQueue(boolean ofData) {
        WaitQueue queue = ofData ? toldOfData : toldOfRoom;
        if (queue == null) {
            queue = new WaitQueue();
            if (ofData) {
                toldOfData = queue;
            } else {
                toldOfRoom = queue;
            }
        }
        return queue;
    }

    private static void signal(@Nullable WaitQueue told, int event) {
        if (told != null) {
            told.wakeAll(event);
        }
    }

    void wakeReaders(int events) {
        readQueue.wakeAll(events);
        bothQueue.wakeAll(events);
    }

    void wakeWriters(int events) {
        writeQueue.wakeAll(events);
        bothQueue.wakeAll(events);
    }

    /** Counts an open file. @return what {@link #readiness} is to be given for it */
    int opened(boolean reads, boolean writes) {
        int before;
        boolean first;
        lock.lock();
        try {
            first = reads && readers == 0 || writes && writers == 0;
            before = writers == 0 ? writersSeen : 0;
            if (reads) {
                readers++;
                readersSeen++;
            }
            if (writes) {
                writers++;
                writersSeen++;
            }
        } finally {
            lock.unlock();
        }
        if (first) {
            wakeReaders(0); // and those who wait in open(2) of a FIFO
        }
        return before;
    }

    /** Forgets an open file. What a FIFO held is gone with the last one. */
    void closed(boolean reads, boolean writes) {
        boolean oneSided;
        lock.lock();
        try {
            readers -= reads ? 1 : 0;
            writers -= writes ? 1 : 0;
            oneSided = (readers == 0) != (writers == 0);
            if (readers == 0 && writers == 0 && ring != null) {
                pipes.takeBack(ring);
                ring = null;
                size = Pipes.DEFAULT_SIZE;
            }
        } finally {
            lock.unlock();
        }
        if (oneSided) {
            wakeReaders(0);
            wakeWriters(0);
            signal(toldOfData, POLLRDNORM);
            signal(toldOfRoom, POLLWRBAND);
        }
    }

    boolean hasReaders() {
        lock.lock();
        try {
            return readers > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the other side was opened, once, at the {@code open(2)} of a FIFO (man 7 fifo). */
    long awaitOther(Task task, boolean forWriter) {
        int before;
        lock.lock();
        try {
            if (forWriter ? writers > 0 : readers > 0) {
                return 0;
            }
            before = forWriter ? writersSeen : readersSeen;
        } finally {
            lock.unlock();
        }
        Waiter waiter = task.waiter();
        readQueue.add(waiter);
        try {
            while (before == seen(forWriter)) {
                int why = waiter.await(Waiter.FOREVER);
                if (why != 0) {
                    return why;
                }
            }
            return 0;
        } finally {
            readQueue.remove(waiter);
        }
    }

    private int seen(boolean writer) {
        lock.lock();
        try {
            return writer ? writersSeen : readersSeen;
        } finally {
            lock.unlock();
        }
    }

    long read(Task task, OpenFileDescription open, UserBuffer buffer) {
        return read(task, buffer, !open.has(O_NONBLOCK));
    }

    /** @param waits whether to wait for data */
    long read(Task task, UserBuffer buffer, boolean waits) {
        int wanted = (int) buffer.length();
        if (wanted == 0) {
            return 0;
        }
        long result = waits ? takeOrBeServed(buffer, wanted) : take(buffer, wanted);
        return result == -EAGAIN && waits ? readOn(task, buffer, wanted) : result;
    }

    /** Waits for data. */
    private long readOn(Task task, UserBuffer buffer, int wanted) {
        Waiter waiter = task.waiter();
        readQueue.add(waiter);
        try {
            long result;
            while ((result = take(buffer, wanted)) == -EAGAIN) {
                int why;
                int given = 0;
                boolean asked = pending.ask(buffer, wanted);
                try {
                    why = waiter.await(Waiter.FOREVER);
                } finally {
                    given = asked ? pending.end() : 0;
                }
                if (given != 0 || why != 0) {
                    return given != 0 ? given : why;
                }
            }
            return result;
        } finally {
            readQueue.remove(waiter);
        }
    }

    /** As {@link #take}; who finds the lock taken lets the one who has it do the work. */
    private long takeOrBeServed(UserBuffer buffer, int wanted) {
        int given = pending.lockOrBeServed(buffer, wanted);
        return given != 0 ? given : takeAndUnlock(buffer, wanted);
    }

    /** @return the bytes read, 0 at the end, or {@code -EAGAIN} */
    private long take(UserBuffer buffer, int wanted) {
        lock.lock();
        return takeAndUnlock(buffer, wanted);
    }

    private long takeAndUnlock(UserBuffer buffer, int wanted) {
        boolean freed = false;
        int done = 0;
        try {
            if (dataLent) {
                return -EAGAIN;
            }
            if (ring == null || ring.isEmpty()) {
                return writers == 0 ? 0 : -EAGAIN;
            }
            boolean wasFull = ring.isFull();
            done = ring.read(buffer, wanted);
            freed = wasFull && !ring.isFull();
            return done;
        } finally {
            lock.unlock();
            tellOfRoom(done, freed);
        }
    }

    /** @param freed whether there was no room at all before */
    private void tellOfRoom(int taken, boolean freed) {
        if (freed) {
            wakeWriters(WRITABLE);
        }
        if (taken > 0) {
            signal(toldOfRoom, POLLWRBAND);
        }
    }

    long write(Task task, OpenFileDescription open, UserBuffer buffer) {
        int total = (int) buffer.length();
        if (total == 0) {
            return 0;
        }
        boolean packets = open.has(O_DIRECT);
        long done = put(buffer, 0, total, packets);
        if (done == -EPIPE) {
            Signalling.self(task, SIGPIPE);
            return done;
        }
        if (done == total) {
            return done;
        }
        if (open.has(O_NONBLOCK)) {
            return done == 0 ? -EAGAIN : done;
        }
        return writeOn(task, buffer, done, total, packets);
    }

    /** Waits for room and goes on. What ends it early is bad memory, a signal, or that nobody reads any more. */
    private long writeOn(Task task, UserBuffer buffer, long begun, int total, boolean packets) {
        long done = begun;
        Waiter waiter = task.waiter();
        writeQueue.add(waiter);
        try {
            while (done < total) {
                long more = put(buffer, (int) done, total, packets);
                if (more < 0) {
                    Signalling.self(task, SIGPIPE); // also if some went through
                    return done == 0 ? more : done;
                }
                done += more;
                int why = more == 0 ? waiter.await(Waiter.FOREVER, pending) : 0;
                if (why != 0) {
                    return done == 0 ? why : done;
                }
            }
            return done;
        } catch (MemoryFault fault) {
            if (done == 0) {
                throw fault;
            }
            return done;
        } finally {
            writeQueue.remove(waiter);
        }
    }

    /** @return the bytes for which there was room, or {@code -EPIPE} */
    private long put(UserBuffer buffer, int at, int total, boolean packets) {
        int done = 0;
        int taken = 0;
        boolean freed = false;
        pending.lockToServe();
        try {
            if (readers == 0) {
                return -EPIPE;
            }
            if (roomLent) {
                return 0;
            }
            PipeRing used = usedRing();
            boolean served;
            do {
                done += used.write(buffer, at + done, total, packets);
                boolean wasFull = used.isFull();
                int given = dataLent ? 0 : pending.serve(used);
                taken += given;
                served = given != 0;
                freed |= served && wasFull;
            } while (served && at + done < total);
            return done;
        } catch (MemoryFault fault) {
            if (done == 0) {
                throw fault;
            }
            return done; // the next attempt, if there is one, begins with it
        } finally {
            lock.unlock();
            if (done > 0) {
                signal(toldOfData, POLLRDNORM);
                wakeReaders(READABLE); // also if it was not empty: an edge-triggered epoll counts on it
            }
            tellOfRoom(taken, freed);
        }
    }

    /** @return the ring, made when first needed; the lock is held */
    PipeRing usedRing() {
        PipeRing used = ring;
        if (used == null) {
            used = pipes.ring(size);
            ring = used;
        }
        return used;
    }

    /** @param writersBefore how many writers there had been when the asking file was opened */
    int readiness(boolean reads, boolean writes, int writersBefore) {
        lock.lock();
        try {
            int ready = 0;
            if (reads) {
                ready |= ring != null && !ring.isEmpty() ? READABLE : 0;
                ready |= writers == 0 && writersSeen != writersBefore ? POLLHUP : 0;
            }
            if (writes) {
                ready |= ring == null || !ring.isFull() ? WRITABLE : 0;
                ready |= readers == 0 ? POLLERR : 0;
            }
            return ready;
        } finally {
            lock.unlock();
        }
    }

    private int available() {
        lock.lock();
        try {
            return ring == null ? 0 : ring.available();
        } finally {
            lock.unlock();
        }
    }

    /** FIONREAD is all that a pipe knows of {@code ioctl(2)}. */
    long ioctl(Task task, int request, long argument) {
        if (request != FIONREAD) {
            return -ENOTTY;
        }
        task.memory().putInt(argument, available());
        return 0;
    }

    /** @return the result of F_GETPIPE_SZ or F_SETPIPE_SZ, or {@code -EINVAL} for another command */
    long fcntl(int command, long argument) {
        return switch (command) {
            case F_GETPIPE_SZ -> size();
            case F_SETPIPE_SZ -> resize((int) argument);
            default -> -EINVAL;
        };
    }

    private int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** @return the size in bytes, a power of two of pages, or an errno (man 2 fcntl) */
    private long resize(int wanted) {
        if (wanted < 0) {
            return -EINVAL;
        }
        int pages = Math.max(1, (wanted + PipeRing.PAGE - 1) >>> 12);
        int rounded = Integer.highestOneBit(2 * pages - 1);
        if (rounded > Pipes.MAX_SIZE / PipeRing.PAGE) {
            return -EPERM;
        }
        int bytes = rounded * PipeRing.PAGE;
        lock.lock();
        try {
            PipeRing old = ring;
            if (roomLent || old != null && old.usedPages() > rounded) {
                return -EBUSY;
            }
            size = bytes;
            if (old != null && old.capacity() != bytes) {
                PipeRing fresh = pipes.ring(bytes);
                old.moveTo(fresh);
                pipes.takeBack(old);
                ring = fresh;
            }
        } finally {
            lock.unlock();
        }
        wakeWriters(0); // there may be more room
        return bytes;
    }
}
