package io.unishim.elfloader.engine;

import io.unishim.control.CallTable;
import io.unishim.memory.AddressSpace.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In a process of the host that holds nothing of the JVM. */
final class RemoteSeat extends Seat {
    private final HostChild host;
    private final Slot slot;
    private boolean begun;
    private @Nullable CallTable calls;

    /**
     * Takes a seat.
     *
     * @param begun whether its thread is known to be ready to run
     */
    RemoteSeat(HostChild host, Slot slot, boolean begun) {
        this.host = host;
        this.slot = slot;
        this.begun = begun;
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
        long why = slot.enter();
        CallTable served = calls;
        if ((why == Engine.CALL || why == Engine.TRAPPED_CALL) && served != null) {
            slot.learn(served);
        }
        return why;
    }

    @Override
    void kick(boolean ending) {
        slot.kick(ending);
    }

    @Override
    void roam() {
        slot.part();
    }

    @Override
    void end() {
        SlotWindow.serveNone();
        slot.part();
    }

    @Override
    void leave() {
        host.leave(slot);
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
        Slot made = HostChildren.thread(host, slot);
        return made == null ? null : new RemoteSeat(host, made, false);
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
        return host.isAlone()
                ? HostClocks.systemOfProcess(host.pid())
                : HostClocks.systemOfThread(host.pid(), slot.tid());
    }

    @Override
    int deathSignal() {
        return host.deathSignal();
    }
}
