package io.unishim.elfloader.engine;

import io.unishim.abi.Signals;
import io.unishim.control.CallTable;
import io.unishim.memory.AddressSpace.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In the JVM's own process. */
final class LocalSeat extends Seat {
    private final Contexts contexts;
    private final Context context;
    private final long address;
    private volatile @Nullable HostThread thread;

    /** Takes the seat of a program's first thread. */
    LocalSeat() {
        this(new Contexts());
    }

    private LocalSeat(Contexts contexts) {
        this.contexts = contexts;
        this.context = contexts.take();
        this.address = context.address();
    }

    @Override
    Context context() {
        return context;
    }

    @Override
    boolean begin(CallTable calls) {
        thread = new HostThread(context);
        return true;
    }

    @Override
    long enter() {
        return Engine.enter(address);
    }

    @Override
    void kick(boolean ending) {
        HostThread running = thread;
        if (running != null) {
            running.kick();
        }
    }

    @Override
    void roam() {}

    @Override
    void end() {
        HostThread running = thread;
        if (running != null) {
            thread = null;
            running.detach();
        }
    }

    @Override
    void leave() {
        contexts.give(context);
    }

    @Override
    @Nullable
    RemoteSeat copy(HostChildren children, List<Range> keep) {
        HostChild made = children.copyOfThisProcess(keep);
        return made == null ? null : new RemoteSeat(made, made.first(), false);
    }

    @Override
    Seat another() {
        return new LocalSeat(contexts);
    }

    @Override
    @Nullable
    HostChild host() {
        return null;
    }

    @Override
    long processorNanos() {
        return 0;
    }

    @Override
    long systemNanos() {
        return 0;
    }

    @Override
    int deathSignal() {
        return Signals.SIGKILL;
    }
}
