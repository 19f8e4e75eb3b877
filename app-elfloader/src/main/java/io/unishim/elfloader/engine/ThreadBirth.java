package io.unishim.elfloader.engine;

import io.unishim.memory.UserMemory;
import io.unishim.task.Execution;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** A clone of a program's thread before it runs: it has its seat, and a Java thread stands by to serve it. */
final class ThreadBirth implements Execution.Birth {
    private final ProgramThread parent;
    private final Seat seat;
    private final Standby standby;
    private final @Nullable ProgramSpace copy;

    /** @param copy its memory, if it does not share the parent's */
    ThreadBirth(ProgramThread parent, Seat seat, Standby standby, @Nullable ProgramSpace copy) {
        this.parent = parent;
        this.seat = seat;
        this.standby = standby;
        this.copy = copy;
    }

    @Override
    public UserMemory memory() {
        return (copy == null ? parent.program().space() : copy).memory();
    }

    @Override
    public void start(Task child, long stack, boolean setTls, long tls) {
        ProgramThread thread = new ProgramThread(child, process(child), seat);
        thread.takeOver(parent, stack, setTls, tls);
        thread.program().start(thread, standby);
    }

    private ProgramProcess process(Task child) {
        ProgramProcess program = parent.program();
        if (copy != null) {
            return program.child(copy);
        }
        return parent.hasProcessOf(child) ? program : program.sibling();
    }

    @Override
    public void abandon() {
        standby.dismiss();
        if (copy == null) {
            seat.leave();
        } else {
            copy.release();
        }
    }
}
