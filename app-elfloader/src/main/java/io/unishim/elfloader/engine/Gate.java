package io.unishim.elfloader.engine;

import static io.unishim.abi.Errnos.EPERM;

import io.unishim.abi.Poll;
import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import java.lang.ref.Reference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;

/**
 * The JVM's end of a filter of calls (man 2 seccomp_unotify): a {@link Tenant}'s thread that makes a call which could harm
 * others stands still until the JVM has answered. It lets happen what it has ordered that very thread to do, and nothing else:
 * the processes and descriptors of a tenant are those that it was given.
 *
 * <p>What is answered here has its arguments in registers only, which nobody can change between the answer and the call.
 */
final class Gate implements AutoCloseable {
    private static final int NOTIFICATION_SIZE = 80;
    private static final long RECEIVE = 0xc050_2100L;
    private static final long SEND = 0xc018_2101L;
    private static final long ADD_DESCRIPTOR = 0x4018_2103L;
    private static final int CONTINUE = 1;
    private static final int AT_NUMBER = 1;

    /** struct seccomp_notif: id, thread, flags, number of the call. */
    private static final int THREAD = 8;

    private static final int NUMBER = 16;

    private static final int ANSWER = 96;
    private static final int ADDED = 128;
    private static final int POLLED = 160;
    private static final int LOOK_AGAIN_MILLIS = 100;
    private static final long LONGEST_NANOS = 10_000_000_000L;

    private final int listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final OffHeap room = OffHeap.allocate(192);

    /** @param listener the descriptor that notifications come from */
    Gate(int listener) {
        this.listener = listener;
    }

    /** To be held from before the order to {@link #answer}'s return. */
    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /**
     * Answers a call that a slot's thread was ordered to make. Whoever else makes one meanwhile gets -EPERM.
     *
     * @param number of the call
     * @param answer gives the answer to the notification of that id; false if it came too late
     */
    void answer(Slot slot, int number, LongPredicate answer) {
        long since = System.nanoTime();
        while (!slot.isAsking() && System.nanoTime() - since < LONGEST_NANOS) {
            long id = next();
            if (id == 0) {
                continue;
            }
            boolean ordered = room.getInt(THREAD) == slot.tid() && room.getInt(NUMBER) == number;
            if (!ordered) {
                send(id, 0, -EPERM, 0);
            } else if (answer.test(id)) {
                return;
            }
        }
    }

    /** @return the id of the next notification; 0 if there is none for a while, or its thread has gone */
    private long next() {
        room.putInt(POLLED, listener);
        room.putInt(POLLED + 4, Poll.POLLIN);
        if (HostCalls.call(Syscall.POLL.number(), room.address() + POLLED, 1, LOOK_AGAIN_MILLIS) != 1) {
            return 0;
        }
        room.zero(0, NOTIFICATION_SIZE);
        return ioctl(RECEIVE, 0) == 0 ? room.getLong(0) : 0;
    }

    private long ioctl(long request, int at) {
        long result = HostCalls.call(Syscall.IOCTL.number(), listener, request, room.address() + at);
        Reference.reachabilityFence(room);
        return result;
    }

    private boolean send(long id, long value, int error, int flags) {
        room.putLong(ANSWER, id);
        room.putLong(ANSWER + 8, value);
        room.putInt(ANSWER + 16, error);
        room.putInt(ANSWER + 20, flags);
        return ioctl(SEND, ANSWER) == 0;
    }

    /** An answer: the call is made as it is. */
    boolean letPass(long id) {
        return send(id, 0, 0, CONTINUE);
    }

    /**
     * An answer: gives the process a descriptor.
     *
     * @param descriptor the JVM's
     * @param number what it is there
     */
    boolean lend(long id, int descriptor, int number) {
        room.putLong(ADDED, id);
        room.putInt(ADDED + 8, AT_NUMBER);
        room.putInt(ADDED + 12, descriptor);
        room.putInt(ADDED + 16, number);
        room.putInt(ADDED + 20, 0);
        long got = ioctl(ADD_DESCRIPTOR, ADDED);
        return got < 0 ? send(id, 0, (int) got, 0) : send(id, got, 0, 0);
    }

    @Override
    public void close() {
        HostCalls.call(Syscall.CLOSE.number(), listener, 0, 0);
    }
}
