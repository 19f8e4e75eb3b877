package io.unishim.elfloader.engine;

import io.unishim.memory.AddressSpace.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In a process of the host that holds nothing of the JVM. */
final class RemoteSeat extends Seat {
    private final HostChild host;
    private final Slot slot;
    private final @Nullable List<Range> keep;
    private boolean settled;

    /**
     * Takes a seat.
     *
     * @param keep what a copy of the JVM's process keeps of its memory; null if the process was no such copy
     * @param settled whether its thread is ready to run
     */
    RemoteSeat(HostChild host, Slot slot, @Nullable List<Range> keep, boolean settled) {
        this.host = host;
        this.slot = slot;
        this.keep = keep;
        this.settled = settled;
    }

    @Override
    Context context() {
        return slot.context();
    }

    @Override
    boolean begin() {
        slot.take();
        if (!settled) {
            settled = true;
            return HostChildren.settle(host, keep) == 0;
        }
        return !slot.isDead();
    }

    @Override
    long enter() {
        return slot.enter();
    }

    @Override
    void kick(boolean ending) {
        slot.kick(ending);
    }

    @Override
    void end() {}

    @Override
    void leave() {
        host.leave(slot);
    }

    @Override
    @Nullable
    RemoteSeat copy(HostChildren children, List<Range> unused) {
        HostChild made = HostChildren.copyOf(host, slot);
        return made == null ? null : new RemoteSeat(made, made.first(), null, false);
    }

    @Override
    @Nullable
    Seat another() {
        Slot made = HostChildren.thread(host, slot);
        return made == null ? null : new RemoteSeat(host, made, null, true);
    }

    @Override
    HostChild host() {
        return host;
    }

    @Override
    long processorNanos() {
        return host.isAlone() ? HostClocks.ofProcess(host.pid()) : HostClocks.ofThread(host.pid(), slot.tid());
    }

    @Override
    long systemNanos() {
        return HostClocks.systemOfThread(host.pid(), slot.tid());
    }

    @Override
    int deathSignal() {
        return host.deathSignal();
    }
}
