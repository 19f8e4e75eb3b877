package io.unishim.elfloader.engine;

import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Errnos.ESRCH;

import io.unishim.abi.Mman;
import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.host.HostCalls;
import io.unishim.memory.HostProcess;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.MemoryWindow;
import io.unishim.memory.OffHeap;
import java.lang.ref.Reference;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A process of the host in which programs' threads run, a {@link Slot} each. The first thread stays to the end. */
final class HostChild implements HostProcess {
    private static final int SIGINFO_SIZE = 128;
    private static final int SI_CODE = 8;
    private static final int SI_STATUS = 24;

    /** As many threads wait for others to be made; a program that makes and joins them in a loop needs one or two. */
    private static final int MOST_RESTING = 8;

    private static final long DYING_NANOS = 100_000_000L;
    private static final long LOOK_AGAIN_NANOS = 50_000;

    private final int pid;
    private final @Nullable Tenant tenant;
    private final CopyOnWriteArrayList<Slot> slots = new CopyOnWriteArrayList<>();
    private final ArrayBlockingQueue<Resting> resting = new ArrayBlockingQueue<>(MOST_RESTING);
    private volatile boolean shared;

    /** Which thread may write by itself: only one may, for they share memory. */
    private final AtomicReference<@Nullable Places> writer = new AtomicReference<>();

    /** Whether it may share memory with other processes. */
    private volatile boolean sharesMemory;

    /** @param tenant that it belongs to; null if it is not isolated */
    HostChild(int pid, Slot first, @Nullable Tenant tenant) {
        this.pid = pid;
        this.tenant = tenant;
        slots.add(first);
    }

    @Override
    public int pid() {
        return pid;
    }

    @Nullable
    Tenant tenant() {
        return tenant;
    }

    /** @return where the thread is named that may write by itself, or null where others could know of it: none may then */
    @Nullable
    AtomicReference<@Nullable Places> writer() {
        return tenant == null || sharesMemory ? null : writer;
    }

    /** A call of one of its threads is to be served, or others have looked into its memory: what was written comes first. */
    @Override
    public void settle() {
        Places other = writer.get();
        if (other != null) {
            other.settle();
        }
    }

    /** Says that it is a copy of another one. */
    void copyOf(HostChild other) {
        sharesMemory = other.sharesMemory;
    }

    Slot first() {
        return slots.get(0);
    }

    private @Nullable Slot mine() {
        for (Slot slot : slots) {
            if (slot.isMine()) {
                return slot;
            }
        }
        return null;
    }

    @Override
    public long call(int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        if (tenant != null && number == Syscall.REMAP_FILE_PAGES.number()) {
            // The filter ends who asks the host for it: a call that hardly anybody has looked at for long.
            return -ENOSYS;
        }
        if (number == Syscall.MMAP.number() && (a3 & Mman.MAP_SHARED) != 0) {
            sharesMemory = true;
        }
        Slot slot = mine();
        return slot == null ? -ESRCH : slot.call(number, a0, a1, a2, a3, a4, a5);
    }

    @Override
    public long map(
            long address, long length, int protection, int flags, int descriptor, long offset, boolean writable) {
        Slot slot = mine();
        if (slot == null) {
            return -ESRCH;
        }
        sharesMemory |= writable && (flags & Mman.MAP_SHARED) != 0;
        return tenant == null
                ? slot.call(Syscall.MMAP.number(), address, length, protection, flags, descriptor, offset)
                : tenant.map(slot, address, length, protection, flags, descriptor, offset, writable);
    }

    @Override
    public MemoryWindow window() {
        SlotWindow window = SlotWindow.served();
        return window != null && window.slot().host() == pid ? window : MemoryWindow.NOTHING;
    }

    @Override
    public int compareAndExchangeInt(long address, int expected, int desired) {
        Slot slot = mine();
        long found = slot == null ? Mail.FAULT : slot.exchange(address, expected, desired);
        if (found == Mail.FAULT) {
            throw MemoryFault.FAULT;
        }
        return (int) found;
    }

    /** @return whether it has had one thread only: all of the process's time is that thread's then */
    boolean isAlone() {
        return !shared;
    }

    /** Adds a thread that was born into a slot. */
    void add(Slot slot) {
        shared = true;
        slots.add(slot);
    }

    /**
     * A thread of the host whose program's thread has ended, until there is another one to run: to end it, and to clone one,
     * takes ten times as long.
     *
     * @param used nanoseconds of processor time that count no more
     * @param system nanoseconds of these that the kernel took
     */
    record Resting(Slot slot, long used, long system) {}

    /** @return a thread for another one of the program; null if none rests */
    @Nullable
    Resting rested() {
        return resting.poll();
    }

    /** A thread is needed no more, or not now. */
    void leave(Resting thread) {
        Slot slot = thread.slot();
        if (slot != first() && !(slot.rest() && resting.offer(thread))) {
            slot.endThread();
            slots.remove(slot);
            slot.release();
        }
    }

    /** Ends the process, if it still lives, and leaves nothing of it on the host. */
    void end() {
        HostCalls.call(Syscall.KILL.number(), pid, Signals.SIGKILL, 0);
        HostCalls.call(Syscall.WAITID.number(), Wait.P_PID, pid, 0, Wait.WEXITED | Wait.__WALL, 0, 0);
        slots.forEach(Slot::release);
        slots.clear();
        if (tenant != null) {
            tenant.ended(this);
        } else {
            JvmMemory.lookAgain();
        }
    }

    /**
     * To be asked when a thread has died.
     *
     * @return the signal that ended the process on the host; SIGKILL if it lives or that is not known
     */
    int deathSignal() {
        OffHeap info = OffHeap.allocate(SIGINFO_SIZE);
        long since = System.nanoTime();
        // The host's kernel says that a thread dies some steps before the process is dead.
        while (look(pid, info) == 0 && info.getInt(0) == 0 && System.nanoTime() - since < DYING_NANOS) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
        }
        int code = info.getInt(SI_CODE);
        int status = info.getInt(SI_STATUS);
        boolean killed = code == Signals.CLD_KILLED || code == Signals.CLD_DUMPED;
        return killed && status > 0 ? status : Signals.SIGKILL;
    }

    /** @return whether a process of the host is no more than a zombie */
    static boolean isGone(int pid) {
        OffHeap info = OffHeap.allocate(SIGINFO_SIZE);
        return pid != HostThread.pid() && (look(pid, info) < 0 || info.getInt(0) != 0);
    }

    private static long look(int pid, OffHeap info) {
        int options = Wait.WEXITED | Wait.WNOHANG | Wait.WNOWAIT | Wait.__WALL;
        long result = HostCalls.call(Syscall.WAITID.number(), Wait.P_PID, pid, info.address(), options, 0, 0);
        Reference.reachabilityFence(info);
        return result;
    }
}
