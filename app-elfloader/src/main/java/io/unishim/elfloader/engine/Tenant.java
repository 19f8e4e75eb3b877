package io.unishim.elfloader.engine;

import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.ESRCH;

import io.unishim.abi.Errno;
import io.unishim.abi.Fcntl;
import io.unishim.abi.Mman;
import io.unishim.abi.Prctl;
import io.unishim.abi.Resource;
import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.host.HostCalls;
import io.unishim.memory.AddressSpace.Range;
import io.unishim.memory.OffHeap;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An isolated program and all that comes of it: processes of the host that have no byte of the JVM's memory and none of its
 * descriptors, and can ask nothing of the host that would touch anybody else.
 *
 * <p>Its <em>ancestor</em> is a process that never runs the program: it holds the {@link CallFilter}, is cloned where the
 * tenant needs an empty process, and leads a process group that nobody can leave. When the JVM is gone, however it ended, it
 * kills the group, and so does the JVM when the last process has ended: nothing is left then, also of what a program may
 * have hidden.
 *
 * <p>The {@link Slots} are the tenant's own. The ancestor's slot is not among them, so that the JVM alone gives it orders.
 */
final class Tenant {
    private static final int NEW_LISTENER = 8;
    private static final int SET_MODE_FILTER = 1;
    private static final int CLOSE_RANGE_UNSHARE = 2;
    private static final int CAPABILITY_VERSION_3 = 0x2008_0522;
    /** The number in the tenant's processes of a descriptor lent to slot 0. */
    private static final int LENT = 100;

    private static final long MOST_LOCKED = 8 << 20;
    private static final int CAPABILITIES = 0;
    private static final int FILTER = 64;

    private final Slots slots;
    private final HostChild ancestor;
    private final Gate gate;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Integer> known = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Tenant(HostChild ancestor, Slots slots, Gate gate) {
        this.ancestor = ancestor;
        this.slots = slots;
        this.gate = gate;
    }

    /**
     * Makes a tenant without processes.
     *
     * @param ancestor an empty process with the JVM's descriptors; it ends if there can be no tenant
     * @throws IllegalStateException if the host refuses; says what
     */
    static Tenant found(HostChild ancestor, TenantLimits limits) {
        Slots slots = new Slots(limits.threads(), false);
        try {
            Gate gate = confine(ancestor.first(), slots);
            limit(ancestor.pid(), Resource.RLIMIT_CORE, 0);
            limit(ancestor.pid(), Resource.RLIMIT_DATA, limits.memory());
            limit(ancestor.pid(), Resource.RLIMIT_MEMLOCK, MOST_LOCKED);
            ancestor.first().lead();
            return new Tenant(ancestor, slots, gate);
        } catch (IllegalStateException e) {
            slots.discard();
            ancestor.end();
            throw e;
        }
    }

    private static Gate confine(Slot slot, Slots slots) {
        CallFilter filter = new CallFilter(Engine.codeAddress(), Engine.codeAddress() + Engine.codeSize());
        byte[] code = filter.bytes();
        slots.memory().put(0, code, 0, code.length);
        OffHeap room = slot.room();
        room.zero(0, Mail.ROOM_SIZE);
        room.putInt(CAPABILITIES, CAPABILITY_VERSION_3);
        room.putLong(FILTER, filter.length());
        room.putLong(FILTER + 8, slots.address());
        slot.row();
        int readWrite = Mman.PROT_READ | Mman.PROT_WRITE;
        int there = Mman.MAP_SHARED | Mman.MAP_FIXED;
        slot.add(Syscall.MMAP.number(), slots.address(), slots.size(), readWrite, there, slots.file(), 0);
        // Whoever is born of it never has the slots of others, its own among them: an order to unmap them could be
        // changed
        // by those of its tenant that live already.
        Slots others = Slots.common();
        slot.add(Syscall.MADVISE.number(), others.address(), others.size(), Mman.MADV_DONTFORK, 0, 0, 0);
        slot.add(Syscall.SETPGID.number(), 0, 0, 0, 0, 0, 0);
        // It wakes up when the JVM ends, to look who its parent is.
        slot.add(Syscall.PRCTL.number(), Prctl.PR_SET_PDEATHSIG, Engine.KICK, 0, 0, 0, 0);
        slot.add(Syscall.PRCTL.number(), Prctl.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0);
        long capabilities = room.address() + CAPABILITIES;
        slot.add(Syscall.CAPSET.number(), capabilities, capabilities + 8, 0, 0, 0, 0);
        int filtered =
                slot.add(Syscall.SECCOMP.number(), SET_MODE_FILTER, NEW_LISTENER, room.address() + FILTER, 0, 0, 0);
        slot.add(Syscall.CLOSE_RANGE.number(), 0, 0xffff_ffffL, CLOSE_RANGE_UNSHARE, 0, 0, 0);
        long result = slot.make();
        int listener = (int) slot.result(filtered);
        if (result < 0) {
            if (listener > 0) {
                HostCalls.call(Syscall.CLOSE.number(), listener, 0, 0);
            }
            throw new IllegalStateException("this host cannot isolate programs: "
                    + (listener < 0 ? "seccomp" : "a call") + " answered " + Errno.of((int) -result));
        }
        slots.closeFile();
        slots.memory().zero(0, code.length);
        return new Gate(listener);
    }

    /** Sets a limit of the host, or leaves a lower one as it is. */
    private static void limit(int pid, int resource, long most) {
        OffHeap limit = OffHeap.allocate(32);
        HostCalls.call(Syscall.PRLIMIT64.number(), pid, resource, 0, limit.address());
        boolean lower = Long.compareUnsigned(limit.getLong(0), most) < 0;
        limit.putLong(0, lower ? limit.getLong(0) : most);
        limit.putLong(8, limit.getLong(0));
        HostCalls.call(Syscall.PRLIMIT64.number(), pid, resource, limit.address(), 0);
        Reference.reachabilityFence(limit);
    }

    Gate gate() {
        return gate;
    }

    Slots slots() {
        return slots;
    }

    /** @return whether a process was born of this tenant and nobody knows of it yet, whatever its parent says */
    boolean owns(int pid) {
        return pid > 0
                && pid != ancestor.pid()
                && !known.contains(pid)
                && HostCalls.call(Syscall.GETPGID.number(), pid, 0, 0) == ancestor.pid();
    }

    /** @return an empty process, ready to run; null if there can be none */
    @Nullable
    HostChild empty() {
        lock.lock();
        try {
            ancestor.first().take();
            HostChild made = HostChildren.begun(copyOf(ancestor.first(), List.of()));
            if (made == null) {
                closeIfEmpty();
            } else {
                sacrifice(made.pid());
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    /** When the host runs out of memory, a program goes before the JVM. */
    private static void sacrifice(int pid) {
        try {
            Files.writeString(Path.of("/proc/" + pid + "/oom_score_adj"), "1000");
        } catch (IOException e) {
            // It goes when it is the largest.
        }
    }

    /** @return a copy of the process of a slot that the current thread is in charge of; null if there can be none */
    @Nullable
    HostChild copyOf(Slot slot) {
        return copyOf(slot, null);
    }

    private @Nullable HostChild copyOf(Slot slot, @Nullable List<Range> keep) {
        HostChild made = HostChildren.fork(slot, CallFilter.PROCESS, this, keep);
        if (made != null) {
            known.add(made.pid());
        }
        return made;
    }

    /** A process has ended; the last one takes the tenant along. */
    void ended(HostChild process) {
        known.remove(process.pid());
        closeIfEmpty();
    }

    /** Several processes may end at the same time. */
    private void closeIfEmpty() {
        if (known.isEmpty() && closed.compareAndSet(false, true)) {
            close();
        }
    }

    private void close() {
        int group = ancestor.pid();
        HostCalls.call(Syscall.KILL.number(), -group, Signals.SIGKILL, 0);
        long waited = 0;
        while (waited == 0 || waited == -EINTR) {
            waited = HostCalls.call(Syscall.WAITID.number(), Wait.P_PGID, group, 0, Wait.WEXITED | Wait.__WALL, 0, 0);
        }
        ancestor.first().release();
        gate.close();
        slots.discard();
    }

    /**
     * Maps a file of the JVM's in one of its processes, which gets the descriptor for just that long.
     *
     * @param slot that the current thread is in charge of
     * @param writable whether what is written there may go to the file
     * @return as {@code mmap(2)}
     */
    long map(Slot slot, long address, long length, int protection, int flags, int file, long offset, boolean writable) {
        long lent = writable ? file : readOnly(file);
        if (lent < 0) {
            return lent;
        }
        int number = LENT + slot.index();
        slot.row();
        slot.add(Syscall.PIDFD_GETFD.number(), 0, 0, 0, 0, 0, 0);
        int mapped = slot.add(Syscall.MMAP.number(), address, length, protection, flags, number, offset);
        slot.add(Syscall.CLOSE.number(), number, 0, 0, 0, 0, 0);
        boolean alive = slot.make(gate, Syscall.PIDFD_GETFD.number(), id -> gate.lend(id, (int) lent, number));
        if (!writable) {
            HostCalls.call(Syscall.CLOSE.number(), lent, 0, 0);
        }
        return alive ? slot.result(mapped) : -ESRCH;
    }

    /** @return a descriptor of the same file through which nobody writes, or a negative errno */
    private static long readOnly(int file) {
        byte[] name = ("/proc/self/fd/" + file + '\0').getBytes(StandardCharsets.US_ASCII);
        OffHeap path = OffHeap.allocate(32);
        path.put(0, name, 0, name.length);
        long made = HostCalls.call(Syscall.OPEN.number(), path.address(), Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
        Reference.reachabilityFence(path);
        return made;
    }
}
