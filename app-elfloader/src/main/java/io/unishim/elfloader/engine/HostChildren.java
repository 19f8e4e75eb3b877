package io.unishim.elfloader.engine;

import static io.unishim.abi.Sched.CLONE_FILES;
import static io.unishim.abi.Sched.CLONE_FS;
import static io.unishim.abi.Sched.CLONE_PARENT;
import static io.unishim.abi.Sched.CLONE_SIGHAND;
import static io.unishim.abi.Sched.CLONE_SYSVSEM;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CLONE_VM;

import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import io.unishim.memory.AddressSpace.Range;
import io.unishim.memory.OffHeap;
import java.util.ArrayList;
import java.util.Comparator;
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
    private static final int PR_SET_PDEATHSIG = 1;
    private static final int PR_SET_SYSCALL_USER_DISPATCH = 59;
    private static final int SIG_SETMASK = 2;
    /** SA_SIGINFO, SA_RESTORER, SA_ONSTACK. */
    private static final long SIGACTION_FLAGS = 0x4 | 0x0400_0000 | 0x0800_0000;

    private static final long END = 0x7fff_ffff_f000L;
    private static final int ACTION = 0;
    private static final int MASK = 32;
    private static final int STACK = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final JvmMemory jvm = new JvmMemory();
    private @Nullable Slot forker;
    private @Nullable HostChild template;
    private boolean closed;

    /** Creates what makes children when they are asked for. */
    public HostChildren() {}

    /**
     * Copies the JVM's process.
     *
     * @param program what the copy is to have of it
     * @return the copy, to be {@linkplain #settle settled}; null if there can be none
     */
    @Nullable
    HostChild copyOfThisProcess(List<Range> program) {
        lock.lock();
        try {
            Slot by = forker();
            if (by == null) {
                return null;
            }
            jvm.prepare(program);
            return fork(by, CLONE_FILES);
        } finally {
            lock.unlock();
        }
    }

    /** @return a process without memory, ready to run; null if there can be none */
    @Nullable
    HostChild empty() {
        lock.lock();
        try {
            if (template == null) {
                HostChild made = copyOfThisProcess(List.of());
                if (made == null || settle(made.first(), List.of()) != 0) {
                    return null;
                }
                template = made;
            }
            template.first().take();
            HostChild made = fork(template.first(), CLONE_FILES | CLONE_PARENT);
            return made != null && settle(made.first(), null) == 0 ? made : null;
        } finally {
            lock.unlock();
        }
    }

    /** @return a copy of the process of a slot that the current thread is in charge of; null if there can be none */
    @Nullable
    HostChild copyOf(Slot slot) {
        return fork(slot, CLONE_FILES | CLONE_PARENT);
    }

    private static @Nullable HostChild fork(Slot parent, long flags) {
        Slot slot = Slots.take();
        if (slot == null) {
            return null;
        }
        long pid = parent.clone(flags, slot);
        if (pid < 0) {
            Slots.release(slot);
            return null;
        }
        return new HostChild((int) pid, slot);
    }

    /** @return the slot of another thread of the same process, ready to run; null if there can be none */
    static @Nullable Slot thread(HostChild child, Slot parent) {
        Slot slot = Slots.take();
        if (slot == null) {
            return null;
        }
        long tid = parent.clone(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM, slot);
        if (tid < 0) {
            Slots.release(slot);
            return null;
        }
        slot.begin();
        prepareThread(slot);
        child.add(slot);
        slot.make();
        return slot;
    }

    private @Nullable Slot forker() {
        if (forker == null && !closed) {
            Slot slot = Slots.take();
            if (slot == null) {
                return null;
            }
            long tid = slot.spawn(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM);
            if (tid < 0) {
                Slots.release(slot);
                return null;
            }
            forker = slot;
        }
        if (forker != null) {
            forker.take();
        }
        return forker;
    }

    /**
     * Makes a newborn process ready to run a program.
     *
     * @param slot of its thread; the current thread is in charge of it
     * @param keep what it keeps of the JVM's memory; null if its parent was such a child already
     * @return 0 or a negative errno
     */
    static long settle(Slot slot, @Nullable List<Range> keep) {
        slot.begin();
        slot.add(Syscall.PRCTL.number(), PR_SET_PDEATHSIG, Signals.SIGKILL, 0, 0, 0, 0);
        if (keep != null) {
            handleSignals(slot);
            giveBack(slot, keep);
        }
        prepareThread(slot);
        return slot.make();
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

    private static void giveBack(Slot slot, List<Range> keep) {
        List<Range> kept = new ArrayList<>(keep);
        kept.add(new Range(Engine.pagesAddress(), Engine.pagesAddress() + Engine.pagesSize()));
        kept.add(new Range(Slots.address(), Slots.address() + Slots.size()));
        kept.sort(Comparator.comparingLong(Range::start));
        long from = 0;
        for (Range each : kept) {
            if (each.start() > from) {
                slot.add(Syscall.MUNMAP.number(), from, each.start() - from, 0, 0, 0, 0);
            }
            from = each.end();
        }
        slot.add(Syscall.MUNMAP.number(), from, END - from, 0, 0, 0, 0);
    }

    private static void prepareThread(Slot slot) {
        OffHeap room = slot.room();
        room.putLong(STACK, slot.signalStack());
        room.putLong(STACK + 8, 0);
        room.putLong(STACK + 16, Mail.SIGNAL_STACK_SIZE);
        slot.add(Syscall.SIGALTSTACK.number(), room.address() + STACK, 0, 0, 0, 0, 0);
        slot.add(
                Syscall.PRCTL.number(),
                PR_SET_SYSCALL_USER_DISPATCH,
                1,
                Engine.codeAddress(),
                Engine.codeSize(),
                slot.address() + Context.SELECTOR,
                0);
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
                Slots.release(forker);
                forker = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
