package io.unishim.elfloader.engine;

import io.unishim.control.CallTable;
import io.unishim.memory.AddressSpace.Range;
import io.unishim.task.ReadAhead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In a process of the host that holds nothing of the JVM. */
final class RemoteSeat extends Seat {
    private final HostChild host;
    private final Slot slot;
    private boolean begun;
    private @Nullable CallTable calls;
    private final PlainCalls plain = new PlainCalls();
    /** Whether something may have been laid out since it was last asked who watches calls. */
    private boolean offers;

    private boolean left;
    /** What the thread had used before it came to sit here. */
    private final long usedBefore;

    private final long systemBefore;
    /** What it had used when it was last asked. */
    private volatile long used;

    private volatile long system;

    /**
     * Takes a seat.
     *
     * @param begun whether its thread is known to be ready to run
     */
    RemoteSeat(HostChild host, Slot slot, boolean begun) {
        this(host, new HostChild.Resting(slot, 0, 0), begun);
    }

    private RemoteSeat(HostChild host, HostChild.Resting thread, boolean begun) {
        this.host = host;
        this.slot = thread.slot();
        this.begun = begun;
        this.usedBefore = thread.used();
        this.systemBefore = thread.system();
        this.used = usedBefore;
        this.system = systemBefore;
    }

    @Override
    Context context() {
        return slot.context();
    }

    @Override
    boolean begin(CallTable served) {
        calls = served;
        slot.window().serve();
        if (!begun) {
            begun = true;
            return slot.begin() == 0;
        }
        slot.take();
        return !slot.isDead();
    }

    @Override
    long enter() {
        if (offers) {
            offers = false;
            if (!isUnwatched()) {
                slot.settle();
            }
        }
        long why = slot.enter();
        host.settle();
        CallTable served = calls;
        if ((why == Engine.CALL || why == Engine.TRAPPED_CALL) && served != null) {
            slot.learn(served);
        }
        return why;
    }

    @Override
    synchronized void kick(boolean ending) {
        if (!left) {
            slot.kick(ending);
        }
    }

    @Override
    @Nullable
    ReadAhead readAhead() {
        offers = isUnwatched();
        return offers ? slot.readAhead(host.writer()) : null;
    }

    /** Who comes to watch calls settles then: to be asked before something is laid out, and after it. */
    private boolean isUnwatched() {
        CallTable served = calls;
        return served != null && plain.areServedAsRegistered(served);
    }

    @Override
    void settle() {
        slot.settle();
    }

    @Override
    void roam() {
        slot.part();
    }

    @Override
    void end() {
        SlotWindow.serveNone();
        slot.end();
    }

    @Override
    void leave() {
        synchronized (this) {
            left = true;
        }
        host.leave(new HostChild.Resting(slot, used, system));
    }

    @Override
    @Nullable
    RemoteSeat copy(HostChildren children, List<Range> unused) {
        HostChild made = HostChildren.copyOf(host, slot);
        return made == null ? null : new RemoteSeat(made, made.first(), false);
    }

    @Override
    @Nullable
    Seat another() {
        HostChild.Resting rested = host.rested();
        if (rested != null) {
            return new RemoteSeat(host, rested, true);
        }
        Slot made = HostChildren.thread(host, slot);
        return made == null ? null : new RemoteSeat(host, made, false);
    }

    @Override
    HostChild host() {
        return host;
    }

    @Override
    long processorNanos() {
        used = host.isAlone() ? HostClocks.ofProcess(host.pid()) : HostClocks.ofThread(host.pid(), slot.tid());
        return Math.max(0, used - usedBefore);
    }

    @Override
    long systemNanos() {
        system = host.isAlone()
                ? HostClocks.systemOfProcess(host.pid())
                : HostClocks.systemOfThread(host.pid(), slot.tid());
        return Math.max(0, system - systemBefore);
    }

    @Override
    int deathSignal() {
        return host.deathSignal();
    }
}
