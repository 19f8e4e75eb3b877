package io.unishim.elfloader.engine;

import static io.unishim.abi.Sched.CLONE_FILES;
import static io.unishim.abi.Sched.CLONE_PARENT;

import io.unishim.abi.Prctl;
import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import io.unishim.memory.AddressSpace.Range;
import io.unishim.memory.OffHeap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes the processes of the host in which the children of one shim's programs run.
 *
 * <p>Two helpers do it, made at first use. The <em>forker</em> is a thread of the JVM's process that the JVM does not know: it
 * runs nothing but {@link ChildCode}, has no thread-local storage, and every signal is blocked. A clone of it is a copy of the
 * JVM's process that is free of what a Java thread has registered with the kernel. It is the parent of all children, also
 * of theirs, so that the kernel kills them when it ends, which it does with the JVM, however the JVM ends. The <em>template</em>
 * is such a copy that has given back all memory but its code and the slots: what {@code execve(2)} begins with is a clone of
 * it, in no time.
 *
 * <p>Children share the JVM's table of descriptors: a host file that the JVM opened they can map, and none stays open in them
 * that the JVM has closed.
 */
public final class HostChildren implements AutoCloseable {
    private static final int SIG_SETMASK = 2;
    /** SA_SIGINFO, SA_RESTORER, SA_ONSTACK. */
    private static final long SIGACTION_FLAGS = 0x4 | 0x0400_0000 | 0x0800_0000;

    private static final long END = 0x7fff_ffff_f000L;
    private static final int ACTION = 0;
    private static final int MASK = 32;
    private static final int STACK = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Slot forker;
    private @Nullable HostChild template;
    private boolean closed;

    /** Creates what makes children when they are asked for. */
    public HostChildren() {}

    /**
     * Copies the JVM's process.
     *
     * @param program what the copy is to have of it
     * @return the copy, to be {@linkplain Slot#begin begun}; null if there can be none
     */
    @Nullable
    HostChild copyOfThisProcess(List<Range> program) {
        lock.lock();
        try {
            Slot by = forker();
            if (by == null) {
                return null;
            }
            return JvmMemory.without(program, () -> fork(by, CLONE_FILES, null, program));
        } finally {
            lock.unlock();
        }
    }

    /** @return a process without memory, ready to run; null if there can be none */
    @Nullable
    HostChild empty() {
        lock.lock();
        try {
            return begun(copyOfTemplate());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes an empty process that is isolated, and all that will come of it: a {@link Tenant} of its own.
     *
     * @throws IllegalStateException if the host refuses; says what
     */
    HostChild isolated(TenantLimits limits) {
        HostChild ancestor;
        lock.lock();
        try {
            ancestor = copyOfTemplate();
        } finally {
            lock.unlock();
        }
        ancestor = begun(ancestor);
        HostChild made =
                ancestor == null ? null : Tenant.found(ancestor, limits).empty();
        if (made == null) {
            throw new IllegalStateException("the host makes no process for an isolated program");
        }
        return made;
    }

    /** @return the process, ready to run; null if there is none: one that fails to begin is ended */
    static @Nullable HostChild begun(@Nullable HostChild made) {
        if (made != null && made.first().begin() != 0) {
            made.end();
            return null;
        }
        return made;
    }

    private @Nullable HostChild copyOfTemplate() {
        if (template == null) {
            template = begun(copyOfThisProcess(List.of()));
        }
        if (template == null) {
            return null;
        }
        template.first().take();
        return fork(template.first(), CLONE_FILES | CLONE_PARENT, null, null);
    }

    /** @return a copy of a process of which the current thread is in charge of that slot; null if there can be none */
    @Nullable
    static HostChild copyOf(HostChild child, Slot slot) {
        Tenant tenant = child.tenant();
        HostChild made = tenant == null ? fork(slot, CLONE_FILES | CLONE_PARENT, null, null) : tenant.copyOf(slot);
        if (made != null) {
            made.copyOf(child);
        }
        return made;
    }

    /**
     * Copies the process of a slot that the current thread is in charge of.
     *
     * @param keep what the copy keeps of its parent's memory; null if that is such a child already
     * @return the copy, which {@linkplain Slot#begin begins} by making itself ready to run; null if there can be none
     */
    static @Nullable HostChild fork(Slot parent, long flags, @Nullable Tenant tenant, @Nullable List<Range> keep) {
        Slot slot = slots(tenant).take();
        if (slot == null) {
            return null;
        }
        prepareProcess(slot, tenant, keep);
        long pid = clone(parent, flags, slot, tenant);
        return pid < 0 ? null : new HostChild((int) pid, slot, tenant);
    }

    private static Slots slots(@Nullable Tenant tenant) {
        return tenant == null ? Slots.common() : tenant.slots();
    }

    private static long clone(Slot parent, long flags, Slot slot, @Nullable Tenant tenant) {
        slot.prepareBirth();
        long id = parent.clone(flags, slot, tenant);
        if (id < 0 && tenant == null) {
            slot.release();
        }
        // Else the slot counts as used: the thread may have lied, and whom it has there has a slot's worth of threads.
        return id;
    }

    /** @return the slot of another thread of the same process, as from {@link #fork}; null if there can be none */
    static @Nullable Slot thread(HostChild child, Slot parent) {
        Tenant tenant = child.tenant();
        Slot slot = slots(tenant).take();
        if (slot == null) {
            return null;
        }
        slot.row();
        prepareThread(slot, tenant);
        if (clone(parent, CallFilter.THREAD, slot, tenant) < 0) {
            return null;
        }
        child.add(slot);
        return slot;
    }

    private @Nullable Slot forker() {
        if (forker == null && !closed) {
            Slot slot = Slots.common().take();
            if (slot == null) {
                return null;
            }
            long tid = slot.spawn(CallFilter.THREAD);
            if (tid < 0) {
                slot.release();
                return null;
            }
            forker = slot;
        }
        if (forker != null) {
            forker.take();
        }
        return forker;
    }

    private static void prepareProcess(Slot slot, @Nullable Tenant tenant, @Nullable List<Range> keep) {
        slot.row();
        slot.add(Syscall.PRCTL.number(), Prctl.PR_SET_PDEATHSIG, Signals.SIGKILL, 0, 0, 0, 0);
        if (keep != null) {
            if (tenant == null) {
                handleSignals(slot);
            }
            giveBack(slot, keep, slots(tenant));
        }
        prepareThread(slot, tenant);
    }

    private static void handleSignals(Slot slot) {
        OffHeap room = slot.room();
        room.putLong(ACTION, Engine.handlerAddress());
        room.putLong(ACTION + 8, SIGACTION_FLAGS);
        room.putLong(ACTION + 16, Engine.restorerAddress());
        room.putLong(ACTION + 24, -1L);
        for (int signal : Engine.signals()) {
            slot.add(Syscall.RT_SIGACTION.number(), signal, room.address() + ACTION, 0, 8, 0, 0);
        }
        room.putLong(MASK, ~HostThread.ours());
        slot.add(Syscall.RT_SIGPROCMASK.number(), SIG_SETMASK, room.address() + MASK, 0, 8, 0, 0);
    }

    private static void giveBack(Slot slot, List<Range> keep, Slots slots) {
        long from = 0;
        for (Range each : JvmMemory.needs(keep, slots)) {
            if (each.start() > from) {
                slot.add(Syscall.MUNMAP.number(), from, each.start() - from, 0, 0, 0, 0);
            }
            from = each.end();
        }
        slot.add(Syscall.MUNMAP.number(), from, END - from, 0, 0, 0, 0);
    }

    private static void prepareThread(Slot slot, @Nullable Tenant tenant) {
        OffHeap room = slot.room();
        room.putLong(STACK, slot.signalStack());
        room.putLong(STACK + 8, 0);
        room.putLong(STACK + 16, Mail.SIGNAL_STACK_SIZE);
        slot.add(Syscall.SIGALTSTACK.number(), room.address() + STACK, 0, 0, 0, 0, 0);
        if (tenant == null) {
            slot.add(
                    Syscall.PRCTL.number(),
                    Prctl.PR_SET_SYSCALL_USER_DISPATCH,
                    1,
                    Engine.codeAddress(),
                    Engine.codeSize(),
                    slot.address() + Context.SELECTOR,
                    0);
        }
        // Else it is the tenant's filter that makes calls trap.
    }

    /** Ends the helpers; every child has ended before. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (template != null) {
                template.end();
                template = null;
            }
            if (forker != null) {
                forker.take();
                forker.endThread();
                forker.release();
                forker = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
